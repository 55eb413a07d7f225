"""What becomes of each round of an exam: closed one by one, explained all at once by the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from classroom.actions import answering, correcting, hosting
from classroom.domain.errors import AnswerForAnotherRound, AnswerTooLate, IllegalMove
from classroom.domain.round import GRACE
from classroom.reports.student_report import own_report
from classroom.storage.database import db, now
from classroom.storage.queries import ballots, sessions
from classroom.storage.tables import Vote
from classroom.storage.writer import write
from tests.conftest import PLAN, Phone, Room, Teacher
from tests.exam import exam_of, one_of_each_kind


@pytest.fixture
def exam(alice: Teacher, open_room: Callable[..., Room]) -> Room:
    """An exam of three questions in the lobby."""
    return open_room(exam_of(alice.id, *PLAN[:3]))


def phases(room: Room) -> list[str]:
    db.session.expire_all()
    return [round_.phase for round_ in sessions.rounds(room.id)]


def explained(phone: Phone) -> list[bool]:
    """For each question that the room saw whether the own page explains it now."""
    db.session.expire_all()
    report = own_report(phone.student, phone.room.public_id)
    assert report is not None
    return [round_.explanation is not None for round_ in report.rounds]


def let_grace_pass(vote_id: int) -> None:
    over = now() - GRACE - timedelta(seconds=1)
    write(
        lambda session: session.execute(
            update(Vote).where(Vote.id == vote_id).values(accepts_until=over)
        )
    )


def test_questions_close_one_by_one_and_the_end_explains_all_of_them(exam: Room) -> None:
    phone = exam.seat()
    for number in range(1, 4):
        exam.press("ask", "open")
        phone_answers(phone)
        exam.press("close")
        assert phases(exam) == ["closed"] * number
        assert explained(phone) == [False] * number
    exam.press("end")
    assert phases(exam) == ["revealed"] * 3
    assert explained(phone) == [True] * 3
    for round_ in sessions.rounds(exam.id):
        assert round_.revealed_at is not None
        assert round_.revealed_at >= (round_.closed_at or now())
        assert not round_.votes[-1].accepts


def phone_answers(phone: Phone, vote_id: int | None = None) -> None:
    room = phone.room
    answering.answer(room.id, phone.student.id, vote_id or room.vote_id, ["A"])


@pytest.mark.parametrize("move", ["reveal", "lobby", "dance"])
def test_a_question_of_an_exam_is_not_revealed_by_itself(exam: Room, move: str) -> None:
    exam.press("ask", "open", "close")
    with pytest.raises(IllegalMove):
        exam.press(move)
    assert phases(exam) == ["closed"]


def test_one_press_for_close_and_reveal_does_nothing_in_an_exam(exam: Room) -> None:
    exam.press("ask", "open")
    before = exam.session.version
    with pytest.raises(IllegalMove):
        hosting.close_and_reveal(exam.id, before)
    assert (phases(exam), exam.session.version) == (["open"], before)


def test_voting_reopens_until_the_next_question_is_asked(exam: Room) -> None:
    phone = exam.seat()
    exam.press("ask", "open", "close")
    let_grace_pass(exam.vote_id)
    with pytest.raises(AnswerTooLate):
        phone_answers(phone)
    exam.press("reopen")
    phone_answers(phone)
    exam.press("close", "ask")
    with pytest.raises(IllegalMove):
        exam.press("reopen")
    assert phases(exam) == ["closed", "ready"]


def test_an_answer_on_its_way_counts_although_the_next_question_is_on(exam: Room) -> None:
    phone = exam.seat()
    exam.press("ask", "open", "close")
    first = exam.vote_id
    exam.press("ask", "open")
    phone_answers(phone, first)
    assert sessions.answered_by(first) == {phone.student.id}
    let_grace_pass(first)
    late = exam.seat()
    with pytest.raises(AnswerForAnotherRound):
        phone_answers(late, first)
    assert sessions.answered_by(first) == {phone.student.id}


def test_no_answer_comes_after_the_explanation_not_even_within_grace(exam: Room) -> None:
    phone = exam.seat()
    exam.press("ask", "open", "close")
    first = exam.vote_id
    exam.press("ask", "open", "end")
    for vote_id in (first, exam.vote_id):
        with pytest.raises((AnswerForAnotherRound, AnswerTooLate)):
            phone_answers(phone, vote_id)
        assert sessions.answered_by(vote_id) == frozenset()


def test_ending_in_mid_vote_closes_the_vote_and_explains_it(exam: Room) -> None:
    phone, silent = exam.seat(), exam.seat()
    exam.press("ask", "open")
    phone_answers(phone)
    exam.press("end", present=[silent.student.id])
    (round_,) = sessions.rounds(exam.id)
    assert round_.phase == "revealed"
    assert round_.closed_at == round_.revealed_at
    assert sessions.answered_by(round_.votes[0].id) == {phone.student.id}
    assert explained(phone) == [True]


def test_a_question_that_nobody_saw_is_skipped_by_the_end(exam: Room) -> None:
    exam.press("ask", "open", "close", "ask", "end")
    assert phases(exam) == ["revealed", "skipped"]


def test_a_skipped_question_stays_skipped_and_the_others_are_explained(exam: Room) -> None:
    phone = exam.seat()
    exam.press("ask", "open", "close", "ask", "open")
    phone_answers(phone)
    exam.press("skip")
    assert exam.session.phase == "lobby"
    assert explained(phone) == [False, False]
    exam.press("ask", "open", "close", "end")
    assert phases(exam) == ["revealed", "skipped", "revealed"]


def test_a_key_is_corrected_only_after_the_end(exam: Room) -> None:
    exam.press("ask", "open", "close", "ask")
    with pytest.raises(IllegalMove):
        correcting.correct(exam.id, 1, "void", [], "Alice")
    exam.press("end")
    correcting.correct(exam.id, 1, "void", [], "Alice")
    db.session.expire_all()
    assert sessions.key_of(sessions.rounds(exam.id)[0]).void


@pytest.mark.parametrize("kind", ["poll", "short_text"])
def test_the_end_seals_every_ballot_also_of_a_vote_that_closed_a_moment_ago(
    kind: str, alice: Teacher, open_room: Callable[..., Room]
) -> None:
    slug = one_of_each_kind()[kind]
    room = open_room(exam_of(alice.id, slug, PLAN[0]))
    phone = room.seat()
    room.press("ask", "open")
    vote_id = room.vote_id
    sent = ["A"] if kind == "poll" else ["It went quiet. What happened?"]
    answering.answer(room.id, phone.student.id, vote_id, sent)
    room.press("close")
    with pytest.raises(IllegalMove):
        room.press("reopen")
    room.press("ask", "open", "end")
    db.session.expire_all()
    vote = db.session.get(Vote, vote_id)
    assert vote is not None
    assert (vote.secret, vote.accepts) == (None, False)
    assert sessions.choices(vote).total() == 1
    assert ballots.taken_part(vote_id) == {phone.student.id}


def test_a_session_stays_what_it_was_opened_as(alice: Teacher, exam: Room) -> None:
    lesson = exam.session.lesson
    assert lesson is not None
    alice.post(f"/lessons/{lesson.public_id}/details", {"title": "No exam any more"})
    db.session.expire_all()
    assert not lesson.is_exam
    assert exam.session.is_exam
    exam.press("ask", "open", "close")
    with pytest.raises(IllegalMove):
        exam.press("reveal")
