"""An instructor's account in an instance on which no server runs yet."""

from __future__ import annotations

from pathlib import Path

from classroom.actions import accounts
from classroom.app import create_app
from classroom.config import Settings
from classroom.storage.database import db
from tests.server_process import PASSWORD


def add_account(folder: Path, username: str, password: str = PASSWORD) -> None:
    """As `classroom user add` does, without a process for it."""
    app = create_app(Settings(str(folder)))
    with app.app_context():
        accounts.add_account(username, username.title(), password)
        db.session.remove()
        db.engine.dispose()
    app.extensions["classroom.writer"].close()
