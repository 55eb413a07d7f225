"""The answer that stands."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.domain.kinds.kind import PASS, Choice


@dataclass(frozen=True)
class Standing:
    """A student's answer in a vote as it stands after a send: maybe another, if it came later."""

    vote_id: int
    choice: Choice
    seq: int
    """The sender's sequence number; 0 for a ballot that was sealed: it stands, and is nobody's."""
    certainty: int | None = None
    """How sure the student is, from 1 to 3, where the question asks for it."""

    @property
    def is_pass(self) -> bool:
        return self.seq > 0 and self.choice == PASS
