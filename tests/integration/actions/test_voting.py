"""Ballots: changed while voting is open, nobody's once it has closed, counted all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, update
from sqlalchemy.orm import Session

from classroom.actions import announcements, answering, deleting, hosting, joining, planning, voting
from classroom.config import Settings
from classroom.domain.errors import (
    AnswerTooLate,
    BallotSealed,
    CannotPass,
    IllegalMove,
    NoText,
    NotSeated,
    TextTooLong,
    TooManyOptions,
)
from classroom.domain.kinds import PASS
from classroom.domain.standing import Standing
from classroom.screens.blocks import console_block
from classroom.screens.state import state_of
from classroom.storage.database import db, now
from classroom.storage.queries import ballots, lessons, sessions
from classroom.storage.tables import Ballot, Participation, Round, Vote
from classroom.storage.writer import write
from tests.conftest import Phone, Room, Teacher

pytestmark = pytest.mark.both_databases

POLL, TEXT, PLAIN = "five-minutes-left", "he-saw-your-face", "bordin-claim"


@pytest.fixture
def room(app: Flask, alice: Teacher, open_room: Callable[..., Room]) -> Room:
    """A session of a poll, a short text and a question with a key."""
    public_id = planning.create(alice.id, "Ballots")
    for slug in (POLL, TEXT, PLAIN):
        planning.add_question(alice.id, public_id, slug)
    lesson = lessons.with_public_id(public_id)
    assert lesson is not None
    return open_room(lesson.id)


def opened(room: Room, slug: str = POLL) -> Room:
    room.press("ask", question=slug)
    room.press("open")
    return room


def send(room: Room, phone: Phone, *sent: str, seq: int, **given: bool) -> Standing:
    return answering.answer(room.id, phone.student.id, room.vote_id, sent, seq, **given)


def vote_of(room: Room) -> Vote:
    db.session.expire_all()
    return db.session.get_one(Vote, room.vote_id)


def standing(room: Room, phone: Phone) -> Standing | None:
    return ballots.standing(vote_of(room), phone.student.id)


def grace_is_over(room: Room) -> None:
    past = now() - timedelta(seconds=1)
    vote_id = room.vote_id
    write(lambda s: s.execute(update(Vote).where(Vote.id == vote_id).values(accepts_until=past)))


def counted(room: Room) -> dict[str, int]:
    """The ballots as they lie there, or as they were counted at the seal."""
    choices = sessions.choices(vote_of(room))
    return {letter: choices[(letter,)] for letter in "AB"}


def test_a_ballot_can_be_changed_and_sent_again_while_voting_is_open(room: Room) -> None:
    phone = opened(room).seat("Robin")
    assert send(room, phone, "A", seq=1).choice == ("A",)
    assert send(room, phone, "A", seq=1).choice == ("A",)
    assert send(room, phone, "B", seq=3).choice == ("B",)
    assert send(room, phone, "A", seq=2).choice == ("B",), "an older one overtakes nothing"
    assert standing(room, phone) == Standing(room.vote_id, ("B",), 3)
    assert counted(room) == {"A": 0, "B": 1}
    assert sessions.answered_by(room.vote_id) == {phone.student.id}


def test_a_ballot_that_was_on_its_way_at_the_close_still_counts(room: Room) -> None:
    phone = opened(room).seat("Robin")
    room.press("close")
    assert send(room, phone, "A", seq=1).choice == ("A",)
    voting.seal_vote(room.id, room.vote_id)
    assert counted(room) == {"A": 1, "B": 0}


def test_sealing_leaves_counts_and_that_somebody_took_part_and_nothing_else(room: Room) -> None:
    opened(room)
    phones = [room.seat(name) for name in ("Ada", "Ben", "Cleo")]
    for seq, (phone, letter) in enumerate(zip(phones, "ABB", strict=True), start=1):
        send(room, phone, letter, seq=seq)
    room.press("close")
    voting.seal_vote(room.id, room.vote_id)

    vote = vote_of(room)
    assert vote.secret is None
    assert db.session.query(Ballot).count() == 0
    assert vote.kept_choices == {"A": 1, "B": 2}
    assert counted(room) == {"A": 1, "B": 2}
    assert ballots.taken_part(vote.id) == {phone.student.id for phone in phones}
    for phone in phones:
        assert standing(room, phone) == Standing(vote.id, PASS, 0)
    assert standing(room, room.seat("Dan")) is None


@pytest.mark.parametrize("move", ["reveal", "skip", "end"])
def test_every_way_out_of_a_closed_vote_seals_it(room: Room, move: str) -> None:
    phone = opened(room).seat("Robin")
    send(room, phone, "A", seq=1)
    vote_id = room.vote_id
    room.press("close", move)
    db.session.expire_all()
    vote = db.session.get_one(Vote, vote_id)
    assert vote.secret is None
    assert vote.kept_choices == {"A": 1}


@pytest.mark.parametrize("move", ["skip", "end"])
def test_an_open_vote_that_is_left_is_sealed_too(room: Room, move: str) -> None:
    phone = opened(room).seat("Robin")
    send(room, phone, "A", seq=1)
    vote_id = room.vote_id
    room.press(move)
    db.session.expire_all()
    assert db.session.get_one(Vote, vote_id).secret is None


def test_a_vote_by_ballot_does_not_open_again(room: Room) -> None:
    opened(room).press("close")
    with pytest.raises(IllegalMove):
        room.press("reopen")


def test_after_the_seal_who_took_part_is_told_so_and_who_did_not_is_too_late(room: Room) -> None:
    early, late = opened(room).seat("Early"), room.seat("Late")
    send(room, early, "A", seq=1)
    room.press("close")
    voting.seal_vote(room.id, room.vote_id)
    with pytest.raises(BallotSealed):
        send(room, early, "B", seq=2)
    with pytest.raises(AnswerTooLate):
        send(room, late, "B", seq=1)
    assert counted(room) == {"A": 1, "B": 0}


def test_after_grace_and_before_the_seal_a_new_ballot_is_too_late(room: Room) -> None:
    early, late = opened(room).seat("Early"), room.seat("Late")
    send(room, early, "A", seq=1)
    room.press("close")
    grace_is_over(room)
    with pytest.raises(AnswerTooLate):
        send(room, late, "B", seq=1)
    assert ballots.taken_part(room.vote_id) == {early.student.id}
    with pytest.raises(AnswerTooLate):
        send(room, early, "B", seq=2)
    assert send(room, early, "A", seq=1).choice == ("A",), "the same sent again is no news"


def test_a_server_that_comes_back_seals_what_it_had_left(room: Room) -> None:
    phone = opened(room).seat("Robin")
    send(room, phone, "B", seq=1)
    assert voting.seal_overdue() == 0, "an open vote is not overdue"
    room.press("close")
    assert voting.seal_overdue() == 0, "nor is one that is in its grace"
    grace_is_over(room)
    assert voting.seal_overdue() == 1
    assert vote_of(room).secret is None
    assert voting.seal_overdue() == 0


@pytest.mark.sqlite
def test_after_the_seal_the_secret_and_the_ballots_are_in_no_file(
    room: Room, settings: Settings
) -> None:
    phone = opened(room, TEXT).seat("Robin")
    text = "A sentence that nobody shall find under a seat."
    send(room, phone, text, seq=4711)
    vote = vote_of(room)
    assert vote.secret is not None
    secret = vote.secret
    name = ballots.name_of(secret, vote.id, phone.student.id)
    assert {secret.encode(), name.encode()} <= found(settings, secret, name)
    room.press("close")
    voting.seal_vote(room.id, room.vote_id)
    assert found(settings, secret, name) == set()
    assert found(settings, text) == {text.encode()}, "the sentence itself is kept"


@pytest.mark.sqlite
@pytest.mark.parametrize("way", ["reveal", "grace", "a server that comes back"])
def test_no_screen_waits_for_the_log_to_be_emptied(
    room: Room, settings: Settings, way: str
) -> None:
    opened(room).press("close")
    if way == "a server that comes back":
        grace_is_over(room)
    log = Path(settings.instance) / "classroom.sqlite3-wal"
    heard: list[int] = []

    def hear(_sender: object, session_id: int) -> None:
        heard.append(log.stat().st_size)

    with announcements.moved.connected_to(hear):
        if way == "reveal":
            room.press("reveal")
        elif way == "grace":
            voting.seal_vote(room.id, room.vote_id)
        else:
            assert voting.seal_overdue() == 1
    assert len(heard) == 1 and heard[0] > 0
    assert log.stat().st_size == 0


def found(settings: Settings, *wanted: str) -> set[bytes]:
    db.session.remove()
    files = Path(settings.instance).glob("classroom.sqlite3*")
    disk = b"".join(file.read_bytes() for file in files)
    return {one.encode() for one in wanted if one.encode() in disk}


@pytest.mark.sqlite
def test_no_table_of_ballots_knows_a_time_an_order_or_beside_a_content_a_student(
    app: Flask,
) -> None:
    columns = {
        table: {column["name"] for column in inspect(db.engine).get_columns(table)}
        for table in ("ballots", "participations", "sentences")
    }
    assert columns["ballots"] == {"vote_id", "name", "content", "seq"}
    assert columns["participations"] == {"vote_id", "student_id"}
    assert columns["sentences"] == {"id", "vote_id", "text", "features", "is_released"}
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%WITHOUT ROWID%'"
        )
        assert {name for (name,) in rows} >= set(columns)


def test_the_name_of_a_ballot_tells_no_seat_without_the_secret(app: Flask) -> None:
    one, other = ballots.name_of("s", 1, 2), ballots.name_of("t", 1, 2)
    assert one != other
    assert len({ballots.name_of("s", vote, seat) for vote in (1, 2) for seat in (1, 2)}) == 4


def test_sentences_come_in_an_order_that_says_nothing(room: Room) -> None:
    opened(room, TEXT)
    texts = [f"Sentence number {number}." for number in range(12)]
    for seq, text in enumerate(texts, start=1):
        send(room, room.seat(), text, seq=seq)
    room.press("close")
    voting.seal_vote(room.id, room.vote_id)
    written = [sentence.text for sentence in ballots.sentences(room.vote_id)]
    assert sorted(written) == sorted(texts)
    assert written != texts


def test_a_text_is_one_visible_line_of_at_most_140_signs(room: Room) -> None:
    phone = opened(room, TEXT).seat("Robin")
    assert send(room, phone, "  Two\n lines\u200b \u202e. ", seq=1).choice == ("Two lines .",)
    assert len(send(room, phone, "e\u0301" * 140, seq=2).choice[0]) == 140
    with pytest.raises(TextTooLong):
        send(room, phone, "é" * 141, seq=3)
    with pytest.raises(NoText):
        send(room, phone, " \u200b ", seq=3)
    with pytest.raises(TooManyOptions):
        send(room, phone, "one", "two", seq=3)


def test_a_pass_counts_as_taking_part_and_chooses_nothing(room: Room) -> None:
    make_sensitive(opened(room))
    phone = room.seat("Robin")
    standing_now = send(room, phone, seq=1, passes=True)
    assert standing_now.choice == PASS and standing_now.is_pass
    assert sessions.answered_by(room.vote_id) == {phone.student.id}
    assert send(room, phone, "A", seq=2).choice == ("A",), "who passed may still answer"
    send(room, phone, seq=3, passes=True)
    room.press("close", "reveal")
    vote = vote_of(room)
    assert vote.kept_choices == {"": 1}
    tally = sessions.tally_of(vote.round, vote)
    assert (tally.answered, tally.passed, tally.took_part) == (0, 1, 1)


def test_of_ballots_that_can_still_be_changed_nothing_is_told_but_how_many(room: Room) -> None:
    opened(room)
    for seq, letter in enumerate("AAAAAAAB", start=1):
        send(room, room.seat(), letter, seq=seq)
    vote = vote_of(room)
    tally = sessions.tally_of(vote.round, vote)
    assert (tally.took_part, set(tally.counts.values()), tally.choices) == (8, {0}, {})
    with room.app.test_request_context():
        console = str(console_block(state_of(room.session)).html)
    figures = re.findall(r'console-count num"[^>]*>(.*?)</p>', console)
    assert figures == ["<b>–</b>"] * 2
    assert "<b>8</b> of 8 answered" in console


def test_no_hand_is_counted_in_a_vote_by_ballot(room: Room) -> None:
    opened(room)
    with pytest.raises(IllegalMove):
        hosting.raise_hand(room.id, "A", 1)


def test_a_pass_on_a_question_with_a_key_is_kept_and_earns_nothing(room: Room) -> None:
    make_sensitive(opened(room, PLAIN))
    phone = room.seat("Robin")
    send(room, phone, seq=1, passes=True)
    assert sessions.standing(room.session, phone.student.id) == Standing(room.vote_id, PASS, 1)
    room.press("close", "reveal")
    vote = vote_of(room)
    tally = sessions.tally_of(vote.round, vote)
    assert (tally.answered, tally.passed, tally.full_marks) == (0, 1, 0)


def test_a_question_that_is_not_sensitive_cannot_be_passed(room: Room) -> None:
    phone = opened(room, PLAIN).seat("Robin")
    with pytest.raises(CannotPass):
        send(room, phone, seq=1, passes=True)
    assert sessions.answered_by(room.vote_id) == set()


def make_sensitive(room: Room) -> None:
    """As if its bank had marked the present question: every test app reads its own copy."""
    answering._asked.cache_clear()
    number = room.session.id

    def mark(session: Session) -> None:
        last = session.query(Round).filter_by(session_id=number).order_by(Round.position).all()[-1]
        last.content = {**last.content, "sensitivity": ["grief"]}

    write(mark)


def test_a_deleted_student_takes_the_ballot_along_while_it_can_be_told(room: Room) -> None:
    gone, stays = opened(room).seat("Gone"), room.seat("Stays")
    send(room, gone, "A", seq=1)
    send(room, stays, "B", seq=1)
    deleting.delete_student(gone.student.id)
    assert counted(room) == {"A": 0, "B": 1}
    assert len(ballots.taken_part(room.vote_id)) == 1


def test_two_seats_that_become_one_have_one_ballot_the_later(room: Room) -> None:
    kept, other = opened(room).seat("Kept"), room.seat("Other")
    send(room, kept, "A", seq=5)
    send(room, other, "B", seq=9)
    joining.merge_seats(room.session.group_id, kept.student.id, other.student.id)
    assert counted(room) == {"A": 0, "B": 1}
    assert standing(room, kept) == Standing(room.vote_id, ("B",), 9)
    assert ballots.taken_part(room.vote_id) == {kept.student.id}


def test_a_seat_that_takes_another_in_has_its_ballot(room: Room) -> None:
    kept, other = opened(room).seat("Kept"), room.seat("Other")
    send(room, other, "B", seq=9)
    joining.merge_seats(room.session.group_id, kept.student.id, other.student.id)
    assert standing(room, kept) == Standing(room.vote_id, ("B",), 9)
    assert send(room, kept, "A", seq=10).choice == ("A",)
    assert counted(room) == {"A": 1, "B": 0}


def test_nobody_without_a_seat_casts_a_ballot(room: Room) -> None:
    opened(room)
    with pytest.raises(NotSeated):
        answering.answer(room.id, 10_000, room.vote_id, ["A"], 1)
    assert db.session.query(Ballot).count() == 0
    assert db.session.query(Participation).count() == 0
