"""A key found wrong: everything is recomputed, the original stays on record."""

from __future__ import annotations

import pytest

from classroom.actions import answering, correcting
from classroom.domain.errors import IllegalMove, InvalidCorrection, NotFound
from classroom.storage.queries import sessions
from tests.conftest import Room

pytestmark = pytest.mark.both_databases


@pytest.fixture
def wrong(room: Room) -> str:
    """A letter that is not the key, chosen by one student of a revealed round."""
    student = room.seat().student
    room.press("ask", "open")
    letter = next(letter for letter in room.question.letters if letter not in room.question.key)
    answering.answer(room.id, student.id, room.vote_id, [letter], 1)
    room.press("close", "reveal")
    return letter


def full_marks(room: Room) -> int:
    round_ = sessions.rounds(room.id)[0]
    return sessions.tally_of(round_, round_.votes[0]).full_marks


def test_another_key_a_second_key_and_back(room: Room, wrong: str) -> None:
    authored = room.question.key
    assert full_marks(room) == 0
    correcting.correct(room.id, 1, "accept", [wrong], "Alice")
    assert full_marks(room) == 1
    correcting.correct(room.id, 1, "restore", [], "Alice")
    assert full_marks(room) == 0
    correcting.correct(room.id, 1, "replace", [wrong], "Alice")
    assert full_marks(room) == 1
    assert room.question.key == authored
    kinds = [event.kind for event in sessions.rounds(room.id)[0].corrections]
    assert kinds == ["accept", "restore", "replace"]


def test_a_void_question_counts_for_nobody(room: Room, wrong: str) -> None:
    correcting.correct(room.id, 1, "void", [], "Alice")
    assert sessions.key_of(sessions.rounds(room.id)[0]).void
    assert full_marks(room) == 0


@pytest.mark.parametrize(
    ("kind", "letters"),
    [("replace", []), ("accept", []), ("replace", ["A", "B"]), ("accept", ["Z"]), ("burn", ["A"])],
)
def test_a_correction_that_makes_no_sense_is_refused(
    room: Room, wrong: str, kind: str, letters: list[str]
) -> None:
    with pytest.raises(InvalidCorrection):
        correcting.correct(room.id, 1, kind, letters, "Alice")


def test_a_live_round_is_not_corrected_before_its_reveal(room: Room) -> None:
    room.press("ask", "open")
    with pytest.raises(IllegalMove):
        correcting.correct(room.id, 1, "accept", ["A"], "Alice")
    with pytest.raises(NotFound):
        correcting.correct(room.id, 7, "void", [], "Alice")
