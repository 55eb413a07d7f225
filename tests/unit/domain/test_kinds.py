"""What counts as an answer, and what it earns."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.errors import AnswerRefused, NoOption, TooManyOptions, UnknownOption
from classroom.domain.kinds import kind_named, kind_names
from classroom.domain.question import Key, Question
from tests.sample_question import choices_of, keys_of, question, questions, select_all

SINGLE = kind_named("single_best")
ALL = kind_named("select_all")


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, Key, tuple[str, ...]]:
    asked = draw(questions())
    return asked, draw(keys_of(asked)), draw(choices_of(asked))


@given(answered())
def test_credit_lies_between_nothing_and_full_marks(
    drawn: tuple[Question, Key, tuple[str, ...]],
) -> None:
    asked, key, choice = drawn
    assert 0 <= kind_named(asked.kind).credit(choice, key, asked) <= 1


@given(answered())
def test_full_marks_are_for_the_key_alone(drawn: tuple[Question, Key, tuple[str, ...]]) -> None:
    asked, key, choice = drawn
    chosen = set(choice)
    if asked.kind == "single_best":
        deserves = chosen <= key.accepted
    else:
        deserves = key.letters <= chosen <= key.accepted
    earned = kind_named(asked.kind).credit(choice, key, asked)
    assert (earned == 1) == (deserves and not key.void)


@given(answered())
def test_a_void_question_earns_nobody_anything(
    drawn: tuple[Question, Key, tuple[str, ...]],
) -> None:
    asked, key, choice = drawn
    void = Key(key.letters, void=True, alternatives=key.alternatives)
    assert kind_named(asked.kind).credit(choice, void, asked) == 0


@given(answered(), st.randoms())
def test_the_order_of_taps_changes_nothing(
    drawn: tuple[Question, Key, tuple[str, ...]], chance: Random
) -> None:
    asked, _, choice = drawn
    shuffled = list(choice)
    chance.shuffle(shuffled)
    assert kind_named(asked.kind).choice(asked, shuffled) == choice


@given(questions(), st.lists(st.text(max_size=3) | st.sampled_from("ABCDEFGH"), max_size=8))
def test_whatever_is_sent_becomes_a_choice_or_a_refusal(asked: Question, sent: list[str]) -> None:
    kind = kind_named(asked.kind)
    try:
        choice = kind.choice(asked, sent)
    except AnswerRefused:
        return
    assert choice and set(choice) == set(sent) <= set(asked.letters)
    assert kind.choice(asked, choice) == choice


def test_a_second_tap_on_the_same_box_is_no_second_option() -> None:
    assert ALL.choice(select_all(), ["D", "B", "D"]) == ("B", "D")


@pytest.mark.parametrize("kind", kind_names())
def test_an_empty_answer_is_refused(kind: str) -> None:
    with pytest.raises(NoOption):
        kind_named(kind).choice(question(kind=kind), [])


def test_two_options_are_refused_where_one_is_best() -> None:
    with pytest.raises(TooManyOptions):
        SINGLE.choice(question(), ["A", "B"])


@pytest.mark.parametrize("sent", ["E", "b", "", " B", "AB", "%s", "Ω"])
@pytest.mark.parametrize("kind", kind_names())
def test_a_letter_that_was_not_offered_is_refused(kind: str, sent: str) -> None:
    with pytest.raises(UnknownOption):
        kind_named(kind).choice(question(kind=kind), [sent])


def test_a_refusal_repeats_little_of_a_long_lie() -> None:
    with pytest.raises(UnknownOption) as refusal:
        SINGLE.choice(question(), ["x" * 5000])
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize(
    ("choice", "credit"),
    [("BD", 1), ("B", 1 / 2), ("BDA", 2 / 3), ("BA", 1 / 6), ("A", 0), ("ABCDE", 0), ("ACE", 0)],
)
def test_select_all_pays_for_hits_and_charges_for_misses(choice: str, credit: float) -> None:
    asked = select_all("BD", "ABCDE")
    assert ALL.credit(tuple(sorted(choice)), Key(asked.key), asked) == pytest.approx(credit)


def test_an_option_accepted_later_neither_earns_nor_costs_in_select_all() -> None:
    asked = select_all("BD", "ABCDE")
    key = Key(asked.key, corrected=True, alternatives=frozenset("A"))
    assert ALL.credit(("B", "D"), key, asked) == ALL.credit(("A", "B", "D"), key, asked) == 1
    assert ALL.credit(("A",), key, asked) == 0


def test_an_option_accepted_later_is_right_where_one_is_best() -> None:
    key = Key(frozenset("B"), corrected=True, alternatives=frozenset("C"))
    marks = {letter: SINGLE.credit((letter,), key, question()) for letter in "ABCD"}
    assert marks == {"A": 0, "B": 1, "C": 1, "D": 0}


@given(questions())
def test_questions_of_the_right_shape_have_no_faults(asked: Question) -> None:
    assert list(kind_named(asked.kind).faults(asked)) == []


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        (question("BC"), 1),
        (question(""), 1),
        (question("B", "ABC"), 1),
        (question("BC", "ABCDE"), 2),
        (select_all("B"), 1),
        (select_all("ABCDE"), 1),
        (select_all("BD", "ABCD"), 1),
        (select_all("BD", "ABCDEFG"), 1),
    ],
)
def test_every_fault_of_a_shape_is_named(asked: Question, faults: int) -> None:
    assert len(list(kind_named(asked.kind).faults(asked))) == faults


def test_a_kind_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        kind_named("kind")
