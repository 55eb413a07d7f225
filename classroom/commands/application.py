"""The application, as a command that changes the database needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import DBAPIError

from classroom.app import create_app
from classroom.config import SettingError, from_environment
from classroom.domain.errors import ClassroomError
from classroom.storage.database import db
from classroom.storage.migrations import bring_up_to_date


@contextmanager
def application() -> Iterator[None]:
    """The application's context on an up-to-date database; what goes wrong is one sentence."""
    try:
        app = create_app(from_environment())
        try:
            bring_up_to_date(app)
            with app.app_context():
                yield
        finally:
            app.extensions["classroom.writer"].close()
            with app.app_context():
                db.engine.dispose()
    except (SettingError, ClassroomError) as error:
        raise click.ClickException(str(error)) from None
    except DBAPIError as error:
        raise click.ClickException(f"The database cannot be used ({error.orig}).") from None
