"""What each audience may see. These classes are the border that a key must not cross.

`OptionView` and `QuestionView` are for everybody while voting; `ResultView` and `RevealView` exist
only after the reveal, or on the private console.
"""

from __future__ import annotations

from dataclasses import dataclass

from classroom.domain.kinds import Choice
from classroom.domain.question import Contested, Source, letter_of, mark


@dataclass(frozen=True)
class OptionView:
    letter: str
    text: str


@dataclass(frozen=True)
class PlaceView:
    """A place to put options into; `component` names the color of a part of the alliance."""

    id: str
    label: str
    component: str = ""


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
    places: tuple[PlaceView, ...]
    """Where options can be put; empty where they are chosen."""
    how: str
    """What to do and what it earns, in a sentence or two; empty where it goes without saying."""
    sends_on_tap: bool
    asks_certainty: bool
    may_pass: bool
    is_linked: bool
    """False: after the close nobody can find the answer, and the phone says so before."""
    takes_hands: bool
    vote_id: int | None


@dataclass(frozen=True)
class PlacedView:
    """How many put an option into one place, and whether it belongs there."""

    place: PlaceView
    count: int
    percent: int
    before_percent: int
    """The percentages of the places before it: where its part of a bar begins."""
    is_right: bool


@dataclass(frozen=True)
class ResultView:
    """One option after the reveal. `effect` is in words; `component` names its colour.

    `count` is how many chose it, or put it where it belongs, or wrote a sentence that has it.
    """

    letter: str
    text: str
    gist: str
    is_key: bool
    is_alternative: bool
    count: int
    percent: int
    kept_back: str
    """What stands instead of figures that are too small to show; empty where they are shown."""
    most_chosen: bool
    placed: tuple[PlacedView, ...]
    belongs: tuple[PlaceView, ...]
    """The places where it belongs, the best one first."""
    rule: str
    """The rule of the lens that decides, by its name and in words: “R3 · Task test: …”."""
    effect: str
    component: str
    rationale: str
    rationale_in_short: str
    misconception_label: str

    @property
    def standing(self) -> str:
        """A word that changes with what is right about it."""
        if self.belongs:
            return "-".join(place.id for place in self.belongs)
        return "key" if self.is_key else "accepted" if self.is_alternative else "other"


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
class OrderView:
    """One order that people chose: its letters, first to last."""

    letters: tuple[str, ...]
    count: int
    percent: int
    is_key: bool


@dataclass(frozen=True)
class StepKeptView:
    """Two neighbors of the right order, and how many kept the second right behind the first."""

    first: str
    second: str
    count: int
    percent: int


@dataclass(frozen=True)
class OrderingFigure:
    """The right order, the orders that people chose most, and where the room departs."""

    right: tuple[ResultView, ...]
    orders: tuple[OrderView, ...]
    steps: tuple[StepKeptView, ...]

    def step_after(self, letter: str) -> StepKeptView | None:
        return next((step for step in self.steps if step.first == letter), None)


@dataclass(frozen=True)
class BinView:
    """How often a part of the alliance was named, and how often the lens names it, in per cent."""

    place: PlaceView
    room_percent: int
    lens_percent: int


@dataclass(frozen=True)
class SentenceView:
    """A sentence and its like. `features` are the letters of what it has."""

    id: str
    text: str
    number: int
    features: tuple[str, ...]
    is_released: bool


@dataclass(frozen=True)
class SentencesFigure:
    """What was written, as far as this audience may read it."""

    sentences: tuple[SentenceView, ...]
    written: int
    is_sealed: bool
    """Before the seal nobody reads anything: the sentences can still be changed."""


Figure = OrderingFigure | SentencesFigure | tuple[BinView, ...]
"""What a kind shows beside its results."""


@dataclass(frozen=True)
class RevealView:
    headline: str
    results: tuple[ResultView, ...]
    places: tuple[PlaceView, ...]
    figure: Figure | None
    """What the kind of question has to show besides; None where nothing would be said."""
    profile: tuple[ProfileRowView, ...]
    """Empty when the question carries no reading of a case."""
    needed: str
    answered: int
    passed: str
    """How many passed, in words; empty when nobody did."""
    is_small: bool
    """Fewer than 20 answers: counts stand before percentages."""
    why: ResultView | None
    """The keyed option whose rationale is shown in short (the most chosen of several)."""
    why_not: ResultView | None
    """The most chosen wrong option."""
    sources: tuple[Source, ...]
    contested: Contested | None
    in_practice: str
    is_keyed: bool
    is_void: bool
    is_corrected: bool
    corrections: tuple[str, ...]
    """The ways in which the key of this kind can be corrected; empty where there is none."""

    @property
    def own_marks(self) -> tuple[tuple[str, str], ...]:
        """Every mark that a choice can have, each with a word that changes when a key does."""
        if not self.places:
            return tuple((result.letter, result.standing) for result in self.results)
        return tuple(
            (mark(result.letter, id_), result.standing)
            for result in self.results
            for id_ in (*self._no_place, *(placed.place.id for placed in result.placed))
        )

    @property
    def _no_place(self) -> tuple[str, ...]:
        """An order is whole; elsewhere a line may have been put nowhere."""
        return () if isinstance(self.figure, OrderingFigure) else ("",)

    def own_of(self, choice: Choice) -> Choice:
        """The marks of a choice, with a mark that names no place for each line that it left out."""
        if not self.places or not choice:
            return choice
        placed = {letter_of(word) for word in choice}
        left_out = [mark(r.letter, "") for r in self.results if r.letter not in placed]
        return tuple(sorted((*choice, *left_out))) if left_out else choice


@dataclass(frozen=True)
class PhoneView:
    """`phase`: lobby, ready, open, closed, revealed or ended."""

    phase: str
    code: str
    title: str
    question: QuestionView | None = None
    reveal: RevealView | None = None
    asked: int = 0
    is_exam: bool = False


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
    is_exam: bool = False


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
    sure_and_wrong: tuple[tuple[str, int], ...]
    """What those believed who were sure and wrong, the most common first: what to talk about."""
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
    is_exam: bool
    can_correct: bool
