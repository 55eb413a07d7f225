"""A student's phone: taps once in each vote, and sends until the server has it (answering.js)."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

from browser import Browser
from rounds import Round, Turn
from screen import Screen
from sockets import Frame, Inbox

from classroom.domain.certainty import LEVELS
from classroom.domain.kinds import as_text
from classroom.simulation import packets
from classroom.simulation.crowd import choose
from classroom.simulation.packets import Packet
from classroom.simulation.screens import read_screen

PATIENCE_S = 5.0
"""Without an acknowledgement for so long, the answer is sent again."""


class Phone(Screen):
    """Taps at a random moment within the window after it was asked."""

    def __init__(
        self,
        browser: Browser,
        port: int,
        session: str,
        inbox: Inbox,
        alias: str,
        window_s: float,
        proxy_key: str = "",
    ) -> None:
        super().__init__(browser, port, "phone", session, inbox, proxy_key)
        self.alias = alias
        self._window_s = window_s
        self._seq = 0
        self._number = 0
        self._flying = 0
        self._patience: asyncio.TimerHandle | None = None
        self._pending: dict[str, Any] | None = None
        self._round: Round | None = None
        self._turn = Turn(alias)

    def went_missing(self, from_s: float) -> None:
        """Note for the round when it was away."""
        if self.back_at is not None:
            self._turn.away = (from_s, self.back_at)

    def expect(self, coming: Round) -> None:
        self._round, self._turn = coming, coming.take_part(self.alias)

    def seen(self, push: dict[str, Any], frame: Frame, at: float) -> None:
        if self._round is None or self.phase in self._turn.arrived:
            return
        self._turn.arrived[self.phase] = at
        if self.phase == "open":
            self._turn.opening = frame
            self._round.one_more_opened()
            self._loop.call_later(random.uniform(0, self._window_s), self._tap, push)

    def told(self, mine: dict[str, Any], at: float) -> None:
        """Its answer may be known to the server although the acknowledgement was lost."""
        pending = self._pending
        if pending and mine.get("vote") == pending["vote"] and mine["seq"] >= pending["seq"]:
            self._saved(mine, at)

    def acknowledged(self, packet: Packet, at: float) -> None:
        if packet.number != self._flying or self._pending is None:
            return
        self._land()
        if packet.data.get("saved"):
            self._saved(packet.data, at)
        elif packet.data.get("retry"):
            self._loop.call_later(0.5 + random.random(), self._send_pending)
        else:
            self._pending = None
            self._turn.done.set()

    def came_in(self) -> None:
        self._send_pending()

    def went_away(self) -> None:
        self._land()

    def _tap(self, push: dict[str, Any]) -> None:
        self._pending = self._decided(push)
        self._turn.tapped_at = time.perf_counter()
        self._send_pending()

    def _decided(self, push: dict[str, Any]) -> dict[str, Any]:
        """An answer of somebody who knows nothing; a sentence is one's own, to be told apart."""
        screen = read_screen(push)
        assert screen.vote is not None
        choice = choose(screen.vote, screen.form, frozenset(), random.Random())
        if screen.form.is_text:
            choice = (f"{self.alias}: {choice[0]}",)
        self._seq = max(int(time.time() * 1000), self._seq + 1)
        answer = {"vote": screen.vote, "choice": list(choice), "seq": self._seq}
        asks_certainty = screen.form.asks_certainty
        return {**answer, "certainty": random.choice(LEVELS)} if asks_certainty else answer

    def _send_pending(self) -> None:
        if self._pending is None or not self.is_up or self._flying:
            return
        self._number += 1
        self._flying = self._number
        self._patience = self._loop.call_later(PATIENCE_S, self._lose_patience)
        self.send(packets.event("answer", self._pending, self._number))

    def _lose_patience(self) -> None:
        self._land()
        self._loop.call_later(random.random(), self._send_pending)

    def _land(self) -> None:
        self._flying = 0
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _saved(self, standing: dict[str, Any], at: float) -> None:
        self._pending = None
        self._turn.saved_at = at
        self._turn.stands = (standing["vote"], as_text(tuple(standing["choice"])))
        self._turn.done.set()
