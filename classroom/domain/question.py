"""A question as it is asked: stem, lead-in, options, key and explanation."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from classroom.domain.signature import (
    Component,
    LensRule,
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
    """One choice, or one thing to be put into a place.

    `letter` is its position and its only name on the wire: it tells nothing. `places` are the ids
    of the places where it belongs, the first one best; empty for a choice.
    """

    letter: str
    text: str
    gist: str
    is_key: bool
    rationale: str
    places: tuple[str, ...] = ()
    rule: LensRule | None = None
    signature: Signature | None = None
    effect: str | None = None
    misconception: str | None = None
    misconception_label: str | None = None

    @property
    def rationale_in_short(self) -> str:
        """The first sentence of the rationale, which stands alone (the projector shows it)."""
        return first_sentence(self.rationale)


@dataclass(frozen=True)
class Place:
    """Where options can be put: a position, a target, a part of the alliance.

    `id` is its name on the wire. A place without a text is named by the kind of the question.
    """

    id: str
    text: str = ""


def mark(letter: str, place: str) -> str:
    """An option in a place, as one word: `B:goal`. Choices and keys are made of such words."""
    return f"{letter}:{place}"


def letter_of(mark: str) -> str:
    """The option that a mark speaks of, in a place or chosen as it is."""
    return mark.partition(":")[0]


def place_of(mark: str) -> str:
    """The place of a mark; empty for an option that was chosen as it is."""
    return mark.partition(":")[2]


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
    places: tuple[Place, ...] = ()
    asks_certainty: bool = False
    stem: str = ""
    level: str = ""
    section: str = ""
    nce_domain: int | None = None
    language: str = "en"
    reading: Reading | None = None
    facts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    """Doubtful facts that the question puts on trial; its key rests on none of them."""
    sources: tuple[Source, ...] = ()
    evidence_note: str = ""
    contested: Contested | None = None
    in_practice: str = ""
    """What the tidy answer leaves out, for everybody to read at the reveal."""
    iso_group: str | None = None
    sensitivity: tuple[str, ...] = ()
    note: str = ""

    @cached_property
    def letters(self) -> tuple[str, ...]:
        return tuple(option.letter for option in self.options)

    @property
    def key(self) -> frozenset[str]:
        """The right marks as authored: letters of keyed options, and options in their places."""
        letters = {option.letter for option in self.options if option.is_key}
        placed = {mark(option.letter, id_) for option in self.options for id_ in option.places}
        return frozenset(letters | placed)

    @property
    def may_pass(self) -> bool:
        """Whether a student may pass: where a topic can hurt, nobody has to take a side."""
        return bool(self.sensitivity)

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
                "places": tuple(Place(**place) for place in data.get("places", ())),
                "facts": tuple(data.get("facts", ())),
                "doubts": tuple(data.get("doubts", ())),
                "sources": tuple(Source(**source) for source in data.get("sources", ())),
                "contested": Contested(**contested) if contested else None,
                "sensitivity": tuple(data.get("sensitivity", ())),
            }
        )


@dataclass(frozen=True)
class Key:
    """The key in force: the authored one, or what corrections made of it.

    `letters` are the right marks: letters of options, or options in their places (`B:goal`).
    `accepted` are those that count as right. A void question has no right or wrong.
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
    signature, rule = data.get("signature"), data.get("rule")
    return Option(
        **{
            **data,
            "places": tuple(data.get("places", ())),
            "rule": LensRule(rule) if rule else None,
            "signature": _signature(signature) if signature else None,
        }
    )


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
