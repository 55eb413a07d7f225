"""What an instructor does with the sentences of a short text: tick, release, delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.actions import announcements
from classroom.actions.remembering import remember
from classroom.domain.alike import likeness
from classroom.domain.errors import IllegalMove, NotFound
from classroom.domain.round import RoundPhase
from classroom.storage.tables import Round, Sentence, Vote
from classroom.storage.tables.deletions import DeletionKind
from classroom.storage.writer import scrub, write


def tick(session_id: int, sentence_id: str, letter: str, has: bool) -> None:
    """Say that a sentence, and all that are like it, have a feature or do not."""

    def change(session: Session, sentences: Sequence[Sentence]) -> None:
        vote = session.get_one(Vote, sentences[0].vote_id)
        letters = session.get_one(Round, vote.round_id).question.letters
        if letter not in letters:
            raise IllegalMove
        for sentence in sentences:
            ticked = {*sentence.features, letter} if has else {*sentence.features} - {letter}
            sentence.features = [known for known in letters if known in ticked]

    _change(session_id, sentence_id, change)


def release(session_id: int, sentence_id: str, released: bool) -> None:
    """Show a sentence to the room at the reveal, or keep it from the room."""

    def change(session: Session, sentences: Sequence[Sentence]) -> None:
        for sentence in sentences:
            sentence.is_released = released

    _change(session_id, sentence_id, change)


def delete(session_id: int, sentence_id: str) -> None:
    """Delete a sentence and all that are like it, for good."""

    def change(session: Session, sentences: Sequence[Sentence]) -> None:
        remember(session, DeletionKind.SENTENCE, [sentence.id for sentence in sentences])
        for sentence in sentences:
            session.delete(sentence)

    _change(session_id, sentence_id, change)
    scrub()


def _change(
    session_id: int, sentence_id: str, change: Callable[[Session, Sequence[Sentence]], None]
) -> None:
    def work(session: Session) -> bool:
        found = session.get(Sentence, sentence_id)
        vote = session.get(Vote, found.vote_id) if found else None
        asked = session.get(Round, vote.round_id) if vote else None
        if found is None or asked is None or asked.session_id != session_id:
            raise NotFound
        written = session.scalars(select(Sentence).where(Sentence.vote_id == found.vote_id))
        same = likeness(found.text)
        alike = [sentence for sentence in written if likeness(sentence.text) == same]
        was_read = any(sentence.is_released for sentence in alike)
        change(session, alike)
        is_read = was_read or any(sentence.is_released for sentence in alike)
        return is_read and asked.phase == RoundPhase.REVEALED

    # Phones need a new screen for what they show alone.
    told = announcements.moved if write(work) else announcements.answered
    told.send(session_id=session_id)
