"""The instructor's report as a page shows it: its rounds with the words of their reveals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from classroom.domain.kinds import Choice, kind_named
from classroom.domain.question import Question
from classroom.domain.tally import percent
from classroom.reports.reached_for import ComponentReport
from classroom.reports.records import DecidedCorrection, Person, Record
from classroom.reports.round_report import RoundReport
from classroom.reports.session_report import SessionReport
from classroom.screens import wording
from classroom.screens.key_words import marks_in_words
from classroom.screens.kinds import look_of
from classroom.screens.reveal import reveal_view
from classroom.screens.sentences import grouped
from classroom.screens.views import ProfileRowView, RevealView, SentenceView


@dataclass(frozen=True)
class CorrectionPage:
    """A correction with the marks that it names in words."""

    kind: str
    letters: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class RoundPage:
    """A round of the instructor's report with the words of its reveal."""

    round: RoundReport
    reveal: RevealView
    who: list[tuple[str, list[Person]]]
    """What was answered in words, and by whom; of ballots only who took part."""
    passed: str
    """How many passed, in words."""
    key_as_written: str
    corrections: list[CorrectionPage]
    can_correct: bool


@dataclass(frozen=True)
class ComponentPage:
    """A bar of what the room reached for over all cases, and how many of them needed it."""

    row: ProfileRowView
    called_for: int


def round_page(round_: RoundReport, report: SessionReport) -> RoundPage:
    record = round_.record
    reveal = reveal_view(record.question, record.key, record.tally, _sentences(record))
    return RoundPage(
        round=round_,
        reveal=reveal,
        who=_who(round_),
        passed=reveal.passed if round_.may_name else "",
        key_as_written=marks_in_words(record.question.key, record.question),
        corrections=correction_pages(record.corrections, record.question),
        # While the session is live, a correction before the reveal would give the key away.
        can_correct=reveal.is_keyed
        and record.was_asked
        and (not report.is_live or record.is_revealed or round_.is_skipped),
    )


def correction_pages(
    events: Iterable[DecidedCorrection], question: Question
) -> list[CorrectionPage]:
    return [
        CorrectionPage(
            event.kind.value,
            marks_in_words(event.letters, question),
            event.decided_by,
            event.decided_at,
        )
        for event in events
    ]


def component_page(found: ComponentReport, report: SessionReport) -> ComponentPage:
    row, name, choices = found.row, found.row.component.value, report.summary.choices
    view = ProfileRowView(
        component=name,
        label=wording.component_name(name),
        strengthens=row.strengthens,
        strains=row.strains,
        neither=row.neither,
        total=row.total,
        total_percent=percent(row.total, choices),
        strengthens_percent=percent(row.strengthens, choices),
        strains_percent=percent(row.strains, choices),
        neither_percent=percent(row.neither, choices),
        needed=row.needed,
    )
    return ComponentPage(view, found.called_for)


def _sentences(record: Record) -> tuple[SentenceView, ...] | None:
    """All sentences of a short text, released or not: the instructor reads them."""
    if not kind_named(record.question.kind).is_written or not record.is_sealed:
        return None
    return grouped(record.sentences)


def _who(round_: RoundReport) -> list[tuple[str, list[Person]]]:
    if not round_.record.is_linked:
        took_part = list(round_.took_part_by_ballot)
        return [(_("Took part"), took_part)] if took_part else []
    look, question = look_of(round_.question.kind), round_.question
    people: dict[Choice, list[Person]] = {}
    for answer in round_.answers:
        people.setdefault(answer.choice, []).append(answer.person)
    answered = [(choice, people[choice]) for choice in sorted(people) if choice]
    passed = [(_("Passed"), named) for choice, named in people.items() if not choice]
    return [(look.in_words(choice, question), named) for choice, named in answered] + passed
