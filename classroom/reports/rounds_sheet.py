"""The sheet of the rounds: what the chart of each round shows, in figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from classroom.domain.kinds import kind_named
from classroom.domain.question import Option, Place, mark
from classroom.domain.small_numbers import PASSED, WORDS, Instead, kept_back
from classroom.reports.round_report import RoundReport


def rounds_sheet(
    rounds: Iterable[RoundReport],
) -> tuple[Sequence[object], list[Sequence[object]]]:
    """Header and rows: a row an option, or a row for each option in each place.

    For a poll the small figures are kept back as on every screen, and hands with them. For a short
    text an option is what its reader looks for, and the figure how many sentences have it.
    """
    header = (
        _("Round"),
        _("Phase"),
        _("Question id"),
        _("Version"),
        _("Question"),
        _("Option"),
        _("Text"),
        _("Key"),
        _("Key as authored"),
        _("Chosen by"),
        _("Hands"),
        _("Answered"),
        _("Present"),
        _("Component"),
        _("Valence"),
        _("Misconception"),
        _("Kind"),
        _("Place"),
        _("Text of the place"),
        _("Passed"),
    )
    return header, [row for round_ in rounds for row in _rows(round_)]


def _rows(round_: RoundReport) -> Iterable[Sequence[object]]:
    for option in round_.question.options:
        for place in round_.question.places or (None,):
            yield _row(round_, option, place)


def _row(round_: RoundReport, option: Option, place: Place | None) -> Sequence[object]:
    record, question = round_.record, round_.question
    word = mark(option.letter, place.id) if place else option.letter
    takes_hands = kind_named(question.kind).takes_hands
    return (
        record.position,
        record.phase.value,
        question.id,
        question.version,
        question.title,
        option.letter,
        option.text,
        _key_mark(round_, word),
        _("yes") if word in question.key else "",
        _shown(_count(round_, option, word), option.letter, round_),
        record.tally.hands.get(word, 0) if takes_hands else None,
        round_.answered if record.is_linked else round_.took_part,
        round_.present,
        option.signature.component.value if option.signature else "",
        option.signature.valence.value if option.signature else "",
        option.misconception_label or "",
        question.kind,
        place.id if place else "",
        place.text if place else "",
        _shown(record.tally.passed, PASSED, round_),
    )


def _count(round_: RoundReport, option: Option, word: str) -> int:
    if kind_named(round_.question.kind).is_written:
        return sum(option.letter in sentence.features for sentence in round_.record.sentences)
    return round_.record.tally.counts.get(word, 0)


def _shown(number: int, cell: str, round_: RoundReport) -> object:
    """The number; of ballots nothing that could lead from an opinion to a person."""
    kind = kind_named(round_.question.kind)
    if kind.is_linked or (kind.is_written and cell != PASSED):
        return number
    word = kept_back(round_.record.tally).get(cell)
    if word is None:
        return number
    return None if word is Instead.NOTHING else _(WORDS[word])


def _key_mark(round_: RoundReport, word: str) -> str:
    key = round_.record.key
    if not round_.question.key:
        return ""
    if key.void:
        return _("void")
    if word in key.letters:
        return _("yes")
    return _("accepted") if word in key.alternatives else ""
