"""Matching and classify: the share of options that were placed rightly, and what is no placing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.errors import NoOption, TwoPlaces, UnknownOption
from classroom.domain.kinds import kind_named
from classroom.domain.question import Key, Question, letter_of, mark
from tests.sample_question import (
    SAMPLES,
    choices_of,
    classify,
    keys_of,
    matching,
    questions,
    right_choice,
)

PLACING = ["matching", "classify"]


@pytest.mark.parametrize(
    ("choice", "earned"),
    [
        (("A:3", "B:1", "C:2"), 1),
        (("A:3", "B:1", "C:4"), 2 / 3),
        (("A:3", "B:1"), 2 / 3),
        (("A:1", "B:3", "C:2"), 1 / 3),
        (("C:2",), 1 / 3),
        (("A:3", "B:3", "C:3"), 1 / 3),
        (("A:1", "B:2", "C:3"), 0),
        (("B:4",), 0),
    ],
)
def test_each_right_partner_earns_its_part(choice: tuple[str, ...], earned: float) -> None:
    asked = matching("312")
    credit = kind_named("matching").credit(choice, Key(asked.key), asked)
    assert credit == pytest.approx(earned)


@pytest.mark.parametrize(
    ("bins", "earned"),
    [
        (["goal", "task", "bond", "contextual", "task", "goal"], 1),
        (["goal", "task", "bond", "contextual", "bond", "goal"], 1),
        (["goal", "task", "bond", "contextual", "goal", "goal"], 5 / 6),
        (["task", "task", "task", "task", "task", "task"], 2 / 6),
        (["bond", "goal", "task", "goal", "goal", "task"], 0),
    ],
)
def test_a_move_that_fits_two_parts_is_right_in_either(bins: list[str], earned: float) -> None:
    asked = classify("goal", "task", "bond", "contextual", "task bond", "goal")
    choice = tuple(map(mark, asked.letters, bins))
    credit = kind_named("classify").credit(choice, Key(asked.key), asked)
    assert credit == pytest.approx(earned)


@given(st.data())
def test_credit_is_the_share_of_the_options_that_stand_rightly(data: st.DataObject) -> None:
    asked = data.draw(questions(*PLACING))
    key, choice = data.draw(keys_of(asked)), data.draw(choices_of(asked))
    placed = dict(word.split(":") for word in choice)
    right = [
        letter
        for letter in asked.letters
        if letter in placed and mark(letter, placed[letter]) in key.accepted
    ]
    earned = kind_named(asked.kind).credit(choice, key, asked)
    assert earned == pytest.approx(0 if key.void else len(right) / len(asked.options))


@given(st.data())
def test_what_was_placed_is_taken_though_something_is_left_open(data: st.DataObject) -> None:
    asked = data.draw(questions(*PLACING))
    whole = right_choice(asked)
    part = data.draw(st.sets(st.sampled_from(whole), min_size=1))
    kept = kind_named(asked.kind).choice(asked, part)
    assert kept == tuple(sorted(part))
    credit = kind_named(asked.kind).credit(kept, Key(asked.key), asked)
    assert credit == pytest.approx(len(part) / len(whole))


@given(st.data())
def test_one_option_in_two_places_is_refused_by_its_name(data: st.DataObject) -> None:
    asked = data.draw(questions(*PLACING))
    choice = data.draw(choices_of(asked))
    letter = letter_of(data.draw(st.sampled_from(choice)))
    other = data.draw(
        st.sampled_from([mark(letter, place.id) for place in asked.places]).filter(
            lambda word: word not in choice
        )
    )
    with pytest.raises(TwoPlaces) as refusal:
        kind_named(asked.kind).choice(asked, data.draw(st.permutations([*choice, other])))
    assert refusal.value.facts == {"option": letter}


@pytest.mark.parametrize("kind", PLACING)
def test_nothing_placed_is_no_answer(kind: str) -> None:
    with pytest.raises(NoOption):
        kind_named(kind).choice(SAMPLES[kind], [])


@given(questions(*PLACING), st.text(max_size=8))
def test_a_place_that_there_is_not_is_refused(asked: Question, place: str) -> None:
    if place not in {each.id for each in asked.places}:
        with pytest.raises(UnknownOption):
            kind_named(asked.kind).choice(asked, [mark("A", place)])


def test_two_options_may_share_a_place() -> None:
    assert kind_named("matching").choice(matching("312"), ["B:1", "A:1"]) == ("A:1", "B:1")
    everything = [mark(letter, "bond") for letter in classify().letters]
    assert kind_named("classify").choice(classify(), everything) == tuple(everything)


def test_the_same_place_sent_twice_is_one_place() -> None:
    assert kind_named("matching").choice(matching("312"), ["A:1", "A:1"]) == ("A:1",)
