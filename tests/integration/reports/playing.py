"""Sessions that were played, written straight through the writer.

A round is told in a few words: who answered what, who only watched, what was corrected. The
questions that are asked stand in `asking`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from classroom.actions import voting
from classroom.domain.kinds import kind_named
from classroom.domain.question import Question
from classroom.reports.session_report import SessionReport, report_of
from classroom.storage.database import db
from classroom.storage.queries import ballots, sessions
from classroom.storage.tables import (
    Answer,
    Attendance,
    Ballot,
    CorrectionEvent,
    Hand,
    LiveSession,
    Participation,
    Presence,
    Round,
    Sentence,
    Student,
    Vote,
)
from classroom.storage.writer import write

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def minute(number: int) -> datetime:
    """So many minutes after the session began."""
    return START + timedelta(minutes=number)


@dataclass
class Played:
    """A session that is filled in round by round; round n opens at minute 10 n, for 5 minutes."""

    session_id: int
    group_id: int
    people: dict[str, int] = field(default_factory=dict)
    rounds: int = 0

    @property
    def session(self) -> LiveSession:
        db.session.rollback()
        found = sessions.with_id(self.session_id)
        assert found is not None
        return found

    @property
    def public_id(self) -> str:
        return self.session.public_id

    @property
    def report(self) -> SessionReport:
        return report_of(self.session)

    def student(self, alias: str) -> Student:
        db.session.rollback()
        found = db.session.get(Student, self.people[alias])
        assert found is not None
        return found

    def seat(
        self, *aliases: str, joined: int | None = 0, simulated: bool = False, group_id: int = 0
    ) -> None:
        """Students who came at that minute; with None they have a seat and did not come."""

        def work(session: Any) -> dict[str, int]:
            seated = {}
            for alias in aliases:
                student = Student(
                    group_id=group_id or self.group_id, alias=alias, simulated=simulated
                )
                session.add(student)
                session.flush()
                seated[alias] = student.id
                if joined is not None:
                    session.add(
                        Attendance(
                            session_id=self.session_id,
                            student_id=student.id,
                            joined_at=minute(joined),
                        )
                    )
            return seated

        self.people.update(write(work))

    def ask(
        self,
        question: Question,
        answers: Mapping[str, Iterable[str]] | None = None,
        *,
        watched: Iterable[str] = (),
        phase: str = "revealed",
        hands: Mapping[str, int] | None = None,
        kept: Mapping[str, int] | None = None,
        corrections: Iterable[tuple[str, Iterable[str]]] = (),
        certainty: Mapping[str, int] | None = None,
    ) -> int:
        """A round with answers (alias → letters, marks or the one text) and watchers.

        An empty answer is a pass. Answers that belong to nobody are cast as ballots and sealed.
        Returns the position of the round.
        """
        self.rounds += 1
        opened = phase != "ready" and not (phase == "skipped" and answers is None)
        closed = opened and phase != "open"
        begin = 10 * self.rounds

        def work(session: Any) -> None:
            round_ = Round(
                session_id=self.session_id,
                position=self.rounds,
                question_slug=question.id,
                question_version=question.version,
                content=question.to_json(),
                phase=phase,
                asked_at=minute(begin - 1),
                opened_at=minute(begin) if opened else None,
                closed_at=minute(begin + 5) if closed else None,
                revealed_at=minute(begin + 6) if phase == "revealed" else None,
            )
            session.add(round_)
            session.flush()
            here = {self.people[alias] for alias in (*(answers or {}), *watched)}
            if closed:
                session.add_all(Presence(round_id=round_.id, student_id=id_) for id_ in here)
            for kind, letters in corrections:
                session.add(
                    CorrectionEvent(
                        round_id=round_.id,
                        kind=kind,
                        letters=list(letters),
                        decided_by="Alice",
                        decided_at=minute(90),
                    )
                )
            if not opened:
                return
            vote = Vote(
                round_id=round_.id,
                accepts=phase in ("open", "closed"),
                kept_choices=dict(kept) if kept else None,
            )
            session.add(vote)
            session.flush()
            for letter, number in (hands or {}).items():
                session.add(Hand(vote_id=vote.id, letter=letter, number=number))
            if not kind_named(question.kind).is_linked:
                self._cast(session, vote, answers or {}, seal=closed)
                return
            for alias, letters in (answers or {}).items():
                session.add(
                    Answer(
                        vote_id=vote.id,
                        student_id=self.people[alias],
                        choice=",".join(letters),
                        certainty=(certainty or {}).get(alias),
                        seq=1,
                        saved_at=minute(begin + 1),
                    )
                )

        write(work)
        return self.rounds

    def _cast(
        self, session: Any, vote: Vote, answers: Mapping[str, Iterable[str]], *, seal: bool
    ) -> None:
        """Ballots as the phones' are: under the name of their seat, until they are sealed."""
        vote.secret = f"secret of vote {vote.id}"
        for alias, content in answers.items():
            seat = self.people[alias]
            name = ballots.name_of(vote.secret, vote.id, seat)
            session.add(Ballot(vote_id=vote.id, name=name, content="".join(content), seq=1))
            session.add(Participation(vote_id=vote.id, student_id=seat))
        session.flush()
        if seal:
            voting.seal(session, vote)

    def read(self, text: str, *, ticked: str = "", released: bool = False) -> None:
        """The instructor ticks what a sentence has, and releases it or does not."""

        def work(session: Any) -> None:
            for sentence in session.query(Sentence).filter_by(text=text):
                sentence.features, sentence.is_released = list(ticked), released

        write(work)

    def forget_sentence(self, text: str) -> None:
        def work(session: Any) -> None:
            session.query(Sentence).filter_by(text=text).delete()

        write(work)

    def end(self) -> None:
        def work(session: Any) -> None:
            live = session.get(LiveSession, self.session_id)
            live.phase, live.ended_at = "ended", minute(80)

        write(work)
