"""What an instructor's presses do to a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from classroom.actions import hosting, planning
from classroom.domain.errors import IllegalMove, LessonEmpty, NotFound, StalePress
from classroom.storage.queries import lessons, reports, sessions
from tests.conftest import Room, Teacher

pytestmark = pytest.mark.both_databases


def test_a_round_goes_from_the_question_to_the_reveal_and_back_to_the_lobby(room: Room) -> None:
    for move, phase in (
        ("ask", "ready"),
        ("open", "open"),
        ("close", "closed"),
        ("reopen", "open"),
        ("close", "closed"),
        ("reveal", "revealed"),
    ):
        room.press(move)
        round_ = sessions.last_round(room.id)
        assert round_ is not None
        assert round_.phase == phase
    room.press("lobby")
    assert room.session.phase == "lobby"


def test_a_press_that_saw_an_older_version_changes_nothing(room: Room) -> None:
    seen = room.session.version
    room.press("ask")
    with pytest.raises(StalePress):
        hosting.press(room.id, "ask", seen)
    assert len(sessions.rounds(room.id)) == 1


@pytest.mark.parametrize("move", ["open", "close", "reveal", "reopen", "skip", "dance", ""])
def test_a_move_that_does_not_fit_the_lobby_is_refused(room: Room, move: str) -> None:
    with pytest.raises(IllegalMove):
        room.press(move)
    assert room.session.version == 1


def test_each_question_is_asked_once_in_the_order_of_the_lesson(room: Room) -> None:
    plan = [question.slug for question in lessons.plan_of(room.session)]
    asked = []
    for _ in plan:
        room.press("ask")
        asked.append(sessions.rounds(room.id)[-1].question_slug)
        room.press("skip")
    assert asked == plan
    with pytest.raises(IllegalMove):
        room.press("ask")


def test_a_question_can_be_asked_again_by_name(room: Room) -> None:
    room.press("ask")
    slug = sessions.rounds(room.id)[0].question_slug
    room.press("skip")
    room.press("ask", question=slug)
    assert [round_.question_slug for round_ in sessions.rounds(room.id)] == [slug, slug]


def test_ending_in_mid_vote_closes_the_vote_and_keeps_its_answers(room: Room) -> None:
    from classroom.actions import answering

    phone = room.seat()
    room.press("ask", "open")
    answering.answer(room.id, phone.student.id, room.vote_id, ["A"], 1)
    room.press("end")
    assert room.session.phase == "ended"
    round_ = sessions.rounds(room.id)[0]
    assert round_.phase == "closed"
    assert len(sessions.answered_by(round_.votes[0].id)) == 1


def test_who_was_connected_and_did_not_answer_is_kept_at_the_close(room: Room) -> None:
    phone = room.seat()
    room.press("ask", "open")
    room.press("close", present=[phone.student.id, 999_999])
    assert list(reports.presences(room.id).values()) == [{phone.student.id}]


def test_hands_count_for_an_option_and_never_fall_below_zero(room: Room) -> None:
    room.press("ask", "open")
    for change in (1, 1, -1, -1, -1, 1):
        hosting.raise_hand(room.id, "B", change)
    assert sessions.hands(room.vote_id) == {"B": 1}


@pytest.mark.parametrize(("letter", "change"), [("Z", 1), ("", 1), ("A", 5), ("A", 0)])
def test_a_hand_for_no_option_is_refused(room: Room, letter: str, change: int) -> None:
    room.press("ask", "open")
    with pytest.raises(IllegalMove):
        hosting.raise_hand(room.id, letter, change)


def test_a_lesson_without_questions_is_not_opened(
    app: Flask, alice: Teacher, open_room: Callable[..., Room]
) -> None:
    lesson = lessons.with_public_id(planning.create(alice.id, "Empty"))
    assert lesson is not None
    with pytest.raises(LessonEmpty, match="Empty"):
        open_room(lesson.id)


def test_nobody_opens_a_session_for_a_group_of_somebody_else(
    alice: Teacher, charlie: Teacher, room: Room
) -> None:
    with pytest.raises(NotFound):
        hosting.open_session(charlie.id, room.session.lesson_id or 0, room.session.group_id)
