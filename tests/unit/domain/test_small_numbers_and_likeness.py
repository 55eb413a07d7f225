"""How few is too few to show, and which sentences say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.alike import likeness
from classroom.domain.small_numbers import Instead, kept_back, may_break_down
from classroom.domain.tally import Tally

NOTHING, FEW, SOME, MOST = Instead.NOTHING, Instead.FEW, Instead.SOME, Instead.MOST


def test_a_room_is_broken_down_from_five_ballots_on() -> None:
    assert [may_break_down(ballots) for ballots in range(7)] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    ("counts", "passed", "kept"),
    [
        ({"A": 9, "B": 4}, 0, {}),
        ({"A": 9, "B": 0}, 0, {}),
        ({"A": 9, "B": 2}, 0, {"B": FEW, "A": MOST}),
        ({"A": 9, "B": 1, "C": 4}, 0, {"B": FEW, "C": SOME}),
        ({"A": 9, "B": 1, "C": 2}, 0, {"B": FEW, "C": FEW}),
        ({"A": 9, "B": 1, "C": 1}, 0, {"B": FEW, "C": FEW, "A": MOST}),
        ({"A": 9, "B": 2, "C": 2}, 0, {"B": FEW, "C": FEW, "A": MOST}),
        ({"A": 9, "B": 4}, 1, {"": FEW, "B": SOME}),
        ({"A": 3, "B": 1}, 0, {"A": NOTHING, "B": NOTHING, "": NOTHING}),
        ({"A": 3, "B": 1}, 9, {"A": NOTHING, "B": NOTHING, "": NOTHING}),
    ],
)
def test_one_and_two_are_a_few_and_what_would_give_them_away_is_kept_back_too(
    counts: dict[str, int], passed: int, kept: dict[str, Instead]
) -> None:
    assert kept_back(Tally(sum(counts.values()), counts, passed=passed)) == kept


@given(st.dictionaries(st.sampled_from("ABCD"), st.integers(0, 12), min_size=2), st.integers(0, 12))
def test_no_small_cell_can_be_told_by_subtracting(counts: dict[str, int], passed: int) -> None:
    tally = Tally(sum(counts.values()), counts, passed=passed)
    cells = {**counts, "": passed}
    kept = kept_back(tally)
    small = {cell for cell, number in cells.items() if number in (1, 2)}
    assert small <= set(kept)
    if not may_break_down(tally.answered) or not small:
        return
    sum_of_small = sum(cells[cell] for cell in small)
    may_be_either = len(small) < sum_of_small < 2 * len(small)
    is_covered = any(kept[cell] is not FEW for cell in kept)
    assert may_be_either or is_covered or not any(number > 2 for number in cells.values())


def test_nothing_is_told_of_ballots_that_can_still_be_changed() -> None:
    open_ = Tally(30, {"A": 20, "B": 10}, is_open=True)
    assert set(kept_back(open_).values()) == {NOTHING}


@pytest.mark.parametrize(
    "other",
    ["it got quiet", "It got quiet.", "IT GOT QUIET!", " It  got — quiet?! ", "“It got quiet …”"],
)
def test_case_and_punctuation_make_no_other_sentence(other: str) -> None:
    assert likeness(other) == likeness("It got quiet.")


@pytest.mark.parametrize(
    "other", ["It got quite.", "It got quiet then.", "got it quiet", "Itgotquiet"]
)
def test_other_words_make_another_sentence(other: str) -> None:
    assert likeness(other) != likeness("It got quiet.")


@pytest.mark.parametrize("signs", ["?", "!!", "🙂", "…"])
def test_signs_without_a_word_are_alike_only_to_themselves(signs: str) -> None:
    assert likeness(signs) == signs


def test_sharp_s_is_alike_in_either_case() -> None:
    assert likeness("STRASSE") == likeness("Straße")


@given(st.text(max_size=60))
def test_what_is_alike_stays_alike(text: str) -> None:
    assert bool(likeness(text)) == bool(text)
    assert likeness(likeness(text)) == likeness(text)
    assert likeness(f"{text}.") == likeness(text) or not any(map(str.isalnum, text))
