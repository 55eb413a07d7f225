"""Banks as they were loaded."""

from __future__ import annotations

from sqlalchemy import select

from classroom.storage.database import db
from classroom.storage.tables import Bank


def is_loaded(digest: str) -> bool:
    """Whether what was loaded from files with this digest still stands as it was loaded."""
    return db.session.scalar(select(Bank.id).filter_by(digest=digest).limit(1)) is not None
