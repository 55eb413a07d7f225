"""Everything that was read together and found sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from classroom.banks.schema import Domain, Fact, Misconception
from classroom.domain.question import Question, Source


@dataclass(frozen=True)
class Bank:
    """`file` and `lines` (by question id) say where it was written; they make no difference."""

    id: str
    title: str
    language: str
    description: str
    questions: tuple[Question, ...]
    takes_over: tuple[str, ...] = ()
    """Ids of banks that questions of this one may have come from."""
    file: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Lesson:
    """`questions` are ids, in order; `file` and `line` make no difference."""

    id: str
    title: str
    minutes: int
    description: str
    questions: tuple[str, ...]
    is_exam: bool = False
    file: str = field(default="", compare=False)
    line: int = field(default=1, compare=False)


@dataclass(frozen=True)
class Outline:
    """The outline of an examination; `sources` are ids."""

    name: str
    valid_until: date
    validity_note: str
    sources: tuple[str, ...]
    domains: tuple[Domain, ...]

    def holds(self, day: date) -> bool:
        return day <= self.valid_until


@dataclass(frozen=True)
class Library:
    """Facts, misconceptions and sources by id. Questions have version 0."""

    facts: Mapping[str, Fact]
    misconceptions: Mapping[str, Misconception]
    sources: Mapping[str, Source]
    banks: tuple[Bank, ...]
    lessons: tuple[Lesson, ...]
    outline: Outline
