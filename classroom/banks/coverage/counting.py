"""In which cells of which tables a question counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from classroom.banks.schema import Fact
from classroom.domain.question import Option, Question
from classroom.domain.signature import Stage


class Part(StrEnum):
    """A table, by the name that it has in addresses and in JSON."""

    BANKS = "by_bank"
    KINDS = "by_kind"
    LEVELS = "by_level"
    SECTIONS = "by_section"
    NCE_DOMAINS = "by_nce_domain"
    FACTS = "facts"
    DOUBTS = "doubts"
    MISCONCEPTIONS = "misconceptions"
    RUPTURE_CELLS = "rupture_cells"
    STAGES = "stages"
    MODALITIES = "modalities"
    KEY_POSITIONS = "key_positions"
    TWINS = "twins"
    CERTAINTY = "certainty"


NO_DOMAIN = "none"
ASKED = "asked"
CHOICES = ("single_best", "select_all")
PLACINGS = ("ordering", "matching", "classify")


def crossed(row: str, column: str) -> str:
    """The id of the cell where a row and a column meet."""
    return f"{row}.{column}"


def cells_of(
    question: Question, bank: str, facts: Mapping[str, Fact]
) -> Iterator[tuple[Part, str]]:
    """Every table and cell that the question counts in, as often as it counts there."""
    yield Part.BANKS, bank
    yield Part.BANKS, crossed(bank, question.kind)
    yield Part.KINDS, question.kind
    yield Part.LEVELS, question.level
    yield Part.SECTIONS, question.section
    yield Part.NCE_DOMAINS, domain_of(question)
    yield Part.NCE_DOMAINS, crossed(bank, domain_of(question))
    for id_ in dict.fromkeys(question.facts):
        yield Part.FACTS, id_
    for id_ in dict.fromkeys(question.doubts):
        yield Part.DOUBTS, id_
    for option in question.options:
        if slug := misconception_of(option, question):
            yield Part.MISCONCEPTIONS, slug
    if question.reading:
        cell = crossed(question.reading.rupture.value, question.reading.strained.value)
        yield Part.RUPTURE_CELLS, cell
    for stage in sorted(stages_of(question, facts)):
        yield Part.STAGES, stage
    for modality in sorted(_modalities_of(question, facts)):
        yield Part.MODALITIES, modality
    if question.kind == "single_best":
        for letter in sorted(question.key):
            yield Part.KEY_POSITIONS, crossed(bank, letter)
    if question.iso_group:
        yield Part.TWINS, question.iso_group
    if question.asks_certainty:
        yield Part.CERTAINTY, ASKED


def domain_of(question: Question) -> str:
    return str(question.nce_domain or NO_DOMAIN)


def misconception_of(option: Option, question: Question) -> str | None:
    """The misconception that an option stands for: a wrong choice, or what is put into a place."""
    counts = question.kind in PLACINGS or (question.kind in CHOICES and not option.is_key)
    return option.misconception if counts else None


def stages_of(question: Question, facts: Mapping[str, Fact]) -> set[str]:
    """The stages that the key belongs to, and those that the facts under it are about."""
    found = {
        option.signature.stage.value
        for option in question.options
        if option.is_key and option.signature and option.signature.stage is not Stage.NONE
    }
    stages = (facts[id_].stage for id_ in question.facts if id_ in facts)
    return found | {stage.value for stage in stages if stage}


def _modalities_of(question: Question, facts: Mapping[str, Fact]) -> set[str]:
    modalities = (facts[id_].modality for id_ in question.facts if id_ in facts)
    return {modality.value for modality in modalities if modality}
