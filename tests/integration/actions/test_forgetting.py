"""What is deleted is nowhere; what retention forgets keeps its counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from classroom.actions import announcements, answering, deleting, planning
from classroom.config import Settings
from classroom.domain.errors import Busy
from classroom.storage.database import db, now
from classroom.storage.queries import groups, lessons, sessions
from classroom.storage.tables import Group, LiveSession, Round
from classroom.storage.writer import write
from tests.conftest import Room, Teacher

pytestmark = pytest.mark.both_databases

NAME = "Zephyrine Quillfeather"


def bytes_on_disk(settings: Settings) -> bytes:
    db.session.remove()
    files = Path(settings.instance).glob("classroom.sqlite3*")
    return b"".join(file.read_bytes() for file in files)


def played(room: Room) -> int:
    student = room.seat(NAME[:24]).student
    room.press("ask", "open")
    answering.answer(room.id, student.id, room.vote_id, ["B"], 1)
    return student.id


def a_month_passes() -> None:
    """Everything that has happened until now is 31 days old."""
    long_ago = now() - timedelta(days=31)

    def age(session: Session) -> None:
        session.execute(update(Group).values(created_at=long_ago))
        session.execute(update(LiveSession).values(created_at=long_ago))
        ended = LiveSession.ended_at.is_not(None)
        session.execute(update(LiveSession).where(ended).values(ended_at=long_ago))
        session.execute(update(Round).values(asked_at=long_ago))

    write(age)


@pytest.mark.sqlite
def test_after_deleting_a_student_the_name_is_in_no_file(room: Room, settings: Settings) -> None:
    student = played(room)
    assert NAME[:24].encode() in bytes_on_disk(settings)
    deleting.delete_student(student)
    assert NAME[:24].encode() not in bytes_on_disk(settings)
    assert len(sessions.answered_by(room.vote_id)) == 0


def test_after_deleting_a_session_of_its_own_group_the_name_is_in_no_file(
    room: Room, settings: Settings
) -> None:
    played(room)
    public_id = room.public_id
    deleting.delete_session(room.id)
    assert NAME[:24].encode() not in bytes_on_disk(settings)
    assert sessions.with_public_id(public_id) is None


def test_after_deleting_a_group_the_name_is_in_no_file(room: Room, settings: Settings) -> None:
    played(room)
    deleting.delete_group(room.session.group_id)
    assert NAME[:24].encode() not in bytes_on_disk(settings)


def test_retention_forgets_students_and_keeps_counts(
    app: Flask, room: Room, settings: Settings
) -> None:
    played(room)
    vote = room.vote_id
    room.press("close", "reveal", "end")
    assert deleting.forget_old_students() == 0
    a_month_passes()
    assert deleting.forget_old_students() == 1
    assert NAME[:24].encode() not in bytes_on_disk(settings)
    assert groups.students(room.session.group_id) == []
    round_ = sessions.rounds(room.id)[0]
    assert sessions.tally_of(round_, round_.votes[0]).counts["B"] == 1
    assert deleting.forget_old_students() == 0
    assert vote == round_.votes[0].id


def test_a_session_that_nobody_ended_keeps_its_students_no_longer(room: Room) -> None:
    played(room)
    assert deleting.forget_old_students() == 0
    a_month_passes()
    assert deleting.forget_old_students() == 1
    round_ = sessions.rounds(room.id)[0]
    assert sessions.tally_of(round_, round_.votes[0]).counts["B"] == 1


def test_a_session_that_goes_on_keeps_its_students(room: Room) -> None:
    played(room)
    a_month_passes()
    room.press("close", "reveal", "ask")
    assert deleting.forget_old_students() == 0


def test_students_of_a_group_that_keeps_them_for_good_stay(room: Room) -> None:
    played(room)
    a_month_passes()
    write(lambda session: session.execute(update(Group).values(retention_days=None)))
    assert deleting.forget_old_students() == 0


def test_screens_hear_of_a_deletion_even_if_its_traces_cannot_be_removed_now(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    student = room.seat().student.id
    heard = []

    def hear(_sender: object, student_id: int) -> None:
        heard.append(student_id)

    def be_busy() -> None:
        raise Busy

    monkeypatch.setattr(deleting, "scrub", be_busy)
    with announcements.seat_removed.connected_to(hear), pytest.raises(Busy):
        deleting.delete_student(student)
    assert heard == [student]


def test_sentences_are_forgotten_with_the_students_of_their_group(
    app: Flask, alice: Teacher, open_room: Callable[..., Room], settings: Settings
) -> None:
    public_id = planning.create(alice.id, "A sentence")
    planning.add_question(alice.id, public_id, "he-saw-your-face")
    lesson = lessons.with_public_id(public_id)
    assert lesson is not None
    room = open_room(lesson.id)
    room.press("ask", "open")
    words = "Words that nobody needs after a month."
    answering.answer(room.id, room.seat().student.id, room.vote_id, [words], 1)
    room.press("close", "reveal", "end")
    a_month_passes()

    assert deleting.forget_old_students() == 1
    assert words.encode() not in bytes_on_disk(settings)
