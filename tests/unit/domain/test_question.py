"""A question as a value: kept as JSON, told in one sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.kinds import kind_names
from classroom.domain.question import Question, first_sentence, letter_of, mark, place_of
from classroom.domain.signature import (
    Component,
    LensRule,
    Reading,
    Rupture,
    Signature,
    Strained,
    Valence,
)
from tests.sample_question import (
    case,
    classify,
    matching,
    option,
    ordering,
    poll,
    question,
    questions,
    select_all,
    written_questions,
)


@given(written_questions())
def test_a_question_comes_back_from_json_as_it_went(asked: Question) -> None:
    assert Question.from_json(asked.to_json()) == asked
    assert Question.from_json(json.loads(json.dumps(asked.to_json()))) == asked


@pytest.mark.parametrize("kind", kind_names())
@given(data=st.data())
def test_a_question_of_every_kind_comes_back_from_json(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    back = Question.from_json(json.loads(json.dumps(asked.to_json())))
    assert back == asked
    assert (back.key, back.places) == (asked.key, asked.places)


@given(written_questions())
def test_what_came_back_has_its_own_types_again(asked: Question) -> None:
    back = Question.from_json(json.loads(json.dumps(asked.to_json())))
    assert isinstance(hash(back), int)
    for option_ in back.options:
        assert isinstance(option_.places, tuple)
        assert option_.rule is None or isinstance(option_.rule, LensRule)
        if option_.signature:
            assert isinstance(option_.signature, Signature)
            assert isinstance(option_.signature.component, Component)
            assert isinstance(option_.signature.valence, Valence)
    if back.reading:
        assert isinstance(back.reading, Reading)
        assert isinstance(back.reading.rupture, Rupture)
        assert isinstance(back.reading.strained, Strained)


def test_a_question_kept_before_a_field_existed_can_be_read() -> None:
    kept = question().to_json()
    for later in ("reading", "contested", "facts", "sources", "sensitivity", "note", "places"):
        del kept[later]
    for later in ("asks_certainty", "doubts", "in_practice"):
        del kept[later]
    for kept_option in kept["options"]:
        for later in ("places", "rule"):
            del kept_option[later]
    assert Question.from_json(kept) == question()


def test_letters_and_key_follow_the_options() -> None:
    assert question("C").letters == ("A", "B", "C", "D")
    assert question("C").key == frozenset("C")
    assert select_all("BD").key == frozenset("BD")
    assert ordering("CAB").key == frozenset({"C:1", "A:2", "B:3"})
    assert matching("31").key == frozenset({"A:3", "B:1"})
    assert classify("goal", "task bond").key == frozenset({"A:goal", "B:task", "B:bond"})
    assert poll().key == frozenset()


def test_a_mark_is_taken_apart_as_it_was_put_together() -> None:
    assert mark("B", "goal") == "B:goal"
    assert (letter_of("B:goal"), place_of("B:goal")) == ("B", "goal")
    assert (letter_of("B"), place_of("B")) == ("B", "")


def test_only_where_a_topic_can_hurt_may_a_student_pass() -> None:
    assert question(sensitivity=("grief",)).may_pass
    assert not question().may_pass


def test_an_option_is_found_by_its_letter_alone() -> None:
    signed = case({"A": Signature(Component.BOND, Valence.STRAINS)}, key="A")
    assert signed.option("A").signature == Signature(Component.BOND, Valence.STRAINS)
    for letter in ("B", "a", ""):
        with pytest.raises(KeyError):
            signed.option(letter)


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("It asks first.", "Then it waits."),
        ("Does it help?", "It does."),
        ("It helps!", "So Dana stays."),
        ("She says “I am fine.”", "He hears it."),
        ("“Is it me?” asks Dana, and he waits.", "That helps."),
        ("“I hear you. Go on.” keeps the door open.", "Dana stays."),
        ('He says "Stay. Go on." and waits.', "Dana stays."),
        ("It helps (so says Bordin. Others agree).", "It is old."),
        ("The three parts (goals, tasks, bond) agree.", "“Agree” is a verb."),
        ("It is known, e.g. Bordin said it.", "Others followed."),
        ("Alliance, i.e. Goals and tasks, matters.", "It does."),
        ("The effect is small to medium, r = .28 across studies.", "It is robust."),
        ("Alliance explains 8% of it, r = .278.", "That is much."),
        ("Dr. Lee asks for the aim.", "Dana names one."),
        ("So does Mrs. Diaz of St. Ives vs. Mr. Fox.", "All wait."),
        ("Bordin (1979) and Flückiger et al. (2018) agree.", "They measured."),
        ("E. S. Bordin wrote it in the U.S. Army's time.", "He did."),
        ("The goal was the counselor's.", "Ines had only begun."),
        ("He scored 7.", "She scored 9."),
        ("The first of 3.5 parts.", "The second."),
        ("He is heard.", "Él también."),
        ("He is heard.", "(She is too.)"),
        ("A line\nbroken in two.", "Another."),
    ],
)
def test_the_first_sentence_ends_where_a_reader_ends_it(sentence: str, rest: str) -> None:
    assert first_sentence(f"{sentence} {rest}") == sentence
    assert option("A", rationale=f"{sentence}  {rest}").rationale_in_short == sentence


@pytest.mark.parametrize(
    "text", ["", "no end at all", "It waits.", "“Open. Never closed. So.", "..."]
)
def test_a_text_without_a_second_sentence_is_its_own_first(text: str) -> None:
    assert first_sentence(text) == text


@given(st.text(max_size=200))
def test_the_first_sentence_begins_the_text_and_is_never_nothing(text: str) -> None:
    sentence = first_sentence(text)
    assert text.startswith(sentence)
    assert bool(sentence) == bool(text)
    assert first_sentence(sentence) == sentence
