"""How students come in and stay themselves."""

from __future__ import annotations

import pytest

from classroom.actions import answering, hosting, joining
from classroom.domain.errors import (
    NameEmpty,
    NameTooLong,
    RoomEnded,
    RoomFull,
    RoomLocked,
    UnknownResumeCode,
)
from classroom.storage.queries import groups, sessions
from classroom.storage.secrets import hashed
from tests.conftest import Room

pytestmark = pytest.mark.both_databases


def test_an_empty_name_takes_the_suggested_alias(room: Room) -> None:
    joining.join(room.id, "  ", suggested="Blue Heron", room_size=10)
    assert [student.alias for student in sessions.attended(room.id)] == ["Blue Heron"]


def test_a_name_that_is_taken_gets_a_number(room: Room) -> None:
    for _ in range(3):
        joining.join(room.id, "Robin", room_size=10)
    assert [student.alias for student in sessions.attended(room.id)] == [
        "Robin",
        "Robin 2",
        "Robin 3",
    ]


def test_names_that_cannot_be_used_are_refused(room: Room) -> None:
    with pytest.raises(NameTooLong):
        joining.join(room.id, "x" * 25, room_size=10)
    with pytest.raises(NameEmpty):
        joining.join(room.id, "\u200b\u202e", room_size=10)
    assert sessions.attendance_count(room.id) == 0


def test_a_locked_a_full_and_an_ended_room_let_nobody_in(room: Room) -> None:
    hosting.lock(room.id, True)
    with pytest.raises(RoomLocked):
        joining.join(room.id, "Robin", room_size=10)
    hosting.lock(room.id, False)
    joining.join(room.id, "Robin", room_size=1)
    with pytest.raises(RoomFull):
        joining.join(room.id, "Wren", room_size=1)
    room.press("end")
    with pytest.raises(RoomEnded):
        joining.join(room.id, "Wren", room_size=10)


def test_a_resume_code_gives_the_same_seat_to_another_browser(room: Room) -> None:
    student = room.seat("Robin").student
    group = room.session.group_id
    typed = f" {student.resume_code[:3]}-{student.resume_code[3:].lower()} "
    token = joining.resume(group, typed)
    again = groups.student_with_key(group, hashed(token))
    assert again is not None
    assert again.id == student.id


@pytest.mark.parametrize("typed", ["", "ABC", "AAAAAA", "not a code at all", "١٢٣٤٥٦"])
def test_a_wrong_resume_code_gives_nothing(room: Room, typed: str) -> None:
    room.seat("Robin")
    with pytest.raises(UnknownResumeCode):
        joining.resume(room.session.group_id, typed)


def test_two_seats_become_one_with_the_later_answer(room: Room) -> None:
    laptop, phone = room.seat("Robin"), room.seat("Robin on the phone")
    room.press("ask", "open")
    answering.answer(room.id, laptop.student.id, room.vote_id, ["A"], 5)
    answering.answer(room.id, phone.student.id, room.vote_id, ["B"], 1)
    kept = laptop.student.id
    joining.merge(room.session.group_id, kept, phone.student.resume_code)
    assert [student.alias for student in sessions.attended(room.id)] == ["Robin"]
    answer = sessions.answer_of(room.vote_id, kept)
    assert answer is not None
    assert answer.standing.choice == ("B",)
    assert phone.student.id == kept


def test_a_seat_is_not_merged_with_itself(room: Room) -> None:
    student = room.seat("Robin").student
    with pytest.raises(UnknownResumeCode):
        joining.merge(room.session.group_id, student.id, student.resume_code)
    assert sessions.attendance_count(room.id) == 1


def test_who_is_renamed_is_not_in_the_own_way(room: Room) -> None:
    room.seat("Robin")
    second = room.seat("Robin").student
    assert joining.rename(second.id, "Robin") == "Robin 2"
    assert joining.rename(second.id, "Wren") == "Wren"
    assert joining.rename(second.id, "Wren") == "Wren"
