"""A key found wrong: recorded events, folded over the key as authored. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from classroom.domain.errors import InvalidCorrection
from classroom.domain.kinds import kind_named
from classroom.domain.question import Key, Question, letter_of, place_of


class CorrectionKind(StrEnum):
    REPLACE = "replace"
    """Another key."""
    ACCEPT = "accept"
    """A second answer counts as right too."""
    VOID = "void"
    """The question counts for nobody."""
    RESTORE = "restore"
    """Back to the key as authored."""


@dataclass(frozen=True)
class Correction:
    kind: CorrectionKind
    letters: frozenset[str] = frozenset()


def key_in_force(question: Question, corrections: Iterable[Correction]) -> Key:
    """The key after all corrections, oldest first."""
    key = Key(question.key)
    for correction in corrections:
        match correction.kind:
            case CorrectionKind.REPLACE:
                key = Key(
                    _unnamed(key.letters, correction) | correction.letters,
                    corrected=True,
                    alternatives=_unnamed(key.alternatives, correction),
                )
            case CorrectionKind.ACCEPT:
                key = Key(
                    key.letters,
                    corrected=True,
                    alternatives=(key.alternatives | correction.letters) - key.letters,
                )
            case CorrectionKind.VOID:
                key = Key(key.letters, void=True, corrected=True, alternatives=key.alternatives)
            case CorrectionKind.RESTORE:
                key = Key(question.key)
    return key


def _unnamed(marks: frozenset[str], correction: Correction) -> frozenset[str]:
    """The places of options that a correction does not speak of; they stay right."""
    named = {letter_of(mark) for mark in correction.letters}
    return frozenset(mark for mark in marks if place_of(mark) and letter_of(mark) not in named)


def corrections_of(question: Question) -> tuple[CorrectionKind, ...]:
    """The ways in which the key of a question of this kind can be corrected."""
    kind = kind_named(question.kind)
    if not kind.is_keyed:
        return ()
    if kind.most_keyed == 0:
        return (CorrectionKind.VOID, CorrectionKind.RESTORE)
    return tuple(CorrectionKind)


def check(correction: Correction, question: Question) -> None:
    """InvalidCorrection unless the correction makes sense for this question."""
    kind = kind_named(question.kind)
    if correction.kind not in corrections_of(question):
        raise InvalidCorrection
    needs_letters = correction.kind in (CorrectionKind.REPLACE, CorrectionKind.ACCEPT)
    if needs_letters and not correction.letters:
        raise InvalidCorrection
    if not correction.letters <= set(kind.marks(question)):
        raise InvalidCorrection
    replaces = correction.kind is CorrectionKind.REPLACE
    if replaces and kind.most_keyed is not None and len(correction.letters) > kind.most_keyed:
        raise InvalidCorrection
