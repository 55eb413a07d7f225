"""Questions as values, plain and drawn by hypothesis, for tests of what is done with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import permutations, product
from typing import Any, TypeVar

from hypothesis import strategies as st

from classroom.domain.kinds import PASS, Choice, kind_named, kind_names
from classroom.domain.kinds.classify import BINS
from classroom.domain.kinds.ordering import positions
from classroom.domain.kinds.short_text import MOST_SIGNS
from classroom.domain.names import graphemes, visible
from classroom.domain.question import (
    LETTERS,
    Contested,
    Key,
    Option,
    Place,
    Question,
    Source,
    letter_of,
    mark,
)
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

T = TypeVar("T")
CASE = Reading(Rupture.WITHDRAWAL, Strained.TASK, Component.TASK, "the task reopened")


def option(letter: str, *, is_key: bool = False, **given: Any) -> Option:
    return Option(
        **{
            "letter": letter,
            "text": f"Option {letter}",
            "gist": f"did {letter}",
            "is_key": is_key,
            "rationale": f"Because of {letter}.",
            **given,
        }
    )


def question(key: str = "B", letters: str = "ABCD", **given: Any) -> Question:
    """A recall question; `key` are the letters of the keyed options."""
    options = tuple(option(letter, is_key=letter in key) for letter in letters)
    plain = {
        "id": "a-question",
        "version": 1,
        "kind": "single_best",
        "title": "A question",
        "lead_in": "What is best?",
        "options": options,
    }
    return Question(**{**plain, **given})


def select_all(key: str = "BD", letters: str = "ABCDE", **given: Any) -> Question:
    return question(key, letters, kind="select_all", **given)


def ordering(right: str = "CABD", **given: Any) -> Question:
    """Lines to order; `right` are the letters in the right order."""
    options = tuple(
        option(letter, places=(str(place),))
        for letter, place in sorted(zip(right, range(1, len(right) + 1), strict=True))
    )
    return _placed("ordering", options, positions(len(right)), **given)


def matching(targets: str = "312", spare: int = 1, **given: Any) -> Question:
    """Items to match: A belongs to the first of `targets`; `spare` targets are left over."""
    options = tuple(
        option(letter, places=(id_,)) for letter, id_ in zip(LETTERS, targets, strict=False)
    )
    places = tuple(Place(str(n), f"Target {n}") for n in range(1, len(targets) + spare + 1))
    return _placed("matching", options, places, **given)


def classify(*bins: str, rules: tuple[LensRule, ...] = (), **given: Any) -> Question:
    """Moves to classify; `bins` are the parts of each, such as `goal` or `task bond`."""
    bins = bins or ("goal", "task", "bond", "contextual", "task bond", "goal")
    rules = rules or (LensRule.GOAL_TEST,) * len(bins)
    options = tuple(
        option(letter, places=tuple(parts.split()), rule=rule)
        for letter, parts, rule in zip(LETTERS, bins, rules, strict=False)
    )
    return _placed("classify", options, BINS, **given)


def _placed(
    kind: str, options: tuple[Option, ...], places: tuple[Place, ...], **given: Any
) -> Question:
    return question("", kind=kind, options=options, places=places, **given)


def poll(letters: str = "ABC", **given: Any) -> Question:
    return question("", letters, kind="poll", **given)


def short_text(letters: str = "ABC", **given: Any) -> Question:
    """A sentence to write; the options are the features of a good one."""
    return question("", letters, kind="short_text", **given)


SAMPLES: dict[str, Question] = {
    "single_best": question(),
    "select_all": select_all(),
    "ordering": ordering(),
    "matching": matching(),
    "classify": classify(),
    "poll": poll(),
    "short_text": short_text(),
}
"""A plain question of each kind."""


def case(signatures: dict[str, Signature], key: str = "B", **given: Any) -> Question:
    """A case with an option for each signature."""
    options = tuple(
        option(letter, is_key=letter in key, signature=signature)
        for letter, signature in signatures.items()
    )
    return question(key, options=options, **{"reading": CASE, **given})


# What is drawn most is one draw from a list of all there are, made once: to make a strategy and
# to check it takes longer than to draw from it.
signatures = st.sampled_from(
    [
        Signature(component, valence, second, stage, repair)
        for component, valence, second, stage, repair in product(
            Component, Valence, (None, *Component), Stage, Repair
        )
    ]
)
readings = st.sampled_from(
    [Reading(*parts, needed=CASE.needed) for parts in product(Rupture, Strained, Component)]
)


@cache
def _as_many(number: int, each: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.tuples(*[each] * number)


@st.composite
def questions(draw: st.DrawFn, *kinds: str) -> Question:
    """A question of any of the kinds, of any shape that is allowed; its texts are plain."""
    shape = draw(_shapes(kinds or kind_names()))
    asks = draw(st.booleans()) and kind_named(shape.kind).is_keyed
    if draw(st.booleans()):
        return replace(shape, asks_certainty=asks)
    signed = draw(_as_many(len(shape.options), signatures))
    options = tuple(
        replace(plain, signature=signature)
        for plain, signature in zip(shape.options, signed, strict=True)
    )
    return replace(shape, options=options, reading=draw(readings), asks_certainty=asks)


@cache
def _shapes(kinds: tuple[str, ...]) -> st.SearchStrategy[Question]:
    return st.one_of([_SHAPES[kind]() for kind in kinds])


def _single_bests() -> st.SearchStrategy[Question]:
    return st.sampled_from("ABCD").map(question)


@st.composite
def _select_alls(draw: st.DrawFn) -> Question:
    letters = LETTERS[: draw(st.integers(5, 6))]
    key = draw(st.sets(st.sampled_from(letters), min_size=2, max_size=len(letters) - 1))
    return select_all("".join(key), letters)


def _orderings() -> st.SearchStrategy[Question]:
    orders = st.integers(3, 6).flatmap(lambda number: st.permutations(LETTERS[:number]))
    # In an order as written there would be nothing to do.
    return orders.filter(lambda order: order != sorted(order)).map(
        lambda order: ordering("".join(order))
    )


@st.composite
def _matchings(draw: st.DrawFn) -> Question:
    items = draw(st.integers(3, 6))
    spare = draw(st.integers(0, 8 - items))
    targets = draw(st.permutations([str(n) for n in range(1, items + spare + 1)]))
    return matching("".join(targets[:items]), spare)


_parts = st.sampled_from(
    [" ".join(bins) for n in (1, 2) for bins in permutations([bin_.id for bin_ in BINS], n)]
)
_rules = st.sampled_from(LensRule)


@st.composite
def _classifies(draw: st.DrawFn) -> Question:
    number = draw(st.integers(6, 8))
    bins, rules = draw(_as_many(number, _parts)), draw(_as_many(number, _rules))
    return classify(*bins, rules=rules)


def _polls() -> st.SearchStrategy[Question]:
    return st.integers(2, 4).map(lambda number: poll(LETTERS[:number]))


def _short_texts() -> st.SearchStrategy[Question]:
    return st.integers(2, 6).map(lambda number: short_text(LETTERS[:number]))


_SHAPES = {
    "single_best": _single_bests,
    "select_all": _select_alls,
    "ordering": _orderings,
    "matching": _matchings,
    "classify": _classifies,
    "poll": _polls,
    "short_text": _short_texts,
}


@st.composite
def written_questions(draw: st.DrawFn) -> Question:
    """Any question with anything written in it."""
    text = st.text(max_size=20)
    perhaps = st.none() | text
    several = st.lists(text, max_size=2).map(tuple)
    shape = draw(questions())
    option = st.builds(
        replace,
        st.sampled_from(shape.options),
        text=text,
        gist=text,
        rationale=text,
        effect=perhaps,
        misconception=perhaps,
        misconception_label=perhaps,
    )
    source = st.builds(Source, short=text, citation=text, url=perhaps)
    written = st.builds(
        replace,
        st.just(shape),
        options=st.lists(option, max_size=6).map(tuple),
        stem=text,
        nce_domain=st.none() | st.integers(1, 8),
        language=st.sampled_from(["en", "de", "pt_BR"]),
        facts=several,
        sources=st.lists(source, max_size=2).map(tuple),
        evidence_note=text,
        contested=st.none() | st.builds(Contested, on_the_exam=text, in_the_research=text),
        iso_group=perhaps,
        sensitivity=several,
        places=st.lists(st.builds(Place, id=text, text=text), max_size=3).map(tuple),
        doubts=several,
        in_practice=text,
        note=text,
    )
    return draw(written)


def choices_of(question: Question) -> st.SearchStrategy[Choice]:
    """What a student may choose, in the canonical order; never a pass."""
    letters = question.letters
    match question.kind:
        case "single_best" | "poll":
            return _one_of(letters)
        case "select_all":
            return _some_of(letters)
        case "ordering":
            return st.just(right_choice(question)) | _orders_of(letters)
        case "short_text":
            return _sentences
    places = tuple(place.id for place in question.places)
    return st.just(right_choice(question)) | _placings(letters, places)


@cache
def _one_of(letters: tuple[str, ...]) -> st.SearchStrategy[Choice]:
    return st.sampled_from(letters).map(lambda letter: (letter,))


@cache
def _some_of(letters: tuple[str, ...]) -> st.SearchStrategy[Choice]:
    picks = st.sets(st.sampled_from(letters), min_size=1)
    return picks.map(lambda picked: tuple(sorted(picked)))


@cache
def _orders_of(letters: tuple[str, ...]) -> st.SearchStrategy[Choice]:
    return st.permutations(letters).map(in_places)


@cache
def _placings(letters: tuple[str, ...], places: tuple[str, ...]) -> st.SearchStrategy[Choice]:
    placings = st.dictionaries(st.sampled_from(letters), st.sampled_from(places), min_size=1)
    return placings.map(
        lambda placed: tuple(sorted(mark(letter, id_) for letter, id_ in placed.items()))
    )


def answers_of(question: Question) -> st.SearchStrategy[Choice]:
    """What a student may send: a choice or a pass."""
    return st.just(PASS) | choices_of(question)


texts = st.text(max_size=30).map(visible).filter(lambda text: 0 < graphemes(text) <= MOST_SIGNS)
"""Sentences as they are kept."""
_sentences = texts.map(lambda text: (text,))


def in_places(letters: Iterable[str]) -> Choice:
    """The choice that puts the letters into this order."""
    return tuple(mark(letter, str(place)) for place, letter in enumerate(letters, start=1))


def right_choice(question: Question) -> Choice:
    """The choice that earns full marks, each option in its best place; a pass where none does."""
    if question.kind == "ordering":
        return in_places(sorted(question.letters, key=lambda each: question.option(each).places))
    if question.places:
        return tuple(mark(option.letter, option.places[0]) for option in question.options)
    return tuple(sorted(question.key))


@st.composite
def keys_of(draw: st.DrawFn, question: Question) -> Key:
    """The authored key, or one that corrections may have made of it."""
    kind = kind_named(question.kind)
    if not kind.is_keyed:
        return Key(question.key)
    if kind.most_keyed == 0:
        return Key(question.key, void=draw(st.booleans()))
    letters = draw(st.just(question.key) | _other_keys(question))
    others = tuple(sorted(set(kind.marks(question)) - letters))
    alternatives = draw(_any_of(others)) if others else frozenset()
    return Key(letters, void=draw(st.booleans()), alternatives=alternatives)


@st.composite
def _other_keys(draw: st.DrawFn, question: Question) -> frozenset[str]:
    kind = kind_named(question.kind)
    if not question.places:
        return draw(_any_of(kind.marks(question), least=1, most=kind.most_keyed))
    named = draw(_any_of(kind.marks(question), least=1))
    kept = {word for word in question.key if letter_of(word) not in set(map(letter_of, named))}
    return named | kept


@cache
def _any_of(
    marks: tuple[str, ...], least: int = 0, most: int | None = None
) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(marks), min_size=least, max_size=most)
