"""Classify, as it looks: each move's split over the parts of the alliance, beside the lens."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from classroom.domain.kinds import Choice
from classroom.domain.placed import right_places
from classroom.domain.question import Key, Place, Question, mark
from classroom.domain.tally import Tally, percent
from classroom.screens import wording
from classroom.screens.kinds.placing import as_pairs, headline_of, partial_credit
from classroom.screens.views import BinView, Figure, PlaceView, ResultView, SentenceView


def name() -> str:
    return _("Classify")


def how(question: Question) -> str:
    return " ".join((_("Choose a part of the alliance for each move."), partial_credit()))


def place_label(place: Place) -> str:
    return wording.component_name(place.id)


def headline(question: Question, key: Key, tally: Tally) -> str:
    return headline_of(
        question,
        key,
        tally,
        all_right=_("%(share)s read every move as the lens does."),
        none_right=_("Nobody read every move as the lens does."),
        most_missed=_("Most divided: %(letter)s."),
    )


def figure(
    question: Question,
    key: Key,
    tally: Tally,
    results: tuple[ResultView, ...],
    sentences: Sequence[SentenceView] | None,
) -> Figure | None:
    """Which part the room named how often, beside how often the lens names it first.

    None when nobody answered, or when nothing is right any more.
    """
    if key.void or not tally.answered:
        return None
    named = {
        place.id: sum(tally.counts[mark(letter, place.id)] for letter in question.letters)
        for place in question.places
    }
    first = [right_places(option, key, question)[0] for option in question.options]
    return tuple(
        BinView(
            PlaceView(place.id, place_label(place), place.id),
            percent(named[place.id], sum(named.values())),
            percent(first.count(place.id), len(first)),
        )
        for place in question.places
    )


def in_words(choice: Choice, question: Question) -> str:
    return as_pairs(choice, {place.id: place_label(place) for place in question.places})
