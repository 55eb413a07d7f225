"""What counts as an answer, and what it earns."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.errors import (
    AnswerRefused,
    IncompleteOrder,
    NoOption,
    NoText,
    TooManyOptions,
    UnknownOption,
)
from classroom.domain.kinds import PASS, as_text, from_text, kind_named, kind_names
from classroom.domain.kinds.ordering import positions
from classroom.domain.question import Key, Question
from tests.sample_question import (
    SAMPLES,
    answers_of,
    choices_of,
    classify,
    keys_of,
    matching,
    ordering,
    poll,
    question,
    questions,
    right_choice,
    select_all,
    short_text,
)

SINGLE = kind_named("single_best")
ALL = kind_named("select_all")
KEYED = [name for name in kind_names() if kind_named(name).is_keyed]
LISTED = [name for name in kind_names() if name != "short_text"]
"""The kinds whose choices are made of marks that can be listed."""


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, Key, tuple[str, ...]]:
    asked = draw(questions())
    return asked, draw(keys_of(asked)), draw(answers_of(asked))


def deserves_full_marks(asked: Question, key: Key, choice: tuple[str, ...]) -> bool:
    """What its kind asks of a choice that is wholly right."""
    chosen = set(choice)
    match asked.kind:
        case "single_best":
            return bool(chosen) and chosen <= key.accepted
        case "select_all":
            return bool(chosen) and key.letters <= chosen <= key.accepted
        case "ordering":
            return chosen == key.letters
        case "matching" | "classify":
            return len(choice) == len(asked.options) and chosen <= key.accepted
    return False


@given(answered())
def test_credit_lies_between_nothing_and_full_marks(
    drawn: tuple[Question, Key, tuple[str, ...]],
) -> None:
    asked, key, choice = drawn
    assert 0 <= kind_named(asked.kind).credit(choice, key, asked) <= 1


@given(answered())
def test_full_marks_are_for_the_key_alone(drawn: tuple[Question, Key, tuple[str, ...]]) -> None:
    asked, key, choice = drawn
    earned = kind_named(asked.kind).credit(choice, key, asked)
    assert (earned == 1) == (deserves_full_marks(asked, key, choice) and not key.void)


@given(questions(*KEYED))
def test_the_authored_key_earns_full_marks_in_every_kind_that_has_one(asked: Question) -> None:
    assert kind_named(asked.kind).credit(right_choice(asked), Key(asked.key), asked) == 1


@given(questions(), st.data())
def test_a_pass_earns_nobody_anything(asked: Question, data: st.DataObject) -> None:
    assert kind_named(asked.kind).credit(PASS, data.draw(keys_of(asked)), asked) == 0


@given(answered())
def test_nothing_is_earned_where_nothing_is_right(
    drawn: tuple[Question, Key, tuple[str, ...]],
) -> None:
    asked, key, choice = drawn
    if not kind_named(asked.kind).is_keyed:
        assert kind_named(asked.kind).credit(choice, key, asked) == 0
        assert not asked.key


@given(answered())
def test_a_void_question_earns_nobody_anything(
    drawn: tuple[Question, Key, tuple[str, ...]],
) -> None:
    asked, key, choice = drawn
    void = Key(key.letters, void=True, alternatives=key.alternatives)
    assert kind_named(asked.kind).credit(choice, void, asked) == 0


@given(st.data(), st.randoms())
def test_the_order_of_taps_changes_nothing(data: st.DataObject, chance: Random) -> None:
    asked = data.draw(questions())
    choice = data.draw(choices_of(asked))
    shuffled = list(choice)
    chance.shuffle(shuffled)
    assert kind_named(asked.kind).choice(asked, shuffled) == choice


@given(st.data())
def test_whatever_is_sent_becomes_a_choice_or_a_refusal(data: st.DataObject) -> None:
    asked = data.draw(questions(*LISTED))
    kind = kind_named(asked.kind)
    marks = st.sampled_from([*"ABCDEFGH", *kind.marks(asked)])
    sent = data.draw(st.lists(marks, max_size=8) | st.lists(st.text(max_size=3) | marks))
    try:
        choice = kind.choice(asked, sent)
    except AnswerRefused:
        return
    assert choice and set(choice) == set(sent) <= set(kind.marks(asked))
    assert kind.choice(asked, choice) == choice


@given(st.data())
def test_a_choice_of_marks_is_kept_as_a_text_and_read_again(data: st.DataObject) -> None:
    asked = data.draw(questions(*LISTED))
    choice = data.draw(answers_of(asked))
    assert from_text(as_text(choice)) == choice


@given(questions())
def test_every_key_is_made_of_marks_that_a_choice_can_have(asked: Question) -> None:
    marks = kind_named(asked.kind).marks(asked)
    assert len(set(marks)) == len(marks)
    assert asked.key <= set(marks)


def test_a_second_tap_on_the_same_box_is_no_second_option() -> None:
    assert ALL.choice(select_all(), ["D", "B", "D"]) == ("B", "D")


@pytest.mark.parametrize("kind", kind_names())
def test_an_empty_answer_is_refused(kind: str) -> None:
    refusals = {"ordering": IncompleteOrder, "short_text": NoText}
    with pytest.raises(refusals.get(kind, NoOption)):
        kind_named(kind).choice(SAMPLES[kind], [])


@pytest.mark.parametrize("kind", ["single_best", "poll"])
def test_two_options_are_refused_where_one_is_wanted(kind: str) -> None:
    with pytest.raises(TooManyOptions):
        kind_named(kind).choice(SAMPLES[kind], ["A", "B"])


@pytest.mark.parametrize("sent", ["G", "b", "", " B", "AB", "%s", "Ω", "A:", ":1", "A:9", "G:1"])
@pytest.mark.parametrize("kind", LISTED)
def test_a_mark_that_was_not_offered_is_refused(kind: str, sent: str) -> None:
    with pytest.raises(UnknownOption):
        kind_named(kind).choice(SAMPLES[kind], [sent])


@pytest.mark.parametrize("kind", LISTED)
def test_a_refusal_repeats_little_of_a_long_lie(kind: str) -> None:
    with pytest.raises(UnknownOption) as refusal:
        kind_named(kind).choice(SAMPLES[kind], ["x" * 5000])
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize("kind", ["ordering", "matching", "classify"])
def test_a_letter_without_a_place_is_none_where_options_are_placed(kind: str) -> None:
    with pytest.raises(UnknownOption):
        kind_named(kind).choice(SAMPLES[kind], ["A"])


@pytest.mark.parametrize("kind", ["single_best", "select_all", "poll"])
def test_a_place_is_none_where_options_are_chosen(kind: str) -> None:
    with pytest.raises(UnknownOption):
        kind_named(kind).choice(SAMPLES[kind], ["A:goal"])


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
        (ordering("BA"), 1),
        (ordering("CABDEFG"), 1),
        (ordering("ABC"), 1),
        (question("", "ABC", kind="ordering"), 1),
        (replace(ordering(), places=positions(3)), 1),
        (matching("21"), 1),
        (matching("2143657", spare=0), 1),
        (matching("132", spare=6), 1),
        (matching("112"), 1),
        (matching("1122"), 2),
        (matching("125", spare=0), 1),
        (question("", "ABC", kind="matching", places=positions(3)), 3),
        (classify(*["goal"] * 5), 1),
        (replace(classify(), options=classify().options[:4] * 2 + classify().options[:1]), 1),
        (classify("goal task bond", *["goal"] * 5), 1),
        (classify("trust", *["goal"] * 5), 1),
        (classify("", *["goal"] * 5), 1),
        (replace(classify(), options=tuple(replace(o, rule=None) for o in classify().options)), 6),
        (poll("A"), 1),
        (poll("ABCDE"), 1),
        (question("B", "ABC", kind="poll"), 1),
        (short_text("A"), 1),
        (short_text("ABCDEFG"), 1),
        (question("B", "ABC", kind="short_text"), 1),
    ],
)
def test_every_fault_of_a_shape_is_named(asked: Question, faults: int) -> None:
    assert len(list(kind_named(asked.kind).faults(asked))) == faults


def test_a_kind_that_does_not_exist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        kind_named("kind")
