"""A question of a file as the question that a lesson asks, and back."""

from __future__ import annotations

from classroom.banks import schema
from classroom.banks.known import Known
from classroom.domain.kinds.classify import BINS
from classroom.domain.kinds.ordering import positions
from classroom.domain.question import LETTERS, Contested, Option, Place, Question, Source
from classroom.domain.signature import Reading, Signature


def resolved(question: schema.Question, language: str, known: Known) -> Question:
    """With sources and labels looked up; version 0, because the database counts versions."""
    return Question(
        id=question.id,
        version=0,
        kind=question.kind,
        title=question.title,
        lead_in=question.lead_in,
        options=tuple(
            _option(letter, option, known)
            for letter, option in zip(LETTERS, question.options, strict=False)
        ),
        places=_places(question),
        asks_certainty=question.certainty,
        stem=question.stem or "",
        level=question.level,
        section=question.section,
        nce_domain=question.nce_domain,
        language=language,
        reading=Reading(**dict(question.case)) if question.case else None,
        facts=question.facts,
        doubts=question.doubts,
        sources=tuple(
            domain_source(source)
            for id_ in question.sources
            if (source := known.sources.get(id_)) is not None
        ),
        evidence_note=question.evidence_note or "",
        contested=Contested(**dict(question.contested)) if question.contested else None,
        in_practice=question.in_practice or "",
        iso_group=question.iso_group,
        sensitivity=question.sensitivity,
        note=question.note or "",
    )


def _places(question: schema.Question) -> tuple[Place, ...]:
    """The places that the options can be put into: written out, or given by what options say."""
    if question.targets:
        return tuple(Place(str(n), text) for n, text in enumerate(question.targets, start=1))
    if any(option.bins for option in question.options):
        return BINS
    if any(option.place for option in question.options):
        return positions(len(question.options))
    return ()


def _places_of(option: schema.Option) -> tuple[str, ...]:
    numbers = (str(number) for number in (option.place, option.target) if number is not None)
    return (*numbers, *(component.value for component in option.bins))


def domain_source(source: schema.Source) -> Source:
    return Source(short=source.short, citation=source.citation, url=source.url)


def _option(letter: str, option: schema.Option, known: Known) -> Option:
    slug = option.misconception
    held = slug if slug != schema.NO_MISCONCEPTION else None
    entry = known.misconceptions.get(held) if held else None
    return Option(
        letter=letter,
        text=option.text,
        gist=option.gist or "",
        is_key=option.key,
        rationale=option.rationale,
        places=_places_of(option),
        rule=option.rule,
        signature=Signature(**dict(option.signature)) if option.signature else None,
        effect=option.effect,
        misconception=held,
        misconception_label=entry.label if entry else None,
    )
