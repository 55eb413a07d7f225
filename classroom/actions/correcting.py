"""A key found wrong, in class or later: a recorded event; everything is recomputed from answers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from classroom.actions import announcements
from classroom.domain.correction import Correction, CorrectionKind, check
from classroom.domain.errors import IllegalMove, InvalidCorrection, NotFound
from classroom.domain.round import RoundPhase
from classroom.storage.tables import CorrectionEvent, LiveSession, Round
from classroom.storage.writer import write

HIGHEST_POSITION = 10_000
"""More rounds than any lesson has; a number that no database could hold is larger still."""


def correct(
    session_id: int, position: int, kind: str, letters: Iterable[str], decided_by: str
) -> None:
    """Record a correction of the round's key; InvalidCorrection when it makes no sense.

    A live round is corrected after its reveal, so that a correction cannot give a key away.
    """
    try:
        correction = Correction(CorrectionKind(kind), frozenset(letters))
    except ValueError:
        raise InvalidCorrection from None

    if position > HIGHEST_POSITION:
        raise NotFound

    def work(session: Session) -> None:
        live = session.get(LiveSession, session_id)
        round_ = session.query(Round).filter_by(session_id=session_id, position=position).first()
        if live is None or round_ is None:
            raise NotFound
        if live.is_live and round_.phase not in (RoundPhase.REVEALED, RoundPhase.SKIPPED):
            raise IllegalMove
        check(correction, round_.question)
        session.add(
            CorrectionEvent(
                round_id=round_.id,
                kind=correction.kind.value,
                letters=sorted(correction.letters),
                decided_by=decided_by,
            )
        )

    write(work)
    announcements.moved.send(session_id=session_id)
