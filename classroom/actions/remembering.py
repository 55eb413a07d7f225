"""What is deleted is remembered in the same transaction, for the day when a backup is restored."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from classroom.storage.tables import Deletion
from classroom.storage.tables.deletions import DeletionKind

_REMEMBER = text(
    """
    INSERT INTO deletions (public_id, kind, merged_into) VALUES (:public_id, :kind, :merged_into)
    ON CONFLICT (public_id) DO UPDATE
    SET kind = excluded.kind, merged_into = excluded.merged_into
    """
)


def remember(
    session: Session, kind: str, public_ids: Iterable[str], *, merged_into: str | None = None
) -> None:
    rows = [
        {"public_id": public_id, "kind": kind, "merged_into": merged_into}
        for public_id in public_ids
    ]
    if rows:
        session.connection().execute(_REMEMBER, rows)


def remember_students(session: Session, kind: DeletionKind, public_ids: Iterable[str]) -> None:
    """Those students, and every seat that became part of theirs: a backup may hold it apart."""
    found = set(public_ids)
    newest = list(found)
    while newest:
        within = select(Deletion.public_id).where(Deletion.merged_into.in_(newest))
        newest = [public_id for public_id in session.scalars(within) if public_id not in found]
        found.update(newest)
    remember(session, kind, found)
