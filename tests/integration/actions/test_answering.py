"""Which answers count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from classroom.actions import answering
from classroom.domain.errors import (
    AnswerForAnotherRound,
    AnswerTooLate,
    MalformedAnswer,
    NotSeated,
    TooManyOptions,
    UnknownOption,
)
from classroom.storage.database import now
from classroom.storage.queries import sessions
from classroom.storage.tables import Vote
from classroom.storage.writer import write
from tests.conftest import Phone, Room

pytestmark = pytest.mark.both_databases


@pytest.fixture
def phone(room: Room) -> Phone:
    phone = room.seat("Robin")
    room.press("ask", "open")
    return phone


def answer(room: Room, phone: Phone, letter: str, seq: int) -> tuple[str, ...]:
    return answering.answer(room.id, phone.student.id, room.vote_id, [letter], seq).choice


def test_the_answer_with_the_highest_sequence_number_stands(room: Room, phone: Phone) -> None:
    assert answer(room, phone, "A", 10) == ("A",)
    assert answer(room, phone, "B", 20) == ("B",)
    assert answer(room, phone, "C", 15) == ("B",)
    assert len(sessions.answered_by(room.vote_id)) == 1


def test_the_same_answer_sent_again_is_one_answer(room: Room, phone: Phone) -> None:
    for _ in range(3):
        assert answer(room, phone, "A", 10) == ("A",)
    assert len(sessions.answered_by(room.vote_id)) == 1


def test_an_answer_on_its_way_at_the_close_still_counts(room: Room, phone: Phone) -> None:
    vote = room.vote_id
    room.press("close")
    standing = answering.answer(room.id, phone.student.id, vote, ["A"], 1)
    assert standing.choice == ("A",)


def test_an_answer_after_grace_is_too_late(room: Room, phone: Phone) -> None:
    room.press("close")
    vote = room.vote_id
    past = now() - timedelta(seconds=1)
    write(
        lambda session: session.execute(
            update(Vote).where(Vote.id == vote).values(accepts_until=past)
        )
    )
    with pytest.raises(AnswerTooLate):
        answer(room, phone, "A", 1)
    assert len(sessions.answered_by(vote)) == 0


def test_no_grace_outlives_the_reveal(room: Room, phone: Phone) -> None:
    room.press("close", "reveal")
    with pytest.raises(AnswerTooLate):
        answer(room, phone, "A", 1)


def test_a_lost_acknowledgement_is_made_good_after_the_reveal(room: Room, phone: Phone) -> None:
    answer(room, phone, "A", 7)
    room.press("close", "reveal")
    assert answer(room, phone, "A", 7) == ("A",)
    with pytest.raises(AnswerTooLate):
        answer(room, phone, "B", 8)


def test_a_lost_answer_that_was_overtaken_is_told_what_stands_also_when_it_is_late(
    room: Room, phone: Phone
) -> None:
    answer(room, phone, "B", 20)
    room.press("close", "reveal")
    assert answer(room, phone, "A", 10) == ("B",)


def test_an_answer_for_the_last_question_is_refused_by_name(room: Room, phone: Phone) -> None:
    old = room.vote_id
    room.press("close", "reveal", "ask", "open")
    with pytest.raises(AnswerForAnotherRound):
        answering.answer(room.id, phone.student.id, old, ["A"], 1)
    with pytest.raises(AnswerForAnotherRound):
        answering.answer(room.id, phone.student.id, 987_654, ["A"], 1)


def test_a_vote_of_another_session_is_not_answered_from_here(
    room: Room, phone: Phone, open_room: object
) -> None:
    other = open_room()  # type: ignore[operator]
    other.press("ask", "open")
    with pytest.raises(AnswerForAnotherRound):
        answering.answer(room.id, phone.student.id, other.vote_id, ["A"], 1)


def test_choices_that_are_none_are_refused(room: Room, phone: Phone) -> None:
    with pytest.raises(UnknownOption):
        answer(room, phone, "Z", 1)
    with pytest.raises(TooManyOptions):
        answering.answer(room.id, phone.student.id, room.vote_id, ["A", "B"], 1)
    with pytest.raises(MalformedAnswer):
        answer(room, phone, "A", 0)
    assert len(sessions.answered_by(room.vote_id)) == 0


def test_a_seat_that_is_gone_has_no_answer(room: Room, phone: Phone) -> None:
    with pytest.raises(NotSeated):
        answering.answer(room.id, 999_999, room.vote_id, ["A"], 1)


def test_reopening_takes_answers_again(room: Room, phone: Phone) -> None:
    room.press("close", "reopen")
    assert answer(room, phone, "D", 3) == ("D",)
