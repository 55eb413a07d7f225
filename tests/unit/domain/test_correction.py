"""A key found wrong: what each correction makes of it, and which are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.correction import (
    Correction,
    CorrectionKind,
    check,
    corrections_of,
    key_in_force,
)
from classroom.domain.errors import InvalidCorrection
from classroom.domain.kinds import kind_named, kind_names
from classroom.domain.question import Key, Question, letter_of
from tests.sample_question import (
    SAMPLES,
    classify,
    matching,
    ordering,
    question,
    questions,
    right_choice,
    select_all,
)

REPLACE, ACCEPT = CorrectionKind.REPLACE, CorrectionKind.ACCEPT
VOID, RESTORE = Correction(CorrectionKind.VOID), Correction(CorrectionKind.RESTORE)

any_correction = st.builds(
    Correction, st.sampled_from(CorrectionKind), st.frozensets(st.sampled_from("ABCDEFGH"))
)


def corrections_for(asked: Question) -> st.SearchStrategy[Correction]:
    """Anything that somebody may send in as a correction of this question, sense or nonsense."""
    marks = [*kind_named(asked.kind).marks(asked), "H", "H:1"]
    some = st.frozensets(st.sampled_from(marks), max_size=4)
    return any_correction | st.builds(Correction, st.sampled_from(CorrectionKind), some)


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
    sent = data.draw(st.lists(corrections_for(asked), max_size=8))
    passed = [each for each in sent if passes(each, asked)]
    key = key_in_force(asked, passed)
    assert key.accepted <= set(kind_named(asked.kind).marks(asked))
    assert not key.letters & key.alternatives
    if not kind_named(asked.kind).is_keyed:
        assert (passed, key) == ([], Key(frozenset()))
        return
    assert key.letters
    found = tuple(sorted(key.letters))
    if asked.kind == "ordering":
        found = right_choice(asked)
    elif asked.places:
        found = tuple({letter_of(mark): mark for mark in found}.values())
        assert {letter_of(mark) for mark in found} == set(asked.letters)
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


def test_another_place_for_one_option_leaves_the_others_where_they_belong() -> None:
    asked = matching("312")
    moved = Correction(REPLACE, frozenset({"B:4"}))
    check(moved, asked)
    assert key_in_force(asked, [moved]) == Key(frozenset({"A:3", "B:4", "C:2"}), corrected=True)


def test_another_place_takes_the_place_of_both_that_an_option_had() -> None:
    asked = classify("goal", "task bond", *["goal"] * 4)
    key = key_in_force(asked, [Correction(REPLACE, frozenset({"B:contextual"}))])
    assert {mark for mark in key.letters if letter_of(mark) == "B"} == {"B:contextual"}
    assert key.letters - {"B:contextual"} == {f"{letter}:goal" for letter in "ACDEF"}


@pytest.mark.parametrize("kind", ["matching", "classify"])
@given(data=st.data())
def test_a_correction_of_places_changes_only_the_options_that_it_names(
    kind: str, data: st.DataObject
) -> None:
    asked = data.draw(questions(kind))
    marks = st.frozensets(st.sampled_from(kind_named(kind).marks(asked)), min_size=1, max_size=4)
    before = [Correction(REPLACE, data.draw(marks)), Correction(ACCEPT, data.draw(marks))]
    later = Correction(data.draw(st.sampled_from([REPLACE, ACCEPT])), data.draw(marks))
    earlier, key = key_in_force(asked, before), key_in_force(asked, [*before, later])
    named = {letter_of(mark) for mark in later.letters}
    for old, new in ((earlier.letters, key.letters), (earlier.alternatives, key.alternatives)):
        assert {m for m in old if letter_of(m) not in named} == {
            m for m in new if letter_of(m) not in named
        }
    of_named = {mark for mark in key.letters if letter_of(mark) in named}
    if later.kind is REPLACE:
        assert of_named == later.letters
    else:
        assert key.accepted == earlier.accepted | later.letters


def test_a_second_place_that_was_accepted_outlives_the_correction_of_another_option() -> None:
    asked = classify()
    accepted = Correction(ACCEPT, frozenset({"A:bond"}))
    moved = Correction(REPLACE, frozenset({"B:goal"}))
    assert key_in_force(asked, [accepted, moved]).alternatives == {"A:bond"}


def test_an_accepted_place_is_right_beside_the_authored_one() -> None:
    asked = matching("312")
    key = key_in_force(asked, [Correction(ACCEPT, frozenset({"B:4"}))])
    credit = kind_named("matching").credit
    assert credit(("A:3", "B:4", "C:2"), key, asked) == 1
    assert credit(("A:3", "B:1", "C:2"), key, asked) == 1
    assert credit(("A:3", "B:2", "C:2"), key, asked) == pytest.approx(2 / 3)


def test_an_order_can_only_be_withdrawn_and_restored() -> None:
    assert corrections_of(ordering()) == (CorrectionKind.VOID, CorrectionKind.RESTORE)
    check(VOID, ordering())
    check(RESTORE, ordering())
    for kind in (REPLACE, ACCEPT):
        with pytest.raises(InvalidCorrection):
            check(Correction(kind, ordering("ABDC").key), ordering())


@pytest.mark.parametrize("correction", CorrectionKind)
@pytest.mark.parametrize("kind", ["poll", "short_text"])
def test_what_has_no_key_has_none_to_correct(kind: str, correction: CorrectionKind) -> None:
    assert corrections_of(SAMPLES[kind]) == ()
    for letters in (frozenset("A"), frozenset[str]()):
        with pytest.raises(InvalidCorrection):
            check(Correction(correction, letters), SAMPLES[kind])


@pytest.mark.parametrize("kind", ["single_best", "select_all", "matching", "classify"])
def test_every_way_is_open_where_options_are_right_or_wrong(kind: str) -> None:
    assert set(corrections_of(SAMPLES[kind])) == set(CorrectionKind)


@pytest.mark.parametrize("kind", kind_names())
@pytest.mark.parametrize("mark", ["H", "A:9", "A:", "H:1", ""])
def test_a_correction_speaks_of_marks_that_there_are(kind: str, mark: str) -> None:
    for way in (REPLACE, ACCEPT):
        with pytest.raises(InvalidCorrection):
            check(Correction(way, frozenset({mark})), SAMPLES[kind])
