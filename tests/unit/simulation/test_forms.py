"""What a simulated phone makes of the real screens: of each kind an answer that is accepted."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.kinds import kind_named, kind_names
from classroom.domain.question import Question
from classroom.screens.blocks import phone_block
from classroom.simulation.crowd import choose, decide
from classroom.simulation.screens import Form, read_form, read_screen
from tests.sample_question import SAMPLES, questions, right_choice
from tests.unit.screens.planting import state_in

pytestmark = pytest.mark.usefixtures("drawing")


def form_of(asked: Question, moment: str = "open") -> Form:
    return read_form(str(phone_block(state_in(moment, asked)).html))


def placed(letters: str, places: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(f"{letter}:{place}" for place in places.split()) for letter in letters)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("single_best", Form((("A", "B", "C", "D"),))),
        ("select_all", Form((("A", "B", "C", "D", "E"),), several=True)),
        ("poll", Form((("A", "B", "C"),))),
        ("ordering", Form(placed("ABCD", "1 2 3 4"), is_order=True)),
        ("matching", Form(placed("ABC", "1 2 3 4"))),
        ("classify", Form(placed("ABCDEF", "goal task bond contextual"))),
        ("short_text", Form(is_text=True)),
    ],
)
def test_the_form_of_each_kind_is_read_from_its_real_screen(kind: str, form: Form) -> None:
    assert form_of(SAMPLES[kind]) == form


@pytest.mark.parametrize("kind", kind_names())
def test_a_question_of_each_kind_asks_while_it_is_open_and_no_longer(kind: str) -> None:
    for moment in ("ready", "open", "closed", "revealed"):
        screen = read_screen(phone_block(state_in(moment, SAMPLES[kind])).payload())
        assert screen.asks == (moment == "open")


@pytest.mark.parametrize("kind", [name for name in kind_names() if kind_named(name).is_keyed])
def test_who_is_asked_how_sure_they_are_says_so(kind: str) -> None:
    form = form_of(replace(SAMPLES[kind], asks_certainty=True))
    assert form == replace(form_of(SAMPLES[kind]), asks_certainty=True)
    levels = [decide(vote, form, frozenset(), random.Random(vote)) for vote in range(40)]
    assert {each.certainty for each in levels if each} == {1, 2, 3}


def test_a_screen_that_offers_a_pass_asks_for_the_same() -> None:
    asked = replace(SAMPLES["poll"], sensitivity=("grief",))
    assert form_of(asked) == form_of(SAMPLES["poll"])


@pytest.mark.parametrize("kind", kind_names())
@given(data=st.data())
def test_whoever_chooses_chooses_what_the_kind_accepts(kind: str, data: st.DataObject) -> None:
    asked = data.draw(questions(kind))
    vote, chance = data.draw(st.integers(1, 999)), random.Random(data.draw(st.integers()))
    form = form_of(asked)
    for right in (asked.key, frozenset[str]()):
        choice = choose(vote, form, right, chance)
        assert kind_named(kind).choice(asked, choice) == choice


@pytest.mark.parametrize("kind", ["single_best", "ordering"])
def test_a_good_part_of_the_room_finds_the_key_and_not_all_of_it(kind: str) -> None:
    asked, chance = SAMPLES[kind], random.Random(5)
    form = form_of(asked)
    chosen = [choose(17, form, asked.key, chance) for _ in range(500)]
    assert 0.2 < chosen.count(right_choice(asked)) / 500 < 0.8
    assert len(set(chosen)) > 3


@pytest.mark.parametrize("kind", ["matching", "classify"])
def test_most_lines_are_placed_rightly_and_every_place_is_tried(kind: str) -> None:
    asked, chance = SAMPLES[kind], random.Random(5)
    form = form_of(asked)
    chosen = [mark for _ in range(500) for mark in choose(17, form, asked.key, chance)]
    right = sum(mark in asked.key for mark in chosen) / len(chosen)
    assert 0.35 < right < 0.8
    assert set(chosen) == set(kind_named(kind).marks(asked))
