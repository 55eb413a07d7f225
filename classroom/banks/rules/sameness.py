"""Questions beside one another: none twice, and pairs that differ where they should."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from classroom.banks.known import Known
from classroom.banks.prose import likeness, stems_of
from classroom.banks.rules.rule import Shelf, WideFinding, rule
from classroom.banks.schema import Question
from classroom.banks.texts import asked_texts

MOST_LIKENESS = 0.8


@rule("L18", on=Shelf)
def questions_differ(shelf: Shelf, known: Known) -> Iterator[WideFinding]:
    """No two of the questions that are read together share 80 % of the words of stem, lead-in and
    options, unless they have the same `iso_group`."""
    words = [(question, _words(question)) for question in shelf.questions]
    found: set[str] = set()
    for (one, ours), (other, theirs) in combinations(words, 2):
        if other.id in found or one.id == other.id or _are_pair(one, other):
            continue
        if likeness(ours, theirs) >= MOST_LIKENESS:
            found.add(other.id)
            yield other, (), f"ask something else: it says nearly the same as “{one.id}”"


@rule("L18", on=Shelf)
def pairs_tell_another_story(shelf: Shelf, known: Known) -> Iterator[WideFinding]:
    """Two single best answers with the same `iso_group` have their keys at different letters, and
    any two questions with it tell different stories: the stems share less than 80 % of their
    words."""
    for one, other in combinations(shelf.questions, 2):
        if not _are_pair(one, other):
            continue
        if (letter := _key(one)) is not None and letter == _key(other):
            move = f"move the key: in “{one.id}” of the same iso_group it stands at the same letter"
            yield other, ("options", letter, "key"), move
        if likeness(stems_of(one.stem or ""), stems_of(other.stem or "")) >= MOST_LIKENESS:
            tell = f"tell another story than “{one.id}” of the same iso_group"
            yield other, ("stem",), tell


def _words(question: Question) -> set[str]:
    return stems_of(" ".join(text for _, text in asked_texts(question)))


def _are_pair(one: Question, other: Question) -> bool:
    return one.iso_group is not None and one.iso_group == other.iso_group


def _key(question: Question) -> int | None:
    """The number of the keyed option of a single best answer."""
    keys = [number for number, option in enumerate(question.options) if option.key]
    return keys[0] if question.kind == "single_best" and len(keys) == 1 else None
