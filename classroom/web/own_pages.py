"""A student's page of one session: the own answers in words, beside the explanations."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.domain.kinds import kind_named
from classroom.domain.question import Question
from classroom.domain.tally import percent
from classroom.reports.own_marks import OwnCount
from classroom.reports.student_report import Explanation, OwnRound, StudentReport
from classroom.screens import wording
from classroom.screens.exam_outline import domain_name
from classroom.screens.kinds import look_of
from classroom.screens.reveal import reveal_view
from classroom.screens.sentences import grouped
from classroom.screens.views import ResultView, RevealView
from classroom.web.report_pages import CorrectionPage, correction_pages


@dataclass(frozen=True)
class CalibrationPage:
    """Of the answers at one level how many were right; `odds` is what the level means."""

    level: int
    odds: str
    right: int
    answers: int
    percent: int


@dataclass(frozen=True)
class OwnRoundPage:
    """A round of a student's page. `reveal` is None as long as the key is not out."""

    round: OwnRound
    reveal: RevealView | None
    in_words: str
    """The own choice on one line; empty for a pass and without an answer."""
    certainty: str
    """What the own level of certainty means, by odds; empty where none was given."""
    own: tuple[ResultView, ...]
    """The chosen options with their rationales: they come first."""
    right: tuple[ResultView, ...]
    """Options that count as right and were not chosen."""
    rest: tuple[ResultView, ...]
    """What is folded away: the other options, or every line that was to be placed."""
    correction: CorrectionPage | None
    """The last one: the state of the key."""


@dataclass(frozen=True)
class OwnPage:
    rounds: list[OwnRoundPage]
    calibration: list[CalibrationPage]
    by_domain: list[tuple[str, OwnCount]]
    by_component: list[tuple[str, OwnCount]]


def own_page(report: StudentReport) -> OwnPage:
    return OwnPage(
        rounds=[_round(round_) for round_ in report.rounds],
        calibration=[
            CalibrationPage(
                line.level,
                wording.certainty_level(line.level),
                line.right,
                line.answers,
                percent(line.right, line.answers),
            )
            for line in report.calibration
        ],
        by_domain=[(domain_name(domain), count) for domain, count in report.by_domain],
        by_component=[
            (wording.component_name(component.value), count)
            for component, count in report.by_component
        ],
    )


def _round(round_: OwnRound) -> OwnRoundPage:
    explained = round_.explanation
    reveal = _reveal(explained) if explained else None
    corrections = correction_pages(explained.corrections, explained.question) if explained else []
    results = reveal.results if reveal else ()
    is_chosen = kind_named(round_.kind).is_keyed and not round_.places
    own = tuple(result for result in results if is_chosen and result.letter in round_.choice)
    right = tuple(
        result
        for result in results
        if is_chosen and result not in own and (result.is_key or result.is_alternative)
    )
    is_open = not kind_named(round_.kind).is_keyed
    return OwnRoundPage(
        round=round_,
        reveal=reveal,
        in_words=_in_words(round_),
        certainty=wording.certainty_level(round_.certainty) if round_.certainty else "",
        own=own,
        right=right,
        rest=() if is_open else tuple(r for r in results if r not in own and r not in right),
        correction=corrections[-1] if corrections else None,
    )


def _reveal(explained: Explanation) -> RevealView:
    is_text = kind_named(explained.question.kind).is_written
    return reveal_view(
        explained.question,
        explained.key,
        explained.tally,
        grouped(explained.sentences) if is_text else None,
    )


def _in_words(round_: OwnRound) -> str:
    """The choice in words. What a page may show before the reveal is enough for that."""
    if not round_.choice:
        return ""
    asked = Question(
        id="",
        version=0,
        kind=round_.kind,
        title=round_.title,
        lead_in=round_.lead_in,
        options=(),
        places=round_.places,
    )
    return look_of(round_.kind).in_words(round_.choice, asked)
