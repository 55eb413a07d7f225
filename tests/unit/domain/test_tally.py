"""Counting: every person once, every component in its place."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.kinds import PASS, kind_named
from classroom.domain.question import Key, Question, letter_of
from classroom.domain.signature import Component, Reading, Rupture, Signature, Strained, Valence
from classroom.domain.tally import (
    SMALL_ROOM,
    Tally,
    most_chosen,
    most_chosen_wrong,
    percent,
    room_profile,
    tally,
)
from tests.sample_question import (
    CASE,
    answers_of,
    case,
    choices_of,
    keys_of,
    question,
    questions,
    right_choice,
    select_all,
)

Vote = tuple[Question, Key, list[tuple[str, ...]], dict[str, int]]


@st.composite
def votes(draw: st.DrawFn) -> Vote:
    asked = draw(questions())
    choices = draw(st.lists(answers_of(asked), max_size=30))
    raised = st.dictionaries(st.sampled_from(asked.letters), st.integers(0, 5))
    hands = draw(raised) if kind_named(asked.kind).takes_hands else {}
    return asked, draw(keys_of(asked)), choices, hands


@given(votes())
def test_the_counts_are_what_was_chosen_and_the_hands_that_were_raised(vote: Vote) -> None:
    asked, key, choices, hands = vote
    counted = tally(asked, key, choices, hands)
    given_ = [choice for choice in choices if choice != PASS]
    assert counted.answered == len(given_) + sum(hands.values())
    assert tuple(counted.counts) == kind_named(asked.kind).marks(asked)
    if counted.counts:
        assert sum(counted.counts.values()) == sum(map(len, given_)) + sum(hands.values())
    assert 0 <= counted.full_marks <= counted.answered
    if asked.kind in ("single_best", "poll"):
        assert sum(counted.counts.values()) == counted.answered


@given(votes())
def test_who_passed_took_part_and_is_counted_apart(vote: Vote) -> None:
    asked, key, choices, hands = vote
    counted = tally(asked, key, choices, hands)
    assert counted.passed == choices.count(PASS)
    assert counted.took_part == len(choices) + sum(hands.values())
    without = tally(asked, key, [choice for choice in choices if choice != PASS], hands)
    assert replace(counted, passed=0) == without


@given(votes())
def test_whole_choices_are_kept_beside_their_marks(vote: Vote) -> None:
    asked, key, choices, hands = vote
    counted = tally(asked, key, choices, hands)
    assert dict(counted.choices) == Counter(choice for choice in choices if choice != PASS)
    for mark in kind_named(asked.kind).marks(asked):
        chosen = sum(number for choice, number in counted.choices.items() if mark in choice)
        assert counted.counts[mark] == chosen + hands.get(mark, 0)


@pytest.mark.parametrize("kind", ["ordering", "matching", "classify"])
@given(data=st.data())
def test_nobody_has_one_option_in_two_places(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    counted = tally(asked, Key(asked.key), data.draw(st.lists(choices_of(asked), max_size=20)))
    for letter in asked.letters:
        placed = sum(n for mark, n in counted.counts.items() if letter_of(mark) == letter)
        assert placed <= counted.answered
        if kind == "ordering":
            assert placed == counted.answered


@given(votes())
def test_full_marks_count_the_people_with_full_credit(vote: Vote) -> None:
    asked, key, choices, hands = vote
    credit = kind_named(asked.kind).credit
    people = choices + [(letter,) for letter, number in hands.items() for _ in range(number)]
    full = sum(credit(choice, key, asked) == 1 for choice in people)
    assert tally(asked, key, choices, hands).full_marks == full


@given(votes(), st.randoms())
def test_neither_order_nor_grouping_changes_a_tally(vote: Vote, chance: Random) -> None:
    asked, key, choices, hands = vote
    counted = tally(asked, key, choices, hands)
    shuffled = list(choices)
    chance.shuffle(shuffled)
    assert tally(asked, key, shuffled, hands) == counted
    assert tally(asked, key, Counter(choices), hands) == counted


@given(votes())
def test_one_more_answer_raises_exactly_its_options(vote: Vote) -> None:
    asked, key, choices, hands = vote
    before = tally(asked, key, choices, hands)
    more = right_choice(asked) or (kind_named(asked.kind).marks(asked) or ("A sentence.",))[-1:]
    later = tally(asked, key, [*choices, more], hands)
    assert later.answered == before.answered + 1
    for mark in kind_named(asked.kind).marks(asked):
        assert later.counts[mark] == before.counts[mark] + (mark in more)
    assert later.choices.get(more) == before.choices.get(more, 0) + 1


@given(votes())
def test_nothing_beats_the_most_chosen_and_the_most_chosen_wrong_is_wrong(vote: Vote) -> None:
    asked, key, choices, hands = vote
    counted = tally(asked, key, choices, hands)
    top = most_chosen(asked, counted)
    if asked.places or kind_named(asked.kind).is_written:
        assert top == ()  # options are put into places, or read for, and not chosen
        return
    assert bool(top) == (counted.answered > 0)
    assert {counted.counts[letter] for letter in top} <= {max(counted.counts.values())}
    wrong = most_chosen_wrong(asked, key, counted)
    if wrong is not None:
        assert wrong not in key.accepted
        rivals = set(asked.letters) - key.accepted
        assert counted.counts[wrong] == max(counted.counts[letter] for letter in rivals) > 0


def test_of_equally_chosen_wrong_options_the_first_stands() -> None:
    asked = question("B")
    counted = tally(asked, Key(asked.key), [("D",), ("C",), ("B",)])
    assert most_chosen(asked, counted) == ("B", "C", "D")
    assert most_chosen_wrong(asked, Key(asked.key), counted) == "C"


def test_a_void_question_has_no_wrong_option() -> None:
    asked = question("B")
    void = Key(asked.key, void=True)
    assert most_chosen_wrong(asked, void, tally(asked, void, [("C",)])) is None


def test_a_room_that_all_found_the_key_has_no_wrong_option() -> None:
    asked = question("B")
    counted = tally(asked, Key(asked.key), [("B",)] * 3)
    assert most_chosen_wrong(asked, Key(asked.key), counted) is None


def test_a_room_is_small_below_twenty_answers() -> None:
    assert Tally(SMALL_ROOM - 1, {}).is_small
    assert not Tally(SMALL_ROOM, {}).is_small


def test_nobody_is_nought_per_cent() -> None:
    asked = question()
    assert tally(asked, Key(asked.key), []).percent("B") == 0


@pytest.mark.parametrize(
    ("part", "whole", "rounded"),
    [(0, 0, 0), (0, 7, 0), (7, 7, 100), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (3, 0, 0)],
)
def test_per_cent_are_rounded_half_up(part: int, whole: int, rounded: int) -> None:
    assert percent(part, whole) == rounded


@given(st.integers(0, 2000), st.integers(1, 2000))
def test_per_cent_are_never_more_than_half_a_point_off(part: int, whole: int) -> None:
    exact = 100 * part / whole
    assert abs(percent(part, whole) - exact) <= 0.5


@given(votes())
def test_the_profile_counts_every_choice_once_beside_what_was_needed(vote: Vote) -> None:
    asked, key, choices, hands = vote
    counted = tally(asked, key, choices, hands)
    profile = room_profile(asked, counted)
    if asked.reading is None or asked.kind not in ("single_best", "select_all"):
        assert profile is None
        return
    assert profile is not None
    assert profile.choices == sum(row.total for row in profile.rows)
    assert profile.choices == sum(counted.counts.values())
    assert [row.component for row in profile.rows if row.needed] == [asked.reading.called_for]
    components = [row.component for row in profile.rows]
    assert components == [each for each in Component if each in components]
    assert {Component.GOAL, Component.TASK, Component.BOND} <= set(components)
    for row in profile.rows:
        chosen = sum(
            counted.counts[option.letter]
            for option in asked.options
            if option.signature and option.signature.component is row.component
        )
        assert row.total == chosen


def test_the_profile_tells_what_strengthened_from_what_strained() -> None:
    asked = case(
        {
            "A": Signature(Component.BOND, Valence.STRENGTHENS),
            "B": Signature(Component.TASK, Valence.STRENGTHENS),
            "C": Signature(Component.TASK, Valence.STRAINS),
            "D": Signature(Component.GOAL, Valence.NEITHER, second=Component.BOND),
        }
    )
    profile = room_profile(asked, tally(asked, Key(asked.key), [("A",), ("B",), ("C",), ("C",)]))
    assert profile is not None
    rows = {row.component: (row.strengthens, row.strains, row.neither) for row in profile.rows}
    assert rows == {Component.GOAL: (0, 0, 0), Component.TASK: (1, 2, 0), Component.BOND: (1, 0, 0)}
    assert profile.percent(2) == 50


def test_the_frame_has_a_row_only_where_it_matters() -> None:
    in_bond = Signature(Component.BOND, Valence.STRENGTHENS)
    frame = Signature(Component.CONTEXTUAL, Valence.STRAINS)
    for_frame = Reading(Rupture.NONE, Strained.NONE, Component.CONTEXTUAL, "a safe frame")
    plain = case(dict.fromkeys("ABCD", in_bond))
    strained = case({**dict.fromkeys("ABC", in_bond), "D": frame})
    needed = case(dict.fromkeys("ABCD", in_bond), reading=for_frame)
    assert [_has_frame(asked) for asked in (plain, strained, needed)] == [False, True, True]


def _has_frame(asked: Question) -> bool:
    profile = room_profile(asked, tally(asked, Key(asked.key), []))
    assert profile is not None
    return any(row.component is Component.CONTEXTUAL for row in profile.rows)


def test_a_case_without_signatures_has_no_profile() -> None:
    asked = question(reading=CASE)
    assert room_profile(asked, tally(asked, Key(asked.key), [])) is None


def test_in_select_all_one_person_counts_for_several_options() -> None:
    asked = select_all("BD")
    counted = tally(asked, Key(asked.key), [("B", "D"), ("B",)])
    assert (counted.answered, counted.full_marks) == (2, 1)
    assert (counted.percent("B"), counted.percent("D")) == (100, 50)
