"""The answer that stands."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.domain.kinds.kind import Choice


@dataclass(frozen=True)
class Standing:
    """A student's answer in a vote as it stands after a send: maybe another, if it came later."""

    vote_id: int
    choice: Choice
    seq: int
