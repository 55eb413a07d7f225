"""How the room answered beside the explanation: the view that phones, projector, console share."""

from __future__ import annotations

from collections.abc import Sequence

from classroom.domain import tally as counting
from classroom.domain.correction import corrections_of
from classroom.domain.kinds import kind_named
from classroom.domain.placed import hardest_of, right_places, rightly_placed
from classroom.domain.question import Key, Option, Question, mark
from classroom.domain.small_numbers import kept_back
from classroom.domain.tally import (
    SMALL_ROOM,
    Tally,
    most_chosen,
    most_chosen_wrong,
    percent,
    room_profile,
)
from classroom.screens import wording
from classroom.screens.kinds import look_of
from classroom.screens.views import (
    PlacedView,
    PlaceView,
    ProfileRowView,
    ResultView,
    RevealView,
    SentenceView,
)


def reveal_view(
    question: Question,
    key: Key,
    tally: Tally,
    sentences: Sequence[SentenceView] | None = None,
) -> RevealView:
    """Headline, every option with its effect, what the kind shows besides, and why.

    `sentences` are those that the audience may read, of a short text that is sealed.
    """
    look = look_of(question.kind)
    counted = _with_features(tally, question, sentences)
    top = most_chosen(question, counted)
    results = tuple(_result(question, key, counted, option, top) for option in question.options)
    by_letter = {result.letter: result for result in results}
    why, why_not = _why(question, key, counted)
    return RevealView(
        headline=look.headline(question, key, tally),
        results=results,
        places=places_of(question),
        figure=look.figure(question, key, tally, results, sentences),
        profile=_profile(question, tally),
        needed=question.reading.needed if question.reading else "",
        answered=_people(question, tally),
        passed=wording.passed(tally, is_linked=kind_named(question.kind).is_linked),
        is_small=_people(question, tally) < SMALL_ROOM,
        why=by_letter[why] if why else None,
        why_not=by_letter[why_not] if why_not else None,
        sources=question.sources,
        contested=question.contested,
        in_practice=question.in_practice,
        is_keyed=kind_named(question.kind).is_keyed,
        is_void=key.void,
        is_corrected=key.corrected,
        corrections=corrections_of(question),
    )


def preview_of(question: Question) -> RevealView:
    """A question as its instructor prepares it: key, places and reasons, and nobody's answer."""
    key = Key(question.key)
    return reveal_view(question, key, counting.tally(question, key, ()))


def places_of(question: Question) -> tuple[PlaceView, ...]:
    """The places of a question with the names that people read."""
    look = look_of(question.kind)
    return tuple(
        PlaceView(place.id, look.place_label(place), place.id if not place.id.isdigit() else "")
        for place in question.places
    )


def _with_features(
    tally: Tally, question: Question, sentences: Sequence[SentenceView] | None
) -> Tally:
    """For a short text the counts are how many sentences have each feature."""
    if sentences is None:
        return tally
    counts = {
        letter: sum(sentence.number for sentence in sentences if letter in sentence.features)
        for letter in question.letters
    }
    return Tally(tally.answered, counts, passed=tally.passed)


def _why(question: Question, key: Key, tally: Tally) -> tuple[str | None, str | None]:
    """The option that shows why it works, and the one that shows why it attracts.

    Where options are put into places that is the one which most people misplaced.
    """
    if not question.key or key.void:
        return None, None
    if question.places:
        hardest = hardest_of(question, key, tally) if tally.answered else None
        return hardest.letter if hardest else None, None
    keyed = sorted(key.letters, key=lambda letter: (-tally.counts[letter], letter))
    return keyed[0], most_chosen_wrong(question, key, tally)


def _result(
    question: Question, key: Key, tally: Tally, option: Option, top: tuple[str, ...]
) -> ResultView:
    letter = option.letter
    count = tally.counts.get(letter, 0)
    if question.places:
        count = rightly_placed(option, key, tally)
    withheld = _kept_back(question, tally, letter)
    return ResultView(
        letter=letter,
        text=option.text,
        gist=option.gist,
        is_key=not key.void and letter in key.letters,
        is_alternative=not key.void and letter in key.alternatives,
        count=0 if withheld else count,
        percent=0 if withheld else percent(count, _people(question, tally)),
        kept_back=withheld,
        most_chosen=letter in top and len(top) == 1 and not withheld,
        placed=_placed(question, key, tally, letter),
        belongs=() if key.void else _belongs(question, key, option),
        rule=wording.lens_rule(option.rule) if option.rule else "",
        effect=wording.effect(option),
        component=option.signature.component.value if option.signature else "",
        rationale=option.rationale,
        rationale_in_short=option.rationale_in_short,
        misconception_label=option.misconception_label or "",
    )


def _people(question: Question, tally: Tally) -> int:
    """What shares are parts of. Passes count where their number could be told by subtracting."""
    return tally.answered if kind_named(question.kind).is_linked else tally.took_part


def _kept_back(question: Question, tally: Tally, letter: str) -> str:
    """What stands for a figure that could lead from an opinion to a person."""
    kind = kind_named(question.kind)
    if kind.is_linked or kind.is_written:
        return ""
    word = kept_back(tally).get(letter)
    return wording.instead(word) if word else ""


def _placed(question: Question, key: Key, tally: Tally, letter: str) -> tuple[PlacedView, ...]:
    placed: list[PlacedView] = []
    before = 0
    for place in places_of(question):
        word = mark(letter, place.id)
        share = percent(tally.counts[word], tally.answered)
        is_right = not key.void and word in key.accepted
        placed.append(PlacedView(place, tally.counts[word], share, before, is_right))
        before += share
    return tuple(placed)


def _belongs(question: Question, key: Key, option: Option) -> tuple[PlaceView, ...]:
    by_id = {place.id: place for place in places_of(question)}
    return tuple(by_id[id_] for id_ in right_places(option, key, question))


def _profile(question: Question, tally: Tally) -> tuple[ProfileRowView, ...]:
    profile = room_profile(question, tally)
    if profile is None:
        return ()
    return tuple(
        ProfileRowView(
            component=row.component.value,
            label=wording.component_name(row.component.value),
            strengthens=row.strengthens,
            strains=row.strains,
            neither=row.neither,
            total=row.total,
            total_percent=profile.percent(row.total),
            strengthens_percent=profile.percent(row.strengthens),
            strains_percent=profile.percent(row.strains),
            neither_percent=profile.percent(row.neither),
            needed=row.needed,
        )
        for row in profile.rows
    )
