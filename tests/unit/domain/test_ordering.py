"""Ordering: the share of neighbors that were kept, and what is no order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.errors import IncompleteOrder, UnknownOption
from classroom.domain.kinds import kind_named
from classroom.domain.kinds.ordering import in_order, order_of, positions
from classroom.domain.question import Key, Question, letter_of
from tests.sample_question import choices_of, in_places, ordering, questions, right_choice

ORDERING = kind_named("ordering")


def credit(chosen: str, right: str) -> float:
    asked = ordering(right)
    return ORDERING.credit(in_places(chosen), Key(asked.key), asked)


@pytest.mark.parametrize(
    ("chosen", "earned"),
    [
        ("CABD", 1),  # C-A, A-B, B-D
        ("DCAB", 2 / 3),  # C-A, A-B
        ("CADB", 1 / 3),  # C-A
        ("BDCA", 2 / 3),  # B-D, C-A
        ("ACBD", 1 / 3),  # B-D
        ("ABCD", 1 / 3),  # A-B
        ("DBAC", 0),  # all neighbors, the wrong way round
        ("ADCB", 0),
    ],
)
def test_each_right_neighbor_earns_its_part(chosen: str, earned: float) -> None:
    assert credit(chosen, "CABD") == pytest.approx(earned)


@pytest.mark.parametrize(
    ("chosen", "earned"),
    [("BAC", 1), ("CBA", 1 / 2), ("ACB", 1 / 2), ("ABC", 0), ("BCA", 0), ("CAB", 0)],
)
def test_three_lines_have_two_neighbors(chosen: str, earned: float) -> None:
    assert credit(chosen, "BAC") == pytest.approx(earned)


@given(st.data())
def test_credit_is_the_share_of_the_neighbors_of_the_key(data: st.DataObject) -> None:
    asked = data.draw(questions("ordering"))
    choice = data.draw(choices_of(asked))
    right = "".join(letter_of(mark) for mark in right_choice(asked))
    chosen = "".join(letter_of(mark) for mark in choice)
    kept = sum(right[at : at + 2] in chosen for at in range(len(right) - 1))
    earned = ORDERING.credit(choice, Key(asked.key), asked)
    assert earned == pytest.approx(kept / (len(right) - 1))
    assert (earned == 1) == (chosen == right)


@given(questions("ordering"))
def test_the_whole_order_backwards_earns_nothing(asked: Question) -> None:
    backwards = in_places(reversed(order_of(right_choice(asked))))
    assert ORDERING.credit(backwards, Key(asked.key), asked) == 0


@given(st.data())
def test_a_choice_stands_from_the_first_place_to_the_last(data: st.DataObject) -> None:
    asked = data.draw(questions("ordering"))
    choice = data.draw(choices_of(asked))
    kept = ORDERING.choice(asked, data.draw(st.permutations(choice)))
    assert [mark.split(":")[1] for mark in kept] == [place.id for place in asked.places]
    assert order_of(kept) == in_order(choice)


def test_a_line_sent_twice_at_the_same_place_is_no_second_line() -> None:
    assert ORDERING.choice(ordering("CAB"), ["B:2", "A:1", "C:3", "A:1"]) == ("A:1", "B:2", "C:3")


@pytest.mark.parametrize(
    "sent",
    [
        ["A:1"],
        ["A:1", "B:2"],
        ["A:1", "A:2", "B:3"],
        ["A:1", "B:1", "C:1"],
        ["A:1", "B:2", "C:2"],
        ["A:1", "B:2", "C:3", "C:1"],
        ["A:1", "A:2", "A:3"],
    ],
)
def test_lines_without_a_place_of_their_own_are_no_order(sent: list[str]) -> None:
    with pytest.raises(IncompleteOrder):
        ORDERING.choice(ordering("CAB"), sent)


@pytest.mark.parametrize("stranger", ["D:1", "A:4", "A:0", "A:1 ", "A"])
def test_a_line_or_a_place_that_there_is_not_is_refused(stranger: str) -> None:
    with pytest.raises(UnknownOption):
        ORDERING.choice(ordering("CAB"), [stranger, "B:2", "C:3"])


def test_places_are_counted_from_one() -> None:
    assert [place.id for place in positions(3)] == ["1", "2", "3"]
    assert in_order(["A:3", "C:1", "B:2"]) == ("C", "B", "A")
