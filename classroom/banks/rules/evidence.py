"""What a question rests on."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Fact, Misconception, Question


@rule("facts-exist", on=Question)
def facts_exist(question: Question, known: Known) -> Iterator[Finding]:
    """Every fact that a question names is in the list of facts."""
    return _missing_facts(question.facts, known)


@rule("fact-of-misconception", on=Misconception)
def misconception_names_facts(entry: Misconception, known: Known) -> Iterator[Finding]:
    """Every fact that a misconception names is in the list of facts."""
    return _missing_facts(entry.facts, known)


@rule("sources-exist", on=Question)
def sources_exist(question: Question, known: Known) -> Iterator[Finding]:
    """Every source that a question names is in the list of sources."""
    return _missing_sources(question.sources, known)


@rule("source-of-fact", on=Fact)
def fact_names_sources(fact: Fact, known: Known) -> Iterator[Finding]:
    """Every source that a fact names is in the list of sources."""
    return _missing_sources(fact.sources, known)


def _missing_facts(named: tuple[str, ...], known: Known) -> Iterator[Finding]:
    for number, id_ in enumerate(named):
        if known.facts.lacks(id_):
            yield ("facts", number), f"there is no fact “{id_}”{known.facts.likely(id_)}"


def _missing_sources(named: tuple[str, ...], known: Known) -> Iterator[Finding]:
    for number, id_ in enumerate(named):
        if known.sources.lacks(id_):
            yield ("sources", number), f"there is no source “{id_}”{known.sources.likely(id_)}"


@rule("doubtful-fact", on=Question)
def key_rests_on_no_doubtful_fact(question: Question, known: Known) -> Iterator[Finding]:
    """A question with a key rests on no fact whose status is `doubtful`."""
    if not question.is_scored:
        return
    for number, id_ in enumerate(question.facts):
        fact = known.facts.get(id_)
        if fact and fact.status == "doubtful":
            remove = f"the fact “{id_}” is doubtful and cannot carry a key; rest on another one"
            yield ("facts", number), remove


@rule("evidence-note", on=Question)
def nuance_is_explained(question: Question, known: Known) -> Iterator[Finding]:
    """A question that rests on a fact with the status `nuance` has an `evidence_note`."""
    if question.evidence_note:
        return
    for number, id_ in enumerate(question.facts):
        fact = known.facts.get(id_)
        if fact and fact.status == "nuance":
            add = f"add an evidence_note: the fact “{id_}” holds only with a nuance"
            yield ("facts", number), add
            return


@rule("named-once", on=Question)
def evidence_is_named_once(question: Question, known: Known) -> Iterator[Finding]:
    """A question names each fact and each source once."""
    for name in ("facts", "sources"):
        listed = getattr(question, name)
        for number, id_ in enumerate(listed):
            if id_ in listed[:number]:
                yield (name, number), f"“{id_}” is named twice; remove one"


@rule("section-known", on=Question)
def section_is_one_of_the_facts(question: Question, known: Known) -> Iterator[Finding]:
    """`section` is a section that some fact has too."""
    facts = known.facts
    sections = sorted({fact.section for fact in facts.entries.values() if fact})
    if facts.is_complete and all(facts.entries.values()) and question.section not in sections:
        yield ("section",), f"choose one of {', '.join(sections) or 'the sections of the facts'}"
