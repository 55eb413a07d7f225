"""How the room answered beside the explanation: the view that phones, projector, console share."""

from __future__ import annotations

from classroom.domain.headline import headline
from classroom.domain.question import Key, Question
from classroom.domain.tally import (
    Tally,
    most_chosen,
    most_chosen_wrong,
    room_profile,
)
from classroom.screens import wording
from classroom.screens.views import ProfileRowView, ResultView, RevealView


def reveal_view(question: Question, key: Key, tally: Tally) -> RevealView:
    """Headline, every option with its effect, the room profile, and why."""
    top = most_chosen(question, tally)
    results = tuple(_result(question, key, tally, letter, top) for letter in question.letters)
    by_letter = {result.letter: result for result in results}
    wrong = most_chosen_wrong(question, key, tally)
    keyed = sorted(key.letters, key=lambda letter: (-tally.counts[letter], letter))
    return RevealView(
        headline=wording.headline(headline(question, key, tally)),
        results=results,
        profile=_profile(question, tally),
        needed=question.reading.needed if question.reading else "",
        answered=tally.answered,
        is_small=tally.is_small,
        why=by_letter[keyed[0]] if keyed and not key.void else None,
        why_not=by_letter[wrong] if wrong else None,
        sources=question.sources,
        contested=question.contested,
        is_void=key.void,
        is_corrected=key.corrected,
    )


def _result(
    question: Question, key: Key, tally: Tally, letter: str, top: tuple[str, ...]
) -> ResultView:
    option = question.option(letter)
    return ResultView(
        letter=letter,
        text=option.text,
        gist=option.gist,
        is_key=not key.void and letter in key.letters,
        is_alternative=not key.void and letter in key.alternatives,
        count=tally.counts[letter],
        percent=tally.percent(letter),
        most_chosen=letter in top and len(top) == 1,
        effect=wording.effect(option),
        component=option.signature.component.value if option.signature else "",
        rationale=option.rationale,
        rationale_in_short=option.rationale_in_short,
        misconception_label=option.misconception_label or "",
    )


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
