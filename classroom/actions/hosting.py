"""What the instructor does to a live session: open it, press a step, set it, count hands."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from classroom.actions import announcements, voting
from classroom.domain.errors import IllegalMove, LessonEmpty, NotFound, StalePress
from classroom.domain.kinds import kind_named
from classroom.domain.question import LETTERS
from classroom.domain.round import (
    GRACE,
    Move,
    Position,
    RoundPhase,
    SessionPhase,
    after,
    legal_moves,
)
from classroom.storage.database import now
from classroom.storage.queries import sessions
from classroom.storage.secrets import new_token
from classroom.storage.tables import (
    Group,
    GroupInstructor,
    Hand,
    Lesson,
    LessonQuestion,
    LiveSession,
    Presence,
    Round,
    StoredQuestion,
    Student,
    Vote,
)
from classroom.storage.writer import scrub, write

log = logging.getLogger(__name__)


def open_session(
    instructor_id: int,
    lesson_id: int,
    group_id: int | None = None,
    *,
    retention_days: int | None = 30,
    simulated: bool = False,
) -> str:
    """Open a live session of the lesson and return its public id.

    Without a group one is made for this session alone. LessonEmpty when there is nothing to ask.
    """

    def work(session: Session) -> str:
        lesson = session.get(Lesson, lesson_id)
        if lesson is None or lesson.owner_id not in (None, instructor_id):
            raise NotFound
        if not lesson.items:
            raise LessonEmpty(title=lesson.title)
        if group_id is None:
            group = Group(name=lesson.title, one_off=True, retention_days=retention_days)
            session.add(group)
            session.flush()
            session.add(GroupInstructor(group_id=group.id, instructor_id=instructor_id))
        else:
            found = session.get(Group, group_id)
            if found is None or not session.get(GroupInstructor, (group_id, instructor_id)):
                raise NotFound
            group = found
        live = LiveSession(
            group_id=group.id,
            lesson_id=lesson.id,
            title=lesson.title,
            is_exam=lesson.is_exam,
            simulated=simulated,
        )
        session.add(live)
        session.flush()
        return live.public_id

    return write(work)


def press(
    session_id: int,
    move: str,
    version: int,
    *,
    present: Iterable[int] = (),
    question: str | None = None,
) -> int:
    """Make one move and return the new version.

    `version` is what the presser saw: StalePress when the session has moved on since. `present`
    are the ids of the students connected now, kept with the round when its voting ends.
    `question` (a slug of the lesson) asks that one instead of the next. IllegalMove otherwise.
    """
    try:
        wanted = Move(move)
    except ValueError:
        raise IllegalMove from None
    here = frozenset(present)
    done = write(lambda session: _move(session, session_id, wanted, version, here, question))
    facts = {"session": session_id, "move": wanted.value, "version": done.version}
    log.info("Session %d: %s", session_id, wanted.value, extra=facts)
    announcements.moved.send(session_id=session_id)
    if done.to_seal is not None:
        announcements.seal_wanted.send(session_id=session_id, vote_id=done.to_seal)
    if done.sealed:
        scrub()  # the secret must be in no file any more, but no phone waits for that
    return done.version


@dataclass(frozen=True)
class _Done:
    """What a move left behind: the new version, and what became of ballots."""

    version: int
    sealed: bool = False
    """Whether ballots were sealed with it."""
    to_seal: int | None = None
    """The vote whose ballots are to be sealed when grace is over."""


def _move(
    session: Session,
    session_id: int,
    move: Move,
    version: int,
    present: frozenset[int],
    question: str | None,
) -> _Done:
    live = session.get(LiveSession, session_id)
    if live is None:
        raise NotFound
    if live.version != version:
        raise StalePress
    last = _last_round(session, session_id)
    chosen = _to_ask(session, live, question) if move is Move.ASK else None
    phase = SessionPhase(live.phase)
    current = last if phase is SessionPhase.ROUND else None
    position = Position(
        phase,
        RoundPhase(current.phase) if current else None,
        has_next=move is not Move.ASK or chosen is not None,
        is_linked=current is None or kind_named(current.question.kind).is_linked,
        is_exam=live.is_exam,
    )
    if move not in legal_moves(position):
        raise IllegalMove
    session_phase, round_phase = after(move, position)
    # The condition on the version is the referee between two consoles, whatever they had read.
    moved = session.execute(
        update(LiveSession)
        .where(LiveSession.id == session_id, LiveSession.version == version)
        .values(version=version + 1, phase=session_phase.value)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise StalePress
    if move is Move.ASK:
        assert chosen is not None
        session.add(
            Round(
                session_id=session_id,
                position=last.position + 1 if last else 1,
                question_slug=chosen.slug,
                question_version=chosen.version,
                content=chosen.content,
            )
        )
        return _Done(version + 1)
    sealed, to_seal = False, None
    if current is not None and round_phase is not None:
        vote = _bring_round(session, current, move, round_phase, present)
        if vote is not None and vote.secret is not None:
            sealed = not vote.accepts and voting.seal(session, vote)
            to_seal = vote.id if move is Move.CLOSE else None
    if move is Move.END:
        live.ended_at = now()
        if live.is_exam:
            sealed = _reveal_all(session, live) or sealed
    return _Done(version + 1, sealed, to_seal)


def _reveal_all(session: Session, live: LiveSession) -> bool:
    """The end of an exam: every question whose voting is over is explained.

    Returns whether ballots were sealed with it. An answer that is still on its way to the question
    before the last would come after the explanation, so no vote takes it any more.
    """
    sealed = False
    open_votes = select(Vote).join(Round).where(Round.session_id == live.id, Vote.accepts)
    for vote in session.scalars(open_votes).all():
        vote.accepts = False
        sealed = voting.seal(session, vote) or sealed
    session.execute(
        update(Round)
        .where(Round.session_id == live.id, Round.phase == RoundPhase.CLOSED.value)
        .values(phase=RoundPhase.REVEALED.value, revealed_at=now())
    )
    return sealed


def _to_ask(session: Session, live: LiveSession, slug: str | None) -> StoredQuestion | None:
    """The question with that slug in the lesson, or the first that was not asked yet."""
    plan = session.scalars(
        select(StoredQuestion)
        .join(LessonQuestion, LessonQuestion.question_id == StoredQuestion.id)
        .where(LessonQuestion.lesson_id == live.lesson_id)
        .order_by(LessonQuestion.position)
    ).all()
    if slug is not None:
        return next((question for question in plan if question.slug == slug), None)
    asked = set(session.scalars(select(Round.question_slug).filter_by(session_id=live.id)))
    return next((question for question in plan if question.slug not in asked), None)


def _bring_round(
    session: Session, round_: Round, move: Move, phase: RoundPhase, present: frozenset[int]
) -> Vote | None:
    """Bring the round and its vote into the phase. Answers already queued were written before."""
    at = now()
    vote = _last_vote(session, round_.id)
    was_open = round_.phase == RoundPhase.OPEN
    round_.phase = phase.value
    if move is Move.OPEN:
        round_.opened_at = at
        is_linked = kind_named(round_.question.kind).is_linked
        session.add(Vote(round_id=round_.id, secret=None if is_linked else new_token()))
    if vote is None:
        return None
    if move is Move.REOPEN:
        vote.accepts_until = None
        round_.closed_at = None
    if move is Move.CLOSE:
        vote.accepts_until = at + GRACE
    if move in (Move.REVEAL, Move.SKIP, Move.END):
        vote.accepts = False
    if phase is RoundPhase.REVEALED:
        round_.revealed_at = at
    if was_open and move in (Move.CLOSE, Move.SKIP, Move.END):
        round_.closed_at = at
        _keep_presence(session, round_.id, present)
    return vote


def _keep_presence(session: Session, round_id: int, present: frozenset[int]) -> None:
    """In one statement: with an object for each, a room of a thousand waits for 0.1 s."""
    known = select(Presence.student_id).filter_by(round_id=round_id)
    seated = select(literal(round_id), Student.id).where(
        Student.id.in_(present), Student.id.not_in(known)
    )
    session.execute(insert(Presence).from_select(["round_id", "student_id"], seated))


def _last_round(session: Session, session_id: int) -> Round | None:
    return session.scalar(
        select(Round).filter_by(session_id=session_id).order_by(Round.position.desc()).limit(1)
    )


def _last_vote(session: Session, round_id: int) -> Vote | None:
    return session.scalar(
        select(Vote).filter_by(round_id=round_id).order_by(Vote.number.desc()).limit(1)
    )


def close_and_reveal(session_id: int, version: int, *, present: Iterable[int] = ()) -> int:
    """Close now; the reveal follows by itself when answers on their way have had their time.

    IllegalMove in an exam, where no question is revealed by itself.
    """
    live = sessions.with_id(session_id)
    if live is not None and live.is_exam:
        raise IllegalMove
    version = press(session_id, Move.CLOSE, version, present=present)
    announcements.reveal_wanted.send(session_id=session_id, version=version)
    return version


def lock(session_id: int, locked: bool) -> None:
    """Let nobody new in, or open the room again."""
    _set(session_id, locked=locked)
    announcements.people_changed.send(session_id=session_id)


def show_counts(session_id: int, shown: bool) -> None:
    """Show the room its answers as they arrive, or keep them until the reveal.

    IllegalMove in an exam: how the room leans would explain a question before the end.
    """
    live = sessions.with_id(session_id)
    if live is not None and live.is_exam and shown:
        raise IllegalMove
    _set(session_id, shows_counts=shown)
    announcements.moved.send(session_id=session_id)


def _set(session_id: int, **values: bool) -> None:
    write(
        lambda session: session.execute(
            update(LiveSession).where(LiveSession.id == session_id).values(**values)
        )
    )


def raise_hand(session_id: int, letter: str, change: int) -> None:
    """Count a hand without a phone for an option of the current vote, or take one back.

    IllegalMove when nothing is being voted on or the letter is none of its options.
    """

    def work(session: Session) -> None:
        round_ = _last_round(session, session_id)
        votable = (RoundPhase.OPEN, RoundPhase.CLOSED)
        if round_ is None or round_.phase not in votable or letter not in LETTERS:
            raise IllegalMove
        question = round_.question
        if letter not in question.letters or change not in (1, -1):
            raise IllegalMove
        if not kind_named(question.kind).takes_hands:
            raise IllegalMove
        vote = _last_vote(session, round_.id)
        assert vote is not None
        hand = session.get(Hand, (vote.id, letter)) or Hand(
            vote_id=vote.id, letter=letter, number=0
        )
        hand.number = max(0, min(999, hand.number + change))
        session.add(hand)

    write(work)
    announcements.answered.send(session_id=session_id)
