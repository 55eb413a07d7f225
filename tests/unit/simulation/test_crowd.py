from __future__ import annotations

import random
from collections import Counter

import pytest

from classroom.simulation import crowd
from classroom.simulation.crowd import Student, choose, decide
from classroom.simulation.phone import Seat
from classroom.simulation.screens import Form, Screen

FOUR = Form((("A", "B", "C", "D"),))
RIGHT = frozenset("B")


def a_class(number: int = 2000, vote: int = 17) -> list[crowd.Intention | None]:
    chance = random.Random(1)
    return [decide(vote, FOUR, RIGHT, chance) for _ in range(number)]


def test_each_takes_between_one_and_twenty_seconds() -> None:
    delays = [intention.after_s for intention in a_class() if intention]
    assert 1 <= min(delays) < 3
    assert 15 < max(delays) <= 20


def test_a_few_never_answer_and_some_change_their_mind() -> None:
    intentions = a_class()
    silent = sum(intention is None for intention in intentions)
    wavering = sum(bool(one and one.second_after_s) for one in intentions)
    assert 0.03 < silent / len(intentions) < 0.1
    assert 0.08 < wavering / len(intentions) < 0.22


@pytest.mark.parametrize("vote", range(1, 20))
def test_the_key_draws_much_of_the_room_and_one_wrong_option_most_of_the_rest(vote: int) -> None:
    chosen = Counter(one.choice for one in a_class(vote=vote) if one)
    number = chosen.total()
    assert 0.35 < chosen[("B",)] / number < 0.8
    wrong = sorted((chosen[(letter,)] for letter in "ACD"), reverse=True)
    assert wrong[0] > wrong[1] > wrong[2]


def test_rooms_differ_from_vote_to_vote() -> None:
    assert len({tuple(crowd.shares(vote, FOUR.letters, RIGHT).items()) for vote in range(9)}) == 9


def test_several_may_be_ticked_and_never_none() -> None:
    chance = random.Random(2)
    form = Form((("A", "B", "C", "D", "E"),), several=True)
    choices = [choose(3, form, frozenset("AC"), chance) for _ in range(500)]
    assert all(choices)
    assert any(len(choice) > 1 for choice in choices)
    assert all(choice == tuple(sorted(choice)) for choice in choices)


def test_a_vote_without_a_key_is_answered_too() -> None:
    assert choose(3, FOUR, frozenset(), random.Random(3))[0] in FOUR.letters


class Notepad:
    """A phone that keeps what was tapped."""

    def __init__(self) -> None:
        self.screen = Screen()
        self.taps: list[tuple[int, tuple[str, ...], int | None]] = []

    def answer(self, vote: int, choice: tuple[str, ...], certainty: int | None = None) -> None:
        self.taps.append((vote, choice, certainty))


@pytest.fixture
def student(monkeypatch: pytest.MonkeyPatch) -> Student:
    """A student who answers B to everything; their timers wait in `planned`."""
    monkeypatch.setattr(crowd, "decide", lambda *_: crowd.Intention(1.0, ("B",), 3, 2.0, ("C",)))
    student = Student(Seat("ws://nowhere", "abc", "seat=x"), lambda vote: RIGHT)
    student.phone = Notepad()  # type: ignore[assignment]
    return student


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> list[Planned]:
    planned: list[Planned] = []
    monkeypatch.setattr(
        "threading.Timer",
        lambda after_s, tap, facts: planned.append(Planned(tap, facts)) or planned[-1],
    )
    return planned


class Planned:
    def __init__(self, tap, facts) -> None:  # type: ignore[no-untyped-def]
        self.tap, self.facts = tap, facts

    def start(self) -> None: ...

    def happen(self) -> None:
        self.tap(*self.facts)


def shows(student: Student, phase: str, vote: int) -> None:
    student.phone.screen = Screen(phase, vote, FOUR)
    student.see(student.phone.screen)


def test_a_student_answers_and_thinks_again(student: Student, planned: list[Planned]) -> None:
    shows(student, "open", 17)
    for tap in planned:
        tap.happen()
    assert student.phone.taps == [(17, ("B",), 3), (17, ("C",), 3)]  # type: ignore[attr-defined]


def test_a_vote_seen_twice_is_thought_about_once(student: Student, planned: list[Planned]) -> None:
    shows(student, "open", 17)
    shows(student, "closed", 17)
    shows(student, "open", 17)
    assert len(planned) == 2


def test_who_is_too_slow_does_not_tap(student: Student, planned: list[Planned]) -> None:
    shows(student, "open", 17)
    shows(student, "closed", 17)
    for tap in planned:
        tap.happen()
    shows(student, "open", 18)
    planned[0].happen()
    assert student.phone.taps == []  # type: ignore[attr-defined]
