"""What was written to a short text, as its readers see it: like sentences together, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from classroom.domain.alike import likeness
from classroom.domain.kinds import kind_named
from classroom.screens.views import SentenceView
from classroom.storage.queries import ballots
from classroom.storage.tables import Sentence, Vote


def sentences_of(vote: Vote) -> tuple[SentenceView, ...] | None:
    """The sentences of the vote; None while they can still be changed, or if none are asked for."""
    if vote.secret is not None or not kind_named(vote.round.question.kind).is_written:
        return None
    return grouped(ballots.sentences(vote.id))


def grouped(sentences: Iterable[Sentence]) -> tuple[SentenceView, ...]:
    """Sentences that differ in case and punctuation alone become one.

    They keep their order whatever is ticked: what is being read must not move under a finger.
    """
    alike: defaultdict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        alike[likeness(sentence.text)].append(sentence)
    return tuple(
        SentenceView(
            first.id, first.text, 1 + len(others), tuple(first.features), first.is_released
        )
        for first, *others in alike.values()
    )


def released(sentences: Iterable[SentenceView]) -> tuple[SentenceView, ...]:
    """What the room may read of them, those with most features first."""
    shown = (sentence for sentence in sentences if sentence.is_released)
    return tuple(sorted(shown, key=lambda view: (-len(view.features), -view.number)))
