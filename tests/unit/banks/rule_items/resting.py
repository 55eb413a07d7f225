"""L15 and L26: what a question rests on."""

from __future__ import annotations

from classroom.banks import schema
from classroom.banks.rules import evidence
from tests.unit.banks.rule_items.item import Item, placed, question, rationale

MORE = "which asks for consent, consultation and documentation before a boundary is moved"


def source(short: str) -> schema.Source:
    return schema.Source(id="code", citation="A code of ethics.", short=short)


ITEMS = [
    Item(
        evidence.facts_carry_the_key,
        passes=(
            question(facts=["BOR-01"]),
            question(facts=["BOR-02"], evidence_note="The claim is narrower."),
            question(facts=["BOR-01"], doubts=["BOR-03"]),
            placed("poll", {"gist": "went first"}, {"gist": "waited"}, facts=["BOR-03"]),
        ),
        fails=(
            question(facts=[]),
            question(facts=["BOR-99"]),
            question(doubts=["BOR-99"]),
            question(facts=["BOR-03"]),
            question(facts=["BOR-01", "BOR-02"]),
        ),
    ),
    Item(
        evidence.sources_exist,
        passes=(question(),),
        fails=(question(sources=["bordin-1980"]),),
    ),
    Item(
        evidence.edition_of_the_code_is_named,
        passes=(
            rationale(f"Section A.6 of ACA 2014, {MORE}, leaves the decision to both."),
            rationale(f"The 2014 ACA Code has a section, {MORE}, and forbids no contact."),
        ),
        fails=(
            rationale(f"Section A.6 of the ACA Code, {MORE}, leaves the decision to both."),
            rationale(f"A code of ethics has a section, {MORE}, and forbids no contact."),
            question(evidence_note="The current code (ACA 2014) asks for consent."),
        ),
    ),
    Item(
        evidence.source_shows_the_edition,
        passes=(source("ACA Code of Ethics 2014"), source("Bordin 1979")),
        fails=(source("ACA Code of Ethics"),),
    ),
]
