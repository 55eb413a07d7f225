"""A key found wrong: recorded events, folded over the key as authored. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from classroom.domain.errors import InvalidCorrection
from classroom.domain.question import Key, Question


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
                key = Key(correction.letters, corrected=True)
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


def check(correction: Correction, question: Question) -> None:
    """InvalidCorrection unless the correction makes sense for this question."""
    needs_letters = correction.kind in (CorrectionKind.REPLACE, CorrectionKind.ACCEPT)
    if needs_letters and not correction.letters:
        raise InvalidCorrection
    if not correction.letters <= set(question.letters):
        raise InvalidCorrection
    single = question.kind == "single_best"
    if correction.kind is CorrectionKind.REPLACE and single and len(correction.letters) != 1:
        raise InvalidCorrection
