"""How sure people are: asked for where something can be right, and never a mark."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.certainty import (
    CONFIDENT,
    LEVELS,
    Calibration,
    calibration,
    checked,
    confident_and_wrong,
)
from classroom.domain.errors import MalformedAnswer
from classroom.domain.question import Key
from tests.sample_question import (
    choices_of,
    classify,
    keys_of,
    option,
    question,
    questions,
    select_all,
)

ASKS = question(asks_certainty=True)


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_is_stored_where_it_is_asked_for(level: int) -> None:
    assert checked(level, ASKS) == level
    assert checked(level, question()) is None


def test_nobody_has_to_say_how_sure_they_are() -> None:
    assert checked(None, ASKS) is None


@pytest.mark.parametrize("level", [0, 4, -1, 100])
def test_a_level_that_there_is_not_is_refused(level: int) -> None:
    with pytest.raises(MalformedAnswer):
        checked(level, ASKS)


def test_each_level_tells_how_many_of_its_answers_were_right() -> None:
    answers = [(3, 1.0), (3, 0.0), (3, 1.0), (1, 0.5), (None, 1.0), (None, 0.0)]
    assert calibration(answers) == (Calibration(1, 0, 1), Calibration(3, 2, 3))
    assert calibration([(None, 1.0)]) == ()


@given(st.lists(st.tuples(st.none() | st.sampled_from(LEVELS), st.sampled_from([0, 0.5, 1.0]))))
def test_every_answer_with_a_level_is_on_one_line(answers: list[tuple[int | None, float]]) -> None:
    lines = calibration(answers)
    levels = [line.level for line in lines]
    assert levels == sorted(set(levels))
    assert sum(line.answers for line in lines) == sum(level is not None for level, _ in answers)
    for line in lines:
        assert line.right == answers.count((line.level, 1.0)) <= line.answers


def test_the_most_common_belief_of_those_who_were_sure_comes_first() -> None:
    asked = question(
        "B",
        options=(
            option("A", misconception_label="Bond is everything"),
            option("B", is_key=True),
            option("C"),
            option("D", misconception_label="Silence is agreement"),
        ),
    )
    sure = {("A",): 2, ("B",): 9, ("C",): 1, ("D",): 4}
    assert confident_and_wrong(asked, Key(asked.key), sure) == (
        ("Silence is agreement", 4),
        ("Bond is everything", 2),
        ("Option C", 1),
    )
    assert max(LEVELS) == CONFIDENT


def test_what_was_accepted_later_is_no_error() -> None:
    key = Key(frozenset("B"), corrected=True, alternatives=frozenset("A"))
    assert confident_and_wrong(question(), key, {("A",): 3, ("B",): 1}) == ()


def test_a_misplaced_move_is_an_error_and_a_rightly_placed_one_is_not() -> None:
    asked = classify()
    sure = {("A:goal", "B:bond"): 2, ("A:task", "E:bond"): 1}
    wrong = confident_and_wrong(asked, Key(asked.key), sure)
    assert wrong == (("Option B", 2), ("Option A", 1))


def test_a_person_with_two_signs_of_one_belief_holds_it_once() -> None:
    plain = select_all("BD", "ABCDE")
    label = {"misconception_label": "More warmth is always better"}
    asked = select_all(
        options=tuple(option(o.letter, is_key=o.is_key, **label) for o in plain.options)
    )
    assert confident_and_wrong(asked, Key(asked.key), {("A", "C", "E"): 3}) == (
        ("More warmth is always better", 3),
    )


@given(st.data())
def test_nobody_who_was_wholly_right_believes_anything_wrong(data: st.DataObject) -> None:
    asked = data.draw(questions("single_best", "select_all", "matching", "classify"))
    key = data.draw(keys_of(asked))
    sure = data.draw(st.dictionaries(choices_of(asked), st.integers(1, 9), max_size=5))
    held = Counter(dict(confident_and_wrong(asked, key, sure)))
    people = sum(number for choice, number in sure.items() if set(choice) - key.accepted)
    assert bool(held) == bool(people)
    assert max(held.values(), default=0) <= people
