"""The application's own connections read only, and read what was just written."""

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from classroom.storage.database import db
from classroom.storage.tables import Group
from classroom.storage.writer import write


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO groups (public_id, join_token, name, one_off, created_at)"
        " VALUES ('p', 'j', 'n', 0, '2026-09-01')",
        "UPDATE questions SET title = 'x'",
        "DELETE FROM questions",
        "DROP TABLE questions",
    ],
)
@pytest.mark.usefixtures("app")
def test_a_reading_connection_refuses_to_write(statement: str) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        db.session.execute(text(statement))


@pytest.mark.usefixtures("app")
def test_an_object_added_to_the_reading_session_is_refused_too() -> None:
    db.session.add(Group(name="Tuesday"))
    with pytest.raises(OperationalError, match="readonly"):
        db.session.flush()
    db.session.rollback()


def test_a_reader_sees_what_was_written_and_never_half_of_it(app: Flask) -> None:
    def work(session: object) -> int:
        session.add(Group(name="Tuesday"))
        session.flush()
        with app.app_context():
            half = db.session.scalar(select(func.count()).select_from(Group))
        return half

    before = db.session.scalar(select(func.count()).select_from(Group))
    assert write(work) == before
    assert db.session.scalar(select(func.count()).select_from(Group)) == before + 1
