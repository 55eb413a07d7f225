"""A key found wrong: what each correction makes of it, and which are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.correction import Correction, CorrectionKind, check, key_in_force
from classroom.domain.errors import InvalidCorrection
from classroom.domain.kinds import kind_named
from classroom.domain.question import Key, Question
from tests.sample_question import question, questions, select_all

REPLACE, ACCEPT = CorrectionKind.REPLACE, CorrectionKind.ACCEPT
VOID, RESTORE = Correction(CorrectionKind.VOID), Correction(CorrectionKind.RESTORE)

any_correction = st.builds(
    Correction, st.sampled_from(CorrectionKind), st.frozensets(st.sampled_from("ABCDEFGH"))
)


def replace(letters: str) -> Correction:
    return Correction(REPLACE, frozenset(letters))


def accept(letters: str) -> Correction:
    return Correction(ACCEPT, frozenset(letters))


def corrected(*corrections: Correction) -> Key:
    return key_in_force(question("B"), corrections)


def test_without_corrections_the_key_is_the_authored_one() -> None:
    assert corrected() == Key(frozenset("B"))


def test_another_key_takes_the_place_of_the_authored_one() -> None:
    assert corrected(replace("C")) == Key(frozenset("C"), corrected=True)


def test_a_second_answer_is_right_beside_the_key() -> None:
    key = corrected(accept("C"))
    assert (key.letters, key.alternatives) == (frozenset("B"), frozenset("C"))
    assert key.accepted == frozenset("BC") and key.corrected


def test_accepting_twice_accepts_both() -> None:
    assert corrected(accept("C"), accept("D")).accepted == frozenset("BCD")


def test_accepting_the_key_itself_makes_it_no_alternative() -> None:
    assert corrected(accept("B")).alternatives == frozenset()


def test_another_key_forgets_what_was_accepted_beside_the_old_one() -> None:
    assert corrected(accept("C"), replace("D")) == Key(frozenset("D"), corrected=True)


def test_a_void_question_stays_void_until_somebody_decides_otherwise() -> None:
    assert corrected(accept("C"), VOID).void
    assert corrected(VOID, VOID).void
    assert not corrected(VOID, RESTORE).void
    assert not corrected(VOID, replace("C")).void
    assert not corrected(VOID, accept("C")).void


@given(questions(), st.lists(any_correction, max_size=5))
def test_restoring_brings_back_the_key_as_authored(
    asked: Question, before: list[Correction]
) -> None:
    assert key_in_force(asked, [*before, RESTORE]) == key_in_force(asked, [])


@given(questions(), st.lists(any_correction, max_size=5), st.lists(any_correction, max_size=5))
def test_what_came_before_a_restoration_leaves_no_trace(
    asked: Question, before: list[Correction], later: list[Correction]
) -> None:
    assert key_in_force(asked, [*before, RESTORE, *later]) == key_in_force(asked, later)


@given(st.data())
def test_corrections_that_pass_the_check_leave_a_key_that_can_be_found(data: st.DataObject) -> None:
    asked = data.draw(questions())
    passed = [
        each for each in data.draw(st.lists(any_correction, max_size=8)) if passes(each, asked)
    ]
    key = key_in_force(asked, passed)
    assert key.letters and key.accepted <= set(asked.letters)
    assert not key.letters & key.alternatives
    found = tuple(letter for letter in asked.letters if letter in key.letters)
    credit = kind_named(asked.kind).credit(found, key, asked)
    assert credit == (0 if key.void else 1)
    if asked.kind == "single_best":
        assert len(key.letters) == 1


def passes(correction: Correction, asked: Question) -> bool:
    try:
        check(correction, asked)
    except InvalidCorrection:
        return False
    return True


@pytest.mark.parametrize(
    "correction",
    [replace(""), accept(""), replace("CD"), replace("E"), accept("E"), accept("CE")],
)
def test_a_correction_that_makes_no_sense_is_refused(correction: Correction) -> None:
    with pytest.raises(InvalidCorrection):
        check(correction, question("B"))


def test_several_letters_are_one_key_in_select_all() -> None:
    check(replace("ACE"), select_all())
    assert key_in_force(select_all(), [replace("ACE")]).letters == frozenset("ACE")
