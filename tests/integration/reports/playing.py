"""Sessions that were played, written straight through the writer.

A round is told in a few words: who answered what, who only watched, what was corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from classroom.domain.question import Contested, Option, Question, Source
from classroom.domain.signature import (
    Component,
    Reading,
    Repair,
    Rupture,
    Signature,
    Strained,
    Valence,
)
from classroom.reports.session_report import SessionReport, report_of
from classroom.storage.database import db
from classroom.storage.queries import sessions
from classroom.storage.tables import (
    Answer,
    Attendance,
    CorrectionEvent,
    Hand,
    LiveSession,
    Presence,
    Round,
    Student,
    Vote,
)
from classroom.storage.writer import write

START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def minute(number: int) -> datetime:
    """So many minutes after the session began."""
    return START + timedelta(minutes=number)


def option(letter: str, *, key: bool = False, **given: Any) -> Option:
    return Option(
        letter=letter,
        text=f"Option {letter}",
        gist=f"chose the way of {letter}",
        is_key=key,
        rationale=f"Why {letter} stands as it does. There is more to say about {letter}.",
        **given,
    )


def case(slug: str = "polite-withdrawal", **given: Any) -> Question:
    """A vignette: B is the key and works on the task, C is the tempting warmth."""
    options = (
        option("A", signature=Signature(Component.TASK, Valence.STRAINS), misconception="push-on"),
        option(
            "B",
            key=True,
            signature=Signature(Component.TASK, Valence.STRENGTHENS, repair=Repair.EXPLORATORY),
        ),
        option(
            "C",
            signature=Signature(Component.BOND, Valence.NEITHER),
            misconception="empathy-only",
            misconception_label="Empathy and wait",
        ),
        option("D", signature=Signature(Component.GOAL, Valence.STRAINS)),
    )
    return Question(
        **{
            "id": slug,
            "version": 1,
            "kind": "single_best",
            "title": slug.replace("-", " ").capitalize(),
            "stem": "Dana spoke freely until you proposed an exposure exercise.",
            "lead_in": "What serves the alliance best now?",
            "options": options,
            "reading": Reading(
                Rupture.WITHDRAWAL, Strained.TASK, Component.TASK, "the task reopened"
            ),
            "sources": (Source("Bordin 1979", "Bordin (1979). The working alliance."),),
            **given,
        }
    )


def recall(slug: str = "three-parts") -> Question:
    """Plain recall: A is the key."""
    letters = ("A", "B", "C", "D")
    return Question(
        id=slug,
        version=3,
        kind="single_best",
        title="The three parts",
        lead_in="Which three?",
        options=tuple(option(letter, key=letter == "A") for letter in letters),
        contested=Contested("The exam wants three.", "Research argues about it."),
    )


def select_all(slug: str = "signs-of-withdrawal") -> Question:
    """A and C are keyed."""
    letters = ("A", "B", "C", "D", "E")
    return Question(
        id=slug,
        version=2,
        kind="select_all",
        title="Signs of withdrawal",
        lead_in="Tick all that are.",
        options=tuple(option(letter, key=letter in "AC") for letter in letters),
    )


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
        answers: Mapping[str, str] | None = None,
        *,
        watched: Iterable[str] = (),
        phase: str = "revealed",
        hands: Mapping[str, int] | None = None,
        kept: Mapping[str, int] | None = None,
        corrections: Iterable[tuple[str, str]] = (),
    ) -> int:
        """A round with answers (alias → letters) and watchers; returns its position."""
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
            for alias, letters in (answers or {}).items():
                session.add(
                    Answer(
                        vote_id=vote.id,
                        student_id=self.people[alias],
                        choice=",".join(letters),
                        seq=1,
                        saved_at=minute(begin + 1),
                    )
                )

        write(work)
        return self.rounds

    def end(self) -> None:
        def work(session: Any) -> None:
            live = session.get(LiveSession, self.session_id)
            live.phase, live.ended_at = "ended", minute(80)

        write(work)
