"""Sentences of a short text: ticked, released, deleted by the instructor; read by whom they may."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from classroom.actions import answering, planning, reading, voting
from classroom.domain.errors import IllegalMove, NotFound
from classroom.screens.blocks import Block, console_block, phone_block, projector_block
from classroom.screens.state import State, state_of
from classroom.storage.database import db
from classroom.storage.queries import ballots, lessons
from classroom.storage.tables import Sentence
from tests.conftest import Room, Teacher

WRITTEN = (
    "It got quiet. What was that like?",
    "it got quiet – what was that like",
    "I went too fast.",
    "Take your time.",
)


@pytest.fixture
def room(app: Flask, alice: Teacher, open_room: Callable[..., Room]) -> Room:
    public_id = planning.create(alice.id, "A sentence")
    planning.add_question(alice.id, public_id, "he-saw-your-face")
    lesson = lessons.with_public_id(public_id)
    assert lesson is not None
    room = open_room(lesson.id)
    room.press("ask", "open")
    for seq, text in enumerate(WRITTEN, start=1):
        answering.answer(room.id, room.seat().student.id, room.vote_id, [text], seq)
    return room


def sealed(room: Room) -> Room:
    room.press("close")
    voting.seal_vote(room.id, room.vote_id)
    return room


def sentence(room: Room, text: str) -> Sentence:
    db.session.expire_all()
    return next(one for one in ballots.sentences(room.vote_id) if one.text == text)


def shown(room: Room, block: Callable[[State], Block]) -> str:
    db.session.expire_all()
    with room.app.test_request_context():
        return str(block(state_of(room.session)).html)


def test_sentences_that_differ_in_case_and_punctuation_alone_are_read_as_one(room: Room) -> None:
    first = sentence(sealed(room), WRITTEN[0])
    reading.tick(room.id, first.id, "A", True)
    reading.release(room.id, first.id, True)
    for text in WRITTEN[:2]:
        assert sentence(room, text).features == ["A"]
        assert sentence(room, text).is_released
    assert sentence(room, WRITTEN[2]).features == []
    assert shown(room, console_block).count("console-sentences") == 1
    assert "×&nbsp;2" in shown(room, console_block).replace("\xa0", "&nbsp;")


def test_ticks_stand_in_the_order_of_the_features_and_can_be_taken_back(room: Room) -> None:
    one = sentence(sealed(room), WRITTEN[2])
    for letter in "CAB":
        reading.tick(room.id, one.id, letter, True)
    assert sentence(room, WRITTEN[2]).features == ["A", "B", "C"]
    reading.tick(room.id, one.id, "B", False)
    assert sentence(room, WRITTEN[2]).features == ["A", "C"]
    with pytest.raises(IllegalMove):
        reading.tick(room.id, one.id, "H", True)


def test_the_instructor_reads_nothing_before_the_seal_and_everything_after(room: Room) -> None:
    assert WRITTEN[2] not in shown(room, console_block)
    room.press("close")
    assert WRITTEN[2] not in shown(room, console_block)
    voting.seal_vote(room.id, room.vote_id)
    assert WRITTEN[2] in shown(room, console_block)


def test_the_room_reads_what_was_released_and_that_only_at_the_reveal(room: Room) -> None:
    reading.release(room.id, sentence(sealed(room), WRITTEN[2]).id, True)
    for block in (phone_block, projector_block):
        assert WRITTEN[2] not in shown(room, block)
    room.press("reveal")
    for block in (phone_block, projector_block):
        assert WRITTEN[2] in shown(room, block)
        assert WRITTEN[3] not in shown(room, block)
    reading.release(room.id, sentence(room, WRITTEN[2]).id, False)
    for block in (phone_block, projector_block):
        assert WRITTEN[2] not in shown(room, block)


def test_a_deleted_sentence_is_gone_with_those_that_are_like_it(room: Room) -> None:
    reading.delete(room.id, sentence(sealed(room), WRITTEN[1]).id)
    db.session.expire_all()
    assert {one.text for one in ballots.sentences(room.vote_id)} == set(WRITTEN[2:])


def test_a_sentence_of_another_session_is_not_found(
    room: Room, open_room: Callable[..., Room]
) -> None:
    other = open_room()
    one = sentence(sealed(room), WRITTEN[3])
    for act in (
        lambda: reading.tick(other.id, one.id, "A", True),
        lambda: reading.release(other.id, one.id, True),
        lambda: reading.delete(other.id, one.id),
        lambda: reading.release(room.id, "nothing", True),
    ):
        with pytest.raises(NotFound):
            act()
    assert not sentence(room, WRITTEN[3]).is_released


def test_sentences_keep_their_places_on_the_console_whatever_is_ticked(room: Room) -> None:
    sealed(room)
    before = re.findall(r'id="sentence-(\w+)"', shown(room, console_block))
    assert len(before) == 3
    for letter in "ABC":
        reading.tick(room.id, before[-1], letter, True)
    assert re.findall(r'id="sentence-(\w+)"', shown(room, console_block)) == before
