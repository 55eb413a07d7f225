"""What each audience may see. These classes are the border that a key must not cross.

`OptionView` and `QuestionView` are for everybody while voting; `ResultView` and `RevealView` exist
only after the reveal, or on the private console.
"""

from __future__ import annotations

from dataclasses import dataclass

from classroom.domain.question import Contested, Source


@dataclass(frozen=True)
class OptionView:
    letter: str
    text: str


@dataclass(frozen=True)
class OptionCount:
    """A bare count, for a room that sees its answers arrive: no key, no effect."""

    letter: str
    count: int
    percent: int


@dataclass(frozen=True)
class QuestionView:
    number: int
    total: int
    kind: str
    title: str
    stem: str
    lead_in: str
    options: tuple[OptionView, ...]
    sends_on_tap: bool
    vote_id: int | None


@dataclass(frozen=True)
class ResultView:
    """One option after the reveal. `effect` is in words; `component` names its colour."""

    letter: str
    text: str
    gist: str
    is_key: bool
    is_alternative: bool
    count: int
    percent: int
    most_chosen: bool
    effect: str
    component: str
    rationale: str
    rationale_in_short: str
    misconception_label: str


@dataclass(frozen=True)
class ProfileRowView:
    """A bar of the room profile: three lengths in per cent of all choices, left to right."""

    component: str
    label: str
    strengthens: int
    strains: int
    neither: int
    total: int
    total_percent: int
    strengthens_percent: int
    strains_percent: int
    neither_percent: int
    needed: bool


@dataclass(frozen=True)
class RevealView:
    headline: str
    results: tuple[ResultView, ...]
    profile: tuple[ProfileRowView, ...]
    """Empty when the question carries no reading of a case."""
    needed: str
    answered: int
    is_small: bool
    """Fewer than 20 answers: counts stand before percentages."""
    why: ResultView | None
    """The keyed option whose rationale is shown in short (the most chosen of several)."""
    why_not: ResultView | None
    """The most chosen wrong option."""
    sources: tuple[Source, ...]
    contested: Contested | None
    is_void: bool
    is_corrected: bool


@dataclass(frozen=True)
class PhoneView:
    """`phase`: lobby, ready, open, closed, revealed or ended."""

    phase: str
    code: str
    title: str
    question: QuestionView | None = None
    reveal: RevealView | None = None
    asked: int = 0


@dataclass(frozen=True)
class ProjectorView:
    phase: str
    code: str
    spoken_code: str
    title: str
    address: str
    """The address that people type, without http:// and the code."""
    qr_svg: str
    in_the_room: int
    question: QuestionView | None = None
    answered: int = 0
    present: int = 0
    counts: tuple[OptionCount, ...] = ()
    """Only when the session shows answers as they arrive."""
    reveal: RevealView | None = None
    asked: int = 0


@dataclass(frozen=True)
class PlanItemView:
    """A line of the console's list. `state`: done, skipped, now or ahead."""

    number: int
    slug: str
    title: str
    state: str


@dataclass(frozen=True)
class StepView:
    """A button of the console. `key` is the keyboard key that also presses it, if any."""

    move: str
    label: str
    hint: str = ""
    key: str = ""


@dataclass(frozen=True)
class ConsoleView:
    phase: str
    public_id: str
    version: int
    code: str
    spoken_code: str
    title: str
    group_name: str
    plan: tuple[PlanItemView, ...]
    step: StepView | None
    """The big button."""
    other_steps: tuple[StepView, ...]
    question: QuestionView | None
    """The current question, or in the lobby the one that comes next."""
    reveal: RevealView | None
    """Key, rationales and live counts of that question; private until the reveal."""
    note: str
    evidence_note: str
    answered: int
    present: int
    in_the_room: int
    offline: int
    hands: int
    projectors: int
    longer: int
    """How many would like a little longer."""
    locked: bool
    shows_counts: bool
    round_position: int | None
    is_live: bool
    can_correct: bool
