"""A room of simulated students who behave as a class does: each takes a while, most answer once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from classroom.simulation.phone import Phone, Seat
from classroom.simulation.screens import Form, Screen

Knowledge = Callable[[int], frozenset[str]]
"""Which letters are right in a vote: what a phone cannot know, and a student may."""

FASTEST_S, SLOWEST_S = 1.0, 20.0
SECOND_THOUGHT_S = (2.0, 8.0)
NEVER_ANSWER = 0.06
CHANGE_THEIR_MIND = 0.15
POPULARITY = (0.55, 0.25, 0.15, 0.05)
"""How wrong options share those who miss: one of them attracts most."""


@dataclass(frozen=True)
class Intention:
    """What a student is going to do about a vote, decided when it opens."""

    after_s: float
    choice: tuple[str, ...]
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
            self._tap_later(screen.vote, intention.after_s, intention.choice)
            if intention.second_after_s is not None:
                self._tap_later(screen.vote, intention.second_after_s, intention.second_choice)

    def _tap_later(self, vote: int, after_s: float, choice: tuple[str, ...]) -> None:
        timer = threading.Timer(after_s, self._tap, (vote, choice))
        timer.daemon = True
        timer.start()

    def _tap(self, vote: int, choice: tuple[str, ...]) -> None:
        if self.phone.screen.asks and self.phone.screen.vote == vote:
            self.phone.answer(vote, choice)


def decide(vote: int, form: Form, right: frozenset[str], chance: random.Random) -> Intention | None:
    """What a student makes of a question; None for one who does not answer."""
    if chance.random() < NEVER_ANSWER:
        return None
    after_s = FASTEST_S + (SLOWEST_S - FASTEST_S) * chance.betavariate(1.6, 3.2)
    choice = choose(vote, form, right, chance)
    if chance.random() >= CHANGE_THEIR_MIND:
        return Intention(after_s, choice)
    second_after_s = after_s + chance.uniform(*SECOND_THOUGHT_S)
    return Intention(after_s, choice, second_after_s, choose(vote, form, right, chance))


def choose(vote: int, form: Form, right: frozenset[str], chance: random.Random) -> tuple[str, ...]:
    """A choice of somebody in this room, where each option has its own popularity."""
    share = shares(vote, form.letters, right)
    if form.several:
        ticked = tuple(letter for letter in form.letters if chance.random() < share[letter])
        return ticked or (max(share, key=lambda letter: share[letter]),)
    weights = [share[letter] for letter in form.letters]
    return tuple(chance.choices(form.letters, weights))


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
