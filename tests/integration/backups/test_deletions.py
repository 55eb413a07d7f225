"""What was deleted after a backup was made does not come back with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from classroom.actions import answering, deleting, grouping, joining, reading
from classroom.backups.restoring import Restored
from classroom.config import Settings
from classroom.storage.database import db, now
from classroom.storage.queries import groups
from classroom.storage.tables import Group, LiveSession, Round, Sentence, Student
from classroom.storage.writer import write
from tests.conftest import Room, Teacher
from tests.integration.backups.conftest import bytes_of, rows

BackUp = Callable[..., Path]
Restore = Callable[..., Restored]
NAME = "Zephyrine Quillfeather"


@pytest.fixture
def group(app: Flask, alice: Teacher) -> int:
    """The id of a lasting group of Alice's."""
    found = groups.with_public_id(grouping.create(alice.id, "Tuesday", 30))
    assert found is not None
    return found.id


@pytest.fixture
def room(open_room: Callable[..., Room], group: int) -> Room:
    return open_room(group_id=group)


def answered(room: Room, name: str = NAME) -> int:
    """The id of a student of that name, who has answered what is asked now."""
    student_id = room.seat(name).student.id
    if room.session.phase == "lobby":
        room.press("ask", "open")
    answering.answer(room.id, student_id, room.vote_id, ["B"], 1)
    return student_id


def aliases(database: Path) -> list[str]:
    return [alias for (alias,) in rows(database, "SELECT alias FROM students ORDER BY alias")]


def test_a_student_stays_deleted_everywhere(
    room: Room, settings: Settings, database: Path, back_up: BackUp, restore: Restore
) -> None:
    student = answered(room)
    answered(room, "Robin")
    back_up()
    deleting.delete_student(student)
    told = restore()
    assert (told.deleted, told.is_complete) == (1, True)
    assert aliases(database) == ["Robin"]
    assert rows(database, "SELECT count(*) FROM answers") == [(1,)]
    assert NAME.encode() not in bytes_of(settings.instance_path)


def test_a_session_stays_deleted_and_the_others_come_back(
    room: Room, open_room: Callable[..., Room], database: Path, back_up: BackUp, restore: Restore
) -> None:
    answered(room)
    another = open_room()
    back_up()
    deleting.delete_session(room.id)
    deleting.delete_session(another.id)
    assert restore().deleted == 2
    assert rows(database, "SELECT count(*) FROM sessions") == [(0,)]
    names = [name for (name,) in rows(database, "SELECT name FROM groups")]
    assert names == ["Tuesday"], "the silent group of a one-off session goes with it"


def test_a_group_stays_deleted_with_its_students(
    room: Room, group: int, database: Path, back_up: BackUp, restore: Restore
) -> None:
    answered(room)
    back_up()
    deleting.delete_group(group)
    restore()
    for table in ("groups", "sessions", "students", "answers"):
        assert rows(database, f"SELECT count(*) FROM {table}") == [(0,)], table


def a_month_passes() -> None:
    long_ago = now() - timedelta(days=31)

    def age(session: Session) -> None:
        session.execute(update(Group).values(created_at=long_ago))
        session.execute(update(LiveSession).values(created_at=long_ago))
        session.execute(update(Round).values(asked_at=long_ago))

    write(age)


def test_students_stay_forgotten_and_what_was_counted_is_kept(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    answered(room)
    back_up()
    a_month_passes()
    assert deleting.forget_old_students() == 1
    assert restore().deleted == 1
    assert aliases(database) == []
    assert rows(database, "SELECT kept_choices FROM votes") == [('{"B": 1}',)]


def test_students_whose_time_is_over_are_forgotten_although_no_server_ran(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    answered(room)
    a_month_passes()
    back_up()
    assert restore().deleted == 1
    assert aliases(database) == []


def test_a_sentence_stays_deleted(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    room.press("ask", "open")
    for place, written in enumerate(("Kept.", "Unkind.")):
        sentence = Sentence(id=f"sentence-{place}", vote_id=room.vote_id, text=written)
        write(lambda session, sentence=sentence: session.add(sentence))
    back_up()
    reading.delete(room.id, "sentence-1")
    restore()
    assert rows(database, "SELECT text FROM sentences") == [("Kept.",)]


def test_a_seat_that_was_merged_is_deleted_with_the_one_that_was_kept(
    room: Room, group: int, database: Path, back_up: BackUp, restore: Restore
) -> None:
    old, middle = answered(room, "Old Phone"), answered(room, "Middle")
    back_up()
    new = answered(room, "New Phone")
    joining.merge_seats(group, middle, old)
    joining.merge_seats(group, new, middle)
    deleting.delete_student(new)
    assert restore().deleted == 2
    assert aliases(database) == []


def test_seats_that_were_merged_are_two_again_and_each_goes_its_own_way(
    room: Room, group: int, database: Path, back_up: BackUp, restore: Restore
) -> None:
    old, new = answered(room, "Old Phone"), answered(room, "New Phone")
    back_up()
    joining.merge_seats(group, new, old)
    restore()
    assert aliases(database) == ["New Phone", "Old Phone"]
    deleting.delete_student(new)
    restore()
    assert aliases(database) == ["Old Phone"]


def test_a_second_restore_of_an_older_backup_replays_them_too(
    room: Room, tmp_path: Path, database: Path, back_up: BackUp, restore: Restore
) -> None:
    student = answered(room)
    first = back_up(tmp_path / "first")
    deleting.delete_student(student)
    answered(room, "Robin")
    second = back_up(tmp_path / "second")
    restore(second)
    assert aliases(database) == ["Robin"]
    restore(first)
    assert aliases(database) == []


def test_what_is_remembered_names_nobody(room: Room, database: Path) -> None:
    student = answered(room)
    public_id = db.session.get_one(Student, student).public_id
    deleting.delete_student(student)
    assert rows(database, "SELECT * FROM deletions") == [(public_id, "student", None)]


def test_on_a_new_machine_it_is_said_that_deletions_are_not_known(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    back_up()
    db.session.remove()
    db.engine.dispose()
    for part in database.parent.glob("classroom.sqlite3*"):
        part.unlink()
    assert not restore().is_complete


def test_a_database_made_anew_does_not_pass_for_the_one_that_remembers(
    room: Room, database: Path, back_up: BackUp, restore: Restore
) -> None:
    back_up()
    rows(database, "UPDATE installations SET public_id = 'another'")
    assert not restore().is_complete
    assert rows(database, "SELECT count(*) FROM installations WHERE public_id='another'") == [(0,)]
