"""The shape of the files: every field, its type and whether it may be left out.

What goes beyond the shape of one value (counting words, looking things up) is a rule: `rules/`.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
)
from pydantic_core import PydanticCustomError

from classroom.domain.kinds import kind_named, kind_names
from classroom.domain.question import LETTERS
from classroom.domain.signature import (
    Component,
    LensRule,
    Repair,
    Rupture,
    Stage,
    Strained,
    Valence,
)

BANK = "alliance-bank/1"
LESSON = "alliance-lesson/1"
FACTS = "alliance-facts/1"
MISCONCEPTIONS = "alliance-misconceptions/1"
SOURCES = "alliance-sources/1"
OUTLINE = "alliance-outline/1"

NO_MISCONCEPTION = "none"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""What Unicode calls a control or a surrogate, but for the end of a line."""


def on_one_line(text: str) -> str:
    """The text on one line, with single spaces."""
    return " ".join(line for line in _lines(text) if line)


def in_lines(text: str) -> str:
    """The text with its line breaks, with single spaces."""
    return "\n".join(_lines(text))


def _lines(text: str) -> list[str]:
    return [re.sub(r"[ \t]+", " ", line).strip() for line in text.strip().splitlines()]


def _visible(text: str) -> str:
    if found := _CONTROL.search(text):
        sign = f"U+{ord(found.group()):04X}"
        raise PydanticCustomError("control", "remove the control character {sign}", {"sign": sign})
    return text


def _something(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty", "is empty; write something, or leave the field out")
    return text


def _day(written: Any) -> date:
    try:
        return date.fromisoformat(written)
    except (TypeError, ValueError):
        raise PydanticCustomError("day", "write a date, such as 2027-06-30") from None


def _registered(kind: str) -> str:
    if kind not in kind_names():
        raise PydanticCustomError(
            "kind", "choose one of {known}", {"known": ", ".join(kind_names())}
        )
    return kind


Line = Annotated[
    str, AfterValidator(on_one_line), AfterValidator(_visible), AfterValidator(_something)
]
Prose = Annotated[
    str, AfterValidator(in_lines), AfterValidator(_visible), AfterValidator(_something)
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
FactId = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$", max_length=80)]
Kind = Annotated[str, AfterValidator(_registered)]
Day = Annotated[date, BeforeValidator(_day)]


class Modality(StrEnum):
    """The ways of working that the facts tell apart."""

    CBT = "cbt"
    PERSON_CENTERED = "person_centered"
    PSYCHODYNAMIC = "psychodynamic"
    MOTIVATIONAL = "motivational"


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Head(Shape):
    """What stands beside the list in a file that holds nothing else."""

    format: Line


class Signature(Shape):
    component: Component
    valence: Valence
    second: Component | None = None
    stage: Stage = Stage.NONE
    repair: Repair = Repair.NONE


class Option(Shape):
    text: Line
    gist: Line | None = None
    key: StrictBool = False
    place: StrictInt | None = Field(default=None, ge=1, le=len(LETTERS))
    target: StrictInt | None = Field(default=None, ge=1, le=len(LETTERS))
    bins: tuple[Component, ...] = ()
    rule: LensRule | None = None
    rationale: Prose
    signature: Signature | None = None
    effect: Line | None = None
    misconception: Slug | None = None


class Case(Shape):
    rupture: Rupture
    strained: Strained
    called_for: Component
    needed: Line


class Accepted(Shape):
    """A warning that is accepted, and why."""

    rule: Line
    because: Line


class Contested(Shape):
    on_the_exam: Prose
    in_the_research: Prose


class Question(Shape):
    id: Slug
    title: Line
    kind: Kind
    level: Literal["recall", "apply", "analyse"]
    section: Line
    nce_domain: StrictInt | None = Field(default=None, ge=1, le=6)
    stem: Prose | None = None
    lead_in: Line
    certainty: StrictBool = False
    case: Case | None = None
    targets: tuple[Line, ...] = Field(default=(), max_length=len(LETTERS))
    options: tuple[Option, ...] = Field(min_length=1, max_length=len(LETTERS))
    facts: tuple[FactId, ...] = ()
    doubts: tuple[FactId, ...] = ()
    sources: tuple[Slug, ...] = Field(min_length=1)
    evidence_note: Prose | None = None
    contested: Contested | None = None
    in_practice: Prose | None = None
    iso_group: Slug | None = None
    sensitivity: tuple[Line, ...] = ()
    exceptions: tuple[Accepted, ...] = ()
    note: Prose | None = None

    @property
    def is_scored(self) -> bool:
        """Whether it has a right answer; a poll has none."""
        return kind_named(self.kind).is_keyed


class Bank(Shape):
    """A bank without its questions, which are read one by one."""

    format: Literal["alliance-bank/1"]
    id: Slug
    title: Annotated[Line, Field(max_length=200)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=12)]
    description: Prose
    takes_over: tuple[Slug, ...] = ()
    """Banks whose questions this one may hold from now on."""
    exceptions: tuple[Accepted, ...] = ()


class Lesson(Shape):
    format: Literal["alliance-lesson/1"]
    id: Slug
    title: Annotated[Line, Field(max_length=120)]
    minutes: StrictInt = Field(ge=1, le=600)
    description: Prose
    exam: StrictBool = False
    questions: tuple[Slug, ...] = Field(min_length=1)


class Fact(Shape):
    id: FactId
    section: Line
    claim: Prose
    status: Literal["sound", "nuance", "doubtful"]
    teach_as: Prose | None = None
    stage: (
        Literal[Stage.RAPPORT, Stage.GOAL_SETTING, Stage.TASK_NEGOTIATION, Stage.DEEPENING] | None
    ) = None
    modality: Modality | None = None
    sources: tuple[Slug, ...] = Field(min_length=1)


class Misconception(Shape):
    slug: Slug
    label: Line
    believes: Prose
    tempting: Prose
    instead: Prose
    facts: tuple[FactId, ...] = Field(min_length=1)

    @property
    def id(self) -> str:
        return self.slug


class Source(Shape):
    id: Slug
    citation: Prose
    short: Line
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None


class Outline(Shape):
    """An examination's outline without its domains, which are read one by one."""

    format: Literal["alliance-outline/1"]
    name: Line
    valid_until: Day
    validity_note: Prose
    sources: tuple[Slug, ...] = Field(min_length=1)


class Domain(Shape):
    number: StrictInt = Field(ge=1, le=6)
    title: Line
    weight_percent: StrictInt = Field(ge=1, le=100)
    scored_items: StrictInt = Field(ge=1)

    @property
    def id(self) -> str:
        return str(self.number)


LISTS: dict[str, tuple[str, type[Shape]]] = {
    BANK: ("questions", Question),
    FACTS: ("facts", Fact),
    MISCONCEPTIONS: ("misconceptions", Misconception),
    SOURCES: ("sources", Source),
    OUTLINE: ("domains", Domain),
}
"""Format → the field that holds the file's list, and the shape of one entry."""

HEADS: dict[str, type[Shape]] = {
    BANK: Bank,
    FACTS: Head,
    MISCONCEPTIONS: Head,
    SOURCES: Head,
    OUTLINE: Outline,
}
"""Format → the shape of everything beside the list."""
