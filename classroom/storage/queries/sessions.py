"""Live sessions and their rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import joinedload

from classroom.domain.certainty import CONFIDENT
from classroom.domain.correction import key_in_force
from classroom.domain.kinds import Choice, from_text, kind_named
from classroom.domain.question import Key
from classroom.domain.round import SessionPhase
from classroom.domain.standing import Standing
from classroom.domain.tally import Tally, tally
from classroom.storage.database import db
from classroom.storage.queries import ballots
from classroom.storage.tables import (
    Answer,
    Attendance,
    GroupInstructor,
    Hand,
    LiveSession,
    Participation,
    Round,
    ScreenGrant,
    Student,
    Vote,
)

# Made once: each phone of a thousand that come in together asks these.
_WITH_GROUP = select(LiveSession).options(joinedload(LiveSession.group))
_WITH_CODE = _WITH_GROUP.where(LiveSession.code == bindparam("code"))
_WITH_PUBLIC_ID = _WITH_GROUP.where(LiveSession.public_id == bindparam("public_id"))


def with_code(code: str) -> LiveSession | None:
    return db.session.scalar(_WITH_CODE, {"code": code})


def with_public_id(public_id: str) -> LiveSession | None:
    return db.session.scalar(_WITH_PUBLIC_ID, {"public_id": public_id})


def with_id(session_id: int) -> LiveSession | None:
    return db.session.get(LiveSession, session_id)


def versions(session_ids: Sequence[int]) -> Mapping[int, int]:
    """The versions of those sessions that exist, by id."""
    if not session_ids:
        return {}
    found = select(LiveSession.id, LiveSession.version).where(LiveSession.id.in_(session_ids))
    return {row.id: row.version for row in db.session.execute(found)}


def live_for_group(group_id: int) -> LiveSession | None:
    """The group's live session, the newest if there are several."""
    return db.session.scalar(
        select(LiveSession)
        .where(LiveSession.group_id == group_id, LiveSession.phase != "ended")
        .order_by(LiveSession.id.desc())
        .limit(1)
    )


def of_instructor(instructor_id: int) -> Sequence[LiveSession]:
    """All sessions of the instructor's groups, newest first."""
    return db.session.scalars(
        select(LiveSession)
        .join(GroupInstructor, GroupInstructor.group_id == LiveSession.group_id)
        .where(GroupInstructor.instructor_id == instructor_id)
        .order_by(LiveSession.id.desc())
    ).all()


def of_group(group_id: int) -> Sequence[LiveSession]:
    """The sessions of the group, newest first."""
    return db.session.scalars(
        select(LiveSession).filter_by(group_id=group_id).order_by(LiveSession.id.desc())
    ).all()


def newest_of_instructor(instructor_id: int) -> LiveSession | None:
    return db.session.scalar(
        select(LiveSession)
        .join(GroupInstructor, GroupInstructor.group_id == LiveSession.group_id)
        .where(GroupInstructor.instructor_id == instructor_id)
        .order_by(LiveSession.id.desc())
        .limit(1)
    )


def is_instructor_of(instructor_id: int, session: LiveSession) -> bool:
    found = db.session.get(GroupInstructor, (session.group_id, instructor_id))
    return found is not None


def has_grant(session_id: int, screen: str, token_hash: str) -> bool:
    grant = db.session.get(ScreenGrant, token_hash)
    return grant is not None and grant.session_id == session_id and grant.screen == screen


def rounds(session_id: int) -> Sequence[Round]:
    """All rounds in the order in which they were asked."""
    return db.session.scalars(
        select(Round).where(Round.session_id == session_id).order_by(Round.position)
    ).all()


def last_round(session_id: int) -> Round | None:
    return db.session.scalar(
        select(Round).where(Round.session_id == session_id).order_by(Round.position.desc()).limit(1)
    )


def last_vote(round_id: int) -> Vote | None:
    return db.session.scalar(
        select(Vote).where(Vote.round_id == round_id).order_by(Vote.number.desc()).limit(1)
    )


def key_of(round_: Round) -> Key:
    """The key in force: as authored, then every correction."""
    return key_in_force(round_.question, [event.correction for event in round_.corrections])


def choices(vote: Vote) -> Counter[Choice]:
    """How often each choice was made, simulated students and forgotten ones included."""
    counted = _linked_choices(vote) if is_linked(vote) else ballots.choices(vote)
    for joined, number in (vote.kept_choices or {}).items():
        counted[from_text(joined)] += number
    return counted


def is_linked(vote: Vote) -> bool:
    """Whether its answers are their students'; else they are ballots."""
    return kind_named(vote.round.question.kind).is_linked


def _linked_choices(vote: Vote) -> Counter[Choice]:
    rows = db.session.execute(
        select(Answer.choice, func.count()).where(Answer.vote_id == vote.id).group_by(Answer.choice)
    )
    return Counter({from_text(choice): number for choice, number in rows})


def sure_choices(vote: Vote) -> Counter[Choice]:
    """How often each choice was made at the highest level of certainty."""
    rows = db.session.execute(
        select(Answer.choice, func.count())
        .where(Answer.vote_id == vote.id, Answer.certainty == CONFIDENT)
        .group_by(Answer.choice)
    )
    return Counter({from_text(choice): number for choice, number in rows})


def hands(vote_id: int) -> dict[str, int]:
    rows = db.session.execute(select(Hand.letter, Hand.number).where(Hand.vote_id == vote_id))
    return {row.letter: row.number for row in rows}


def tally_of(round_: Round, vote: Vote) -> Tally:
    """The counts of a vote; of ballots that can still be changed, how many there are alone."""
    if vote.secret is not None:
        return Tally(
            answered=len(ballots.taken_part(vote.id)),
            counts=dict.fromkeys(kind_named(round_.question.kind).marks(round_.question), 0),
            is_open=True,
        )
    return tally(round_.question, key_of(round_), choices(vote), hands(vote.id))


def answered_by(vote_id: int) -> frozenset[int]:
    """The ids of the students with an answer in the vote, or who took part by ballot."""
    if not is_linked(db.session.get_one(Vote, vote_id)):
        return ballots.taken_part(vote_id)
    return frozenset(db.session.scalars(select(Answer.student_id).filter_by(vote_id=vote_id)))


def answer_of(vote_id: int, student_id: int) -> Answer | None:
    return db.session.get(Answer, (vote_id, student_id))


_LAST_ROUND = (
    select(Round.id)
    .where(Round.session_id == bindparam("session"))
    .order_by(Round.position.desc())
    .limit(1)
)
_CURRENT_VOTE = (
    select(Vote)
    .where(Vote.round_id == _LAST_ROUND.scalar_subquery())
    .order_by(Vote.number.desc())
    .limit(1)
)


def current_vote(session: LiveSession) -> Vote | None:
    """The last vote of the round that the session is in; None when there is nothing to answer."""
    if session.phase != SessionPhase.ROUND:
        return None
    return db.session.scalar(_CURRENT_VOTE, {"session": session.id})


_STANDING = (
    select(
        Vote.id,
        Vote.secret,
        Answer.choice,
        Answer.seq,
        Answer.certainty,
        Participation.student_id.label("took_part"),
    )
    .outerjoin(Answer, and_(Answer.vote_id == Vote.id, Answer.student_id == bindparam("student")))
    .outerjoin(
        Participation,
        and_(Participation.vote_id == Vote.id, Participation.student_id == bindparam("student")),
    )
    .where(Vote.round_id == _LAST_ROUND.scalar_subquery())
    .order_by(Vote.number.desc())
    .limit(1)
)


def standing(session: LiveSession, student_id: int) -> Standing | None:
    """The student's answer in the session's current vote, if there is one.

    In one query, since every phone of a room that comes back asks for it.
    """
    if session.phase != SessionPhase.ROUND:
        return None
    asked = {"session": session.id, "student": student_id}
    row = db.session.connection().execute(_STANDING, asked).one_or_none()
    if row is None:
        return None
    if row.choice is not None:
        return Standing(row.id, from_text(row.choice), row.seq, row.certainty)
    if row.secret is not None:
        return ballots.standing_under(row.secret, row.id, student_id)
    return ballots.sealed(row.id) if row.took_part is not None else None


def standing_in(vote: Vote, student_id: int) -> Standing | None:
    """What stands for the student in that vote."""
    answer = answer_of(vote.id, student_id)
    return answer.standing if answer else ballots.standing(vote, student_id)


def attended(session_id: int) -> Sequence[Student]:
    """The students who came to the session, by alias."""
    return db.session.scalars(
        select(Student)
        .join(Attendance, Attendance.student_id == Student.id)
        .where(Attendance.session_id == session_id)
        .order_by(Student.alias)
    ).all()


_ATTENDED = select(Attendance.student_id).where(
    Attendance.session_id == bindparam("session"), Attendance.student_id == bindparam("student")
)


def has_attended(session_id: int, student_id: int) -> bool:
    asked = {"session": session_id, "student": student_id}
    return db.session.connection().scalar(_ATTENDED, asked) is not None


def attendance_count(session_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).select_from(Attendance).where(Attendance.session_id == session_id)
        )
        or 0
    )
