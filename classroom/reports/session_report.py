"""The instructor's report of a session: every round, and over all of them the summary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from classroom.reports.gathering import records_of
from classroom.reports.records import Person
from classroom.reports.round_report import RoundReport, round_report
from classroom.reports.summary import Summary, summary
from classroom.storage.tables import LiveSession


@dataclass(frozen=True)
class SessionReport:
    public_id: str
    title: str
    group_name: str
    """Empty for a group that was made for this session alone."""
    created_at: datetime
    ended_at: datetime | None
    is_simulated: bool
    left_out: int
    """Simulated students in a real session, who are counted nowhere."""
    came: tuple[Person, ...]
    rounds: tuple[RoundReport, ...]
    summary: Summary

    @property
    def is_live(self) -> bool:
        return self.ended_at is None

    @property
    def has_texts(self) -> bool:
        """Whether anything was written that an export could hold."""
        return any(round_.record.sentences for round_ in self.rounds)

    @property
    def forgot_students(self) -> bool:
        return any(round_.record.forgotten for round_ in self.rounds)


def report_of(session: LiveSession) -> SessionReport:
    """The report as of now; it exists from the moment the session does."""
    records = records_of(session)
    came = records.came
    rounds = tuple(round_report(record, came) for record in records.rounds)
    return SessionReport(
        public_id=session.public_id,
        title=session.title,
        group_name="" if session.group.one_off else session.group.name,
        created_at=session.created_at,
        ended_at=session.ended_at,
        is_simulated=session.simulated,
        left_out=records.left_out,
        came=came,
        rounds=rounds,
        summary=summary(rounds, came),
    )
