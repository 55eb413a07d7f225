"""What a rule is, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.schema import Bank, Question, Shape
from classroom.banks.yaml_text import Place

Finding = tuple[Place, str]
"""The place within the entry, and what to change there."""
WideFinding = tuple[Question | None, Place, str]
"""The question that can be changed (None: the head of the bank), the place in it, and how."""


@dataclass(frozen=True)
class WholeBank:
    """A bank with all its questions in the order of the file."""

    head: Bank
    questions: tuple[Question, ...]

    def of_kind(self, kind: str) -> list[Question]:
        return [question for question in self.questions if question.kind == kind]


@dataclass(frozen=True)
class Shelf:
    """All questions that were read together, of whatever bank."""

    questions: tuple[Question, ...]


Scope = type[Shape] | type[WholeBank] | type[Shelf]
Check = Callable[[Any, Known], Iterable[Any]]
"""From an entry, with what is known, to its findings; from a whole bank or a shelf to wide ones."""


@dataclass(frozen=True)
class Rule:
    """A check under a name; the docstring of the check is its description.

    Several checks may share a name, where a rule has two levels or looks at questions and at whole
    banks. `in_english`: it looks for English words, and leaves banks in other languages alone.
    """

    name: str
    level: Level
    on: Scope
    check: Check
    in_english: bool

    @property
    def meaning(self) -> str:
        return " ".join((self.check.__doc__ or "").split())

    def holds_in(self, language: str) -> bool:
        return not self.in_english or language.partition("-")[0] == "en"


REGISTER: list[Rule] = []


def rule(
    name: str, on: Scope, level: Level = Level.ERROR, *, in_english: bool = False
) -> Callable[[Check], Check]:
    """Put a check into the register under that name."""

    def put(check: Check) -> Check:
        REGISTER.append(Rule(name, level, on, check, in_english))
        return check

    return put
