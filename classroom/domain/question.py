"""A question as it is asked: stem, lead-in, options, key and explanation."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from classroom.domain.signature import (
    Component,
    Reading,
    Repair,
    Rupture,
    Signature,
    Stage,
    Strained,
    Valence,
)

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Option:
    """One choice. `letter` is its position and its only name on the wire: it tells nothing."""

    letter: str
    text: str
    gist: str
    is_key: bool
    rationale: str
    signature: Signature | None = None
    effect: str | None = None
    misconception: str | None = None
    misconception_label: str | None = None

    @property
    def rationale_in_short(self) -> str:
        """The first sentence of the rationale, which stands alone (the projector shows it)."""
        return first_sentence(self.rationale)


@dataclass(frozen=True)
class Source:
    short: str
    citation: str
    url: str | None = None


@dataclass(frozen=True)
class Contested:
    """What the exam expects and what research says, where the two differ."""

    on_the_exam: str
    in_the_research: str


@dataclass(frozen=True)
class Question:
    id: str
    version: int
    kind: str
    title: str
    lead_in: str
    options: tuple[Option, ...]
    stem: str = ""
    level: str = ""
    section: str = ""
    nce_domain: int | None = None
    language: str = "en"
    reading: Reading | None = None
    facts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    evidence_note: str = ""
    contested: Contested | None = None
    iso_group: str | None = None
    sensitivity: tuple[str, ...] = ()
    note: str = ""

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple(option.letter for option in self.options)

    @property
    def key(self) -> frozenset[str]:
        """The letters of the keyed options, as authored."""
        return frozenset(option.letter for option in self.options if option.is_key)

    def option(self, letter: str) -> Option:
        """The option with that letter; KeyError if there is none."""
        for option in self.options:
            if option.letter == letter:
                return option
        raise KeyError(letter)

    def to_json(self) -> dict[str, Any]:
        """A plain dict that `from_json` reads back: the form in which a round keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Question:
        reading = data.get("reading")
        contested = data.get("contested")
        return cls(
            **{
                **data,
                "options": tuple(_option(option) for option in data["options"]),
                "reading": _reading(reading) if reading else None,
                "facts": tuple(data.get("facts", ())),
                "sources": tuple(Source(**source) for source in data.get("sources", ())),
                "contested": Contested(**contested) if contested else None,
                "sensitivity": tuple(data.get("sensitivity", ())),
            }
        )


@dataclass(frozen=True)
class Key:
    """The key in force: the authored one, or what corrections made of it.

    `accepted` are letters that count as right. A void question has no right or wrong.
    """

    letters: frozenset[str]
    void: bool = False
    corrected: bool = False
    alternatives: frozenset[str] = field(default_factory=frozenset)

    @property
    def accepted(self) -> frozenset[str]:
        return self.letters | self.alternatives


def first_sentence(text: str) -> str:
    """The text up to its first sentence end (. ? ! and a closing quote), or all of it.

    A dot after an abbreviation or an initial ends nothing, nor does what stands in an open quote
    or bracket: better a sentence too long than half of one.
    """
    for end in _SENTENCE_END.finditer(text):
        sentence = text[: end.end()]
        abbreviated = end[0] == "." and _ABBREVIATED.search(sentence)
        if not (end["next"].islower() or abbreviated or _is_open(sentence)):
            return sentence
    return text


_SENTENCE_END = re.compile(r"[.!?]+[”\"’')]*(?=\s+[“\"‘(]*(?P<next>\w))")
_ABBREVIATED = re.compile(
    r"(?<![\w'’])(?:[A-Za-z](?:\.[A-Za-z])*|al|approx|ca|cf|Dr|Fig|Mr|Mrs|Ms|pp|Prof|St|viz|vs)\.$"
)


def _is_open(sentence: str) -> bool:
    pairs_open = any(sentence.count(a) > sentence.count(z) for a, z in ("“”", "()"))
    return pairs_open or sentence.count('"') % 2 == 1


def _option(data: dict[str, Any]) -> Option:
    signature = data.get("signature")
    return Option(**{**data, "signature": _signature(signature) if signature else None})


def _signature(data: dict[str, Any]) -> Signature:
    return Signature(
        component=Component(data["component"]),
        valence=Valence(data["valence"]),
        second=Component(data["second"]) if data.get("second") else None,
        stage=Stage(data.get("stage") or "none"),
        repair=Repair(data.get("repair") or "none"),
    )


def _reading(data: dict[str, Any]) -> Reading:
    return Reading(
        rupture=Rupture(data["rupture"]),
        strained=Strained(data["strained"]),
        called_for=Component(data["called_for"]),
        needed=data["needed"],
    )
