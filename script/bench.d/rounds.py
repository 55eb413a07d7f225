"""What one round took, for each phone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sockets import Frame, Inbox

Acknowledged = tuple[str, int, str]
"""The alias, the vote, and the choice that the server said it had stored."""


class Turn:
    """One phone's part in a round. Moments are those of the generator's clock, in seconds."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.arrived: dict[str, float] = {}
        """When each phase was first on the screen."""
        self.opening: Frame | None = None
        """The push that opened the vote, as it came over the wire."""
        self.tapped_at: float | None = None
        self.saved_at: float | None = None
        self.stands: tuple[int, str] | None = None
        """The vote and the choice that the server said it had stored."""
        self.away: tuple[float, float] | None = None
        """From when until when it had no connection, or not the right screen."""
        self.done = asyncio.Event()


class Round:
    """What all of them did, and what server and generator spent on it."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._opened = 0
        self.turns: list[Turn] = []
        self.opening_at = self.revealing_at = 0.0
        self.counted_at: float | None = None
        """When the console showed all the answers."""
        self.server_cpu_s = 0.0
        self.generator_cpu_share = 0.0
        self.generator_push_cpu_share = 0.0

    def take_part(self, alias: str) -> Turn:
        turn = Turn(alias)
        self.turns.append(turn)
        return turn

    def one_more_opened(self) -> None:
        self._opened += 1
        if self._opened == len(self.turns):
            self.generator_push_cpu_share = self._inbox.stop_watching()

    @property
    def acknowledged(self) -> list[Acknowledged]:
        return [(turn.alias, *turn.stands) for turn in self.turns if turn.stands]

    @property
    def opening(self) -> Frame:
        """The push that opened the vote, as the phones got it."""
        frames = [turn.opening for turn in self.turns if turn.opening is not None]
        return frames[0]

    @property
    def open_to_phone_ms(self) -> list[float]:
        return ms_since(self.opening_at, self._arrived("open"))

    @property
    def push_ms(self) -> list[float]:
        return ms_since_first(self._arrived("open"))

    @property
    def reveal_to_phone_ms(self) -> list[float]:
        return ms_since(self.revealing_at, self._arrived("revealed"))

    @property
    def tap_to_ack_ms(self) -> list[float]:
        return [
            1000 * (turn.saved_at - turn.tapped_at)
            for turn in self.turns
            if turn.saved_at is not None and turn.tapped_at is not None
        ]

    @property
    def console_complete_ms(self) -> list[float]:
        """From the last tap that was acknowledged to the full count; empty when it never came."""
        tapped = [turn.tapped_at for turn in self.turns if turn.tapped_at and turn.saved_at]
        if not tapped or self.counted_at is None:
            return []
        return ms_since(max(tapped), [self.counted_at])

    @property
    def interrupted_to_saved_s(self) -> list[float]:
        """For answers on their way while the phone was away: from the tap, or the cut if later."""
        return [
            turn.saved_at - max(turn.tapped_at, turn.away[0])
            for turn in self.turns
            if turn.away is not None
            and turn.tapped_at is not None
            and turn.saved_at is not None
            and turn.tapped_at < turn.away[1]
            and turn.saved_at > turn.away[0]
        ]

    def _arrived(self, phase: str) -> list[float]:
        return [turn.arrived[phase] for turn in self.turns if phase in turn.arrived]


def ms_since_first(arrived: Sequence[float]) -> list[float]:
    """The push alone: the first arrival is the nearest to its first byte that can be seen."""
    return ms_since(min(arrived, default=0.0), arrived)


def ms_since(start: float, moments: Sequence[float]) -> list[float]:
    return [1000 * (moment - start) for moment in moments]
