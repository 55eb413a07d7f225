"""Simulated students answer every kind of question as somebody in a class might."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask

from classroom.domain.kinds import kind_named, kind_names
from classroom.domain.question import Key, Question
from classroom.screens.blocks import phone_block
from classroom.screens.state import state_of
from classroom.simulation.crowd import SENTENCES, choose, decide
from classroom.simulation.screens import Screen, read_screen
from classroom.storage.queries import lessons
from tests.conftest import Room, Teacher
from tests.exam import exam_of, one_of_each_kind

CLASS = 400


@pytest.fixture
def asked(
    app: Flask, alice: Teacher, open_room: Callable[..., Room]
) -> Callable[[str], tuple[Question, Screen]]:
    """Opens the question of that slug; gives it with what a phone can tell of its screen."""

    def ask(slug: str) -> tuple[Question, Screen]:
        room = open_room(exam_of(alice.id, slug))
        room.press("ask", "open")
        with app.test_request_context():
            pushed = phone_block(state_of(room.session)).payload()
        return room.question, read_screen(pushed)

    return ask


Asked = Callable[[str], tuple[Question, Screen]]


@pytest.mark.parametrize("kind", kind_names())
def test_whatever_they_choose_is_an_answer_to_the_question(kind: str, asked: Asked) -> None:
    question, screen = asked(one_of_each_kind()[kind])
    assert screen.asks and screen.vote is not None
    chance = random.Random(4)
    made = Counter(choose(screen.vote, screen.form, question.key, chance) for _ in range(CLASS))
    for choice in made:
        assert choice
        kind_named(kind).choice(question, choice)  # refused if it were none
    assert len(made) >= min(len(question.options), 4), "a room is not of one mind"


@pytest.mark.parametrize("kind", [name for name in kind_names() if kind_named(name).is_keyed])
def test_the_room_knows_something_and_not_everything(kind: str, asked: Asked) -> None:
    question, screen = asked(one_of_each_kind()[kind])
    key, rules, chance = Key(question.key), kind_named(kind), random.Random(5)
    credits = []
    for vote in range(1, 41):
        for _ in range(10):
            choice = rules.choice(question, choose(vote, screen.form, question.key, chance))
            credits.append(rules.credit(choice, key, question))
    average = sum(credits) / len(credits)
    assert 0.25 < average < 0.9
    assert len(set(credits)) >= 2


def test_what_they_write_is_what_a_student_could_write(asked: Asked) -> None:
    question, screen = asked(one_of_each_kind()["short_text"])
    assert screen.form.is_text
    rules = kind_named("short_text")
    for sentence in SENTENCES:
        assert rules.choice(question, [sentence]) == (sentence,)


def test_they_say_how_sure_they_are_just_where_they_are_asked(asked: Asked) -> None:
    plain, certain = (
        next(s.slug for s in lessons.all_questions() if s.question.asks_certainty is wanted)
        for wanted in (False, True)
    )
    for slug, levels in ((certain, {1, 2, 3}), (plain, {None})):
        question, screen = asked(slug)
        assert screen.vote is not None
        chance = random.Random(6)
        made = [decide(screen.vote, screen.form, question.key, chance) for _ in range(CLASS)]
        assert {one.certainty for one in made if one} == levels
