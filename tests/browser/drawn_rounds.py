"""Rounds that are played in this process and drawn as the server draws them, with no wire between.

What a projector is pushed is the same as that of a lesson over the network, in a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from sqlalchemy import select

from classroom.actions import answering, reading, voting
from classroom.domain.presence import Connection
from classroom.screens.drawn import block
from classroom.screens.state import register
from classroom.simulation.crowd import choose
from classroom.simulation.screens import Form, read_screen
from classroom.storage.database import db
from classroom.storage.tables import Sentence
from tests.conftest import Room

PUPILS = 3
LONGEST_SENTENCE = (
    "It got quiet just now, and I believe that I went too fast with this plan of mine. What was it "
    "like for you to hear all that from me today? "
)

Choose = Callable[[Form, int], tuple[str, ...]]
"""What the pupil of that number answers where a screen asks for that."""


def at_random(slug: str, vote: int) -> Choose:
    def choice(form: Form, number: int) -> tuple[str, ...]:
        if form.is_text:
            return (f"{LONGEST_SENTENCE}{number}",)
        return choose(vote, form, frozenset(), Random(f"{slug} {number}"))

    return choice


class DrawnRoom:
    """A room of this process with three pupils whose phones are connected."""

    def __init__(self, room: Room) -> None:
        self._room = room
        phones = [room.seat(f"Pupil {number:02}") for number in range(1, PUPILS + 1)]
        self._pupils = [phone.student.id for phone in phones]
        for pupil in self._pupils:
            register().add(Connection(f"phone {pupil}", "phone", room.id, pupil))

    def voting(self, slug: str) -> dict[str, Any]:
        """Ask that question and open it; what the projector is pushed."""
        self._room.press("ask", question=slug)
        self._room.press("open")
        return self._push("projector")

    def reveal(self, slug: str, choose: Choose | None = None) -> dict[str, Any]:
        """Answer at random or as told, and reveal; what the projector is pushed."""
        vote = self._room.vote_id
        choose = choose or at_random(slug, vote)
        form = read_screen(self._push("phone")).form
        for number, pupil in enumerate(self._pupils):
            answering.answer(self._room.id, pupil, vote, choose(form, number))
        self._room.press("close")
        voting.seal_vote(self._room.id, vote)  # grace is over
        self._release_every_sentence(vote)
        self._room.press("reveal")
        return self._push("projector")

    def _release_every_sentence(self, vote: int) -> None:
        for sentence in db.session.scalars(select(Sentence.id).filter_by(vote_id=vote)).all():
            for letter in "ABCD":
                reading.tick(self._room.id, sentence, letter, True)
            reading.release(self._room.id, sentence, True)

    def _push(self, screen: str) -> dict[str, Any]:
        return block(screen, self._room.session).payload()
