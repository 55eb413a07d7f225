"""A room of simulated students who behave as a class does: each takes a while, most answer once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from classroom.domain.certainty import LEVELS
from classroom.domain.kinds.ordering import in_order
from classroom.domain.question import mark
from classroom.simulation.phone import Phone, Seat
from classroom.simulation.screens import Form, Screen

Knowledge = Callable[[int], frozenset[str]]
"""Which marks are right in a vote: what a phone cannot know, and a student may."""

FASTEST_S, SLOWEST_S = 1.0, 20.0
SECOND_THOUGHT_S = (2.0, 8.0)
NEVER_ANSWER = 0.06
CHANGE_THEIR_MIND = 0.15
SENTENCES = (
    "It got quiet after my suggestion. What was that like for you?",
    "I think I went too fast. Can we look at what just happened?",
    "I may have missed something there. Would you tell me?",
    "That sounds hard. Take your time.",
    "Something changed between us just now, and I had a part in it.",
    "You seem less sure about the exercise. What would make more sense to you?",
)
"""What simulated students write."""
SURE = (0.3, 0.4, 0.3)
"""How many choose each level of certainty."""
POPULARITY = (0.55, 0.25, 0.15, 0.05)
"""How wrong options share those who miss: one of them attracts most."""


@dataclass(frozen=True)
class Intention:
    """What a student is going to do about a vote, decided when it opens."""

    after_s: float
    choice: tuple[str, ...]
    certainty: int | None = None
    second_after_s: float | None = None
    second_choice: tuple[str, ...] = ()


class Crowd:
    """As many students as there are seats, each with a phone and a mind of its own."""

    def __init__(self, seats: Iterable[Seat], knowledge: Knowledge) -> None:
        self._students = [Student(seat, knowledge) for seat in seats]

    def come_in(self) -> None:
        for student in self._students:
            threading.Thread(target=student.phone.run, daemon=True).start()

    def leave(self) -> None:
        for student in self._students:
            student.phone.stop()


class Student:
    """Thinks when a question opens, then taps; and may think again."""

    def __init__(self, seat: Seat, knowledge: Knowledge) -> None:
        self.phone = Phone(seat, self.see)
        self._knowledge = knowledge
        self._vote: int | None = None

    def see(self, screen: Screen) -> None:
        if not screen.asks or screen.vote == self._vote:
            return
        self._vote = screen.vote
        assert screen.vote is not None
        intention = decide(screen.vote, screen.form, self._knowledge(screen.vote), random.Random())
        if intention is not None:
            sure = intention.certainty
            self._tap_later(screen.vote, intention.after_s, intention.choice, sure)
            if intention.second_after_s is not None:
                second = intention.second_choice
                self._tap_later(screen.vote, intention.second_after_s, second, sure)

    def _tap_later(
        self, vote: int, after_s: float, choice: tuple[str, ...], certainty: int | None
    ) -> None:
        timer = threading.Timer(after_s, self._tap, (vote, choice, certainty))
        timer.daemon = True
        timer.start()

    def _tap(self, vote: int, choice: tuple[str, ...], certainty: int | None) -> None:
        if self.phone.screen.asks and self.phone.screen.vote == vote:
            self.phone.answer(vote, choice, certainty)


def decide(vote: int, form: Form, right: frozenset[str], chance: random.Random) -> Intention | None:
    """What a student makes of a question; None for one who does not answer."""
    if chance.random() < NEVER_ANSWER:
        return None
    after_s = FASTEST_S + (SLOWEST_S - FASTEST_S) * chance.betavariate(1.6, 3.2)
    choice = choose(vote, form, right, chance)
    sure = chance.choices(LEVELS, SURE)[0] if form.asks_certainty else None
    if chance.random() >= CHANGE_THEIR_MIND:
        return Intention(after_s, choice, sure)
    second_after_s = after_s + chance.uniform(*SECOND_THOUGHT_S)
    return Intention(after_s, choice, sure, second_after_s, choose(vote, form, right, chance))


def choose(vote: int, form: Form, right: frozenset[str], chance: random.Random) -> tuple[str, ...]:
    """A choice of somebody in this room, where each option has its own popularity."""
    if form.is_text:
        return (chance.choice(SENTENCES),)
    if form.is_order:
        return _order(vote, form, right, chance)
    if len(form.fields) > 1:
        return tuple(_one(vote, field, right, chance) for field in form.fields)
    if form.several:
        share = shares(vote, form.letters, right)
        ticked = tuple(letter for letter in form.letters if chance.random() < share[letter])
        return ticked or (max(share, key=lambda letter: share[letter]),)
    return (_one(vote, form.letters, right, chance),)


def _one(vote: int, values: tuple[str, ...], right: frozenset[str], chance: random.Random) -> str:
    share = shares(vote, values, right)
    return chance.choices(values, [share[value] for value in values])[0]


def _order(vote: int, form: Form, right: frozenset[str], chance: random.Random) -> tuple[str, ...]:
    """The right order, in which those who do not know have swapped two neighbors or more."""
    order = list(in_order(right or {field[place] for place, field in enumerate(form.fields)}))
    knows = random.Random(vote).uniform(0.3, 0.6)
    while len(order) > 1 and chance.random() > knows:
        place = chance.randrange(len(order) - 1)
        order[place], order[place + 1] = order[place + 1], order[place]
    return tuple(mark(letter, str(place)) for place, letter in enumerate(order, start=1))


def shares(vote: int, letters: tuple[str, ...], right: frozenset[str]) -> dict[str, float]:
    """How the whole room leans, the same for all its students: vote by vote another room.

    The shares of a single choice need not add up to one; they are weights. For select-all they are
    how likely each option is to be ticked.
    """
    room = random.Random(vote)
    knows = room.uniform(0.4, 0.7)
    wrong = [letter for letter in letters if letter not in right]
    room.shuffle(wrong)
    share = dict.fromkeys(letters, knows)
    for place, letter in enumerate(wrong):
        share[letter] = (1 - knows) * POPULARITY[min(place, len(POPULARITY) - 1)]
    return share
