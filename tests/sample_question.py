"""Questions as values, plain and drawn by hypothesis, for tests of what is done with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from classroom.domain.kinds import kind_names
from classroom.domain.question import LETTERS, Contested, Key, Option, Question, Source
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


def case(signatures: dict[str, Signature], key: str = "B", **given: Any) -> Question:
    """A case with an option for each signature."""
    options = tuple(
        option(letter, is_key=letter in key, signature=signature)
        for letter, signature in signatures.items()
    )
    return question(key, options=options, **{"reading": CASE, **given})


signatures = st.builds(
    Signature,
    component=st.sampled_from(Component),
    valence=st.sampled_from(Valence),
    second=st.none() | st.sampled_from(Component),
    stage=st.sampled_from(Stage),
    repair=st.sampled_from(Repair),
)
readings = st.builds(
    Reading,
    rupture=st.sampled_from(Rupture),
    strained=st.sampled_from(Strained),
    called_for=st.sampled_from(Component),
    needed=st.just(CASE.needed),
)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Any shape of question, with a key that its kind allows; its texts are plain."""
    kind = draw(st.sampled_from(kind_names()))
    letters = LETTERS[: 4 if kind == "single_best" else draw(st.integers(5, 6))]
    fewest, most = (1, 1) if kind == "single_best" else (2, len(letters) - 1)
    key = "".join(draw(st.sets(st.sampled_from(letters), min_size=fewest, max_size=most)))
    if draw(st.booleans()):
        return question(key, letters, kind=kind)
    signed = st.lists(signatures, min_size=len(letters), max_size=len(letters))
    by_letter = dict(zip(letters, draw(signed), strict=True))
    return case(by_letter, key, kind=kind, reading=draw(readings))


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
        note=text,
    )
    return draw(written)


def choices_of(question: Question) -> st.SearchStrategy[tuple[str, ...]]:
    """What a student may choose, in the canonical order."""
    if question.kind == "single_best":
        return st.sampled_from(question.letters).map(lambda letter: (letter,))
    picks = st.sets(st.sampled_from(question.letters), min_size=1)
    return picks.map(lambda letters: tuple(sorted(letters)))


@st.composite
def keys_of(draw: st.DrawFn, question: Question) -> Key:
    """The authored key, or one that corrections may have made of it."""
    most = 1 if question.kind == "single_best" else len(question.letters)
    letters = draw(
        st.just(question.key)
        | st.frozensets(st.sampled_from(question.letters), min_size=1, max_size=most)
    )
    others = sorted(set(question.letters) - letters)
    alternatives = draw(st.frozensets(st.sampled_from(others))) if others else frozenset()
    return Key(letters, void=draw(st.booleans()), alternatives=alternatives)
