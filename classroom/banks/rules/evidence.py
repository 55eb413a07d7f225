"""What a question rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Fact, Misconception, Question, Source
from classroom.banks.texts import all_texts

_CODE_OF_ETHICS = re.compile(
    r"\bACA\b|\bcodes? of ethics\b|\bethics codes?\b|\bethical codes?\b", re.IGNORECASE
)
_EDITION = re.compile(r"\b(?:19|20)\d\d\b")
_CURRENT_CODE = re.compile(
    r"\b(?:current|present|latest|newest|today['’]s) (?:(?:ACA|NBCC|ethics|ethical) )*code\b",
    re.IGNORECASE,
)


@rule("L15", on=Question)
def facts_carry_the_key(question: Question, known: Known) -> Iterator[Finding]:
    """A question names at least one fact, and each that it names (also in `doubts`) is in the list
    of facts. A scored question rests on no fact whose status is `doubtful`; one that rests on a
    fact with the status `nuance` has an `evidence_note`."""
    if not question.facts:
        yield ("facts",), "name at least one fact that the question rests on"
    yield from _missing_facts("facts", question.facts, known)
    yield from _missing_facts("doubts", question.doubts, known)
    yield from _doubtful_facts(question, known)
    yield from _unexplained_nuance(question, known)


def _missing_facts(field: str, named: tuple[str, ...], known: Known) -> Iterator[Finding]:
    for number, id_ in enumerate(named):
        if known.facts.lacks(id_):
            yield (field, number), f"there is no fact “{id_}”{known.facts.likely(id_)}"


def _doubtful_facts(question: Question, known: Known) -> Iterator[Finding]:
    if not question.is_scored:
        return
    for number, id_ in enumerate(question.facts):
        fact = known.facts.get(id_)
        if fact and fact.status == "doubtful":
            remove = f"the fact “{id_}” is doubtful and cannot carry a key; rest on another one"
            yield ("facts", number), remove


def _unexplained_nuance(question: Question, known: Known) -> Iterator[Finding]:
    if question.evidence_note:
        return
    for number, id_ in enumerate(question.facts):
        fact = known.facts.get(id_)
        if fact and fact.status == "nuance":
            add = f"add an evidence_note: the fact “{id_}” holds only with a nuance"
            yield ("facts", number), add
            return


@rule("L26", on=Question)
def sources_exist(question: Question, known: Known) -> Iterator[Finding]:
    """Every source that a question names is in the list of sources."""
    return _missing_sources(question.sources, known)


@rule("L26", on=Question, in_english=True)
def edition_of_the_code_is_named(question: Question, known: Known) -> Iterator[Finding]:
    """A text that speaks of a code of ethics says of which year (“ACA 2014”), and none speaks of a
    “current code”: the next one is being written."""
    for place, text in all_texts(question):
        if found := _CURRENT_CODE.search(text):
            yield place, f"name the edition instead of “{found.group()}”, such as ACA 2014"
        elif _is_undated(text):
            yield place, "name the edition of the code of ethics, such as ACA 2014"


@rule("L26", on=Source)
def source_shows_the_edition(source: Source, known: Known) -> Iterator[Finding]:
    """A code of ethics in the list of sources has its year in `short`, which is what is shown."""
    if _is_undated(source.short):
        yield ("short",), "name the year of the edition"


def _is_undated(text: str) -> bool:
    return bool(_CODE_OF_ETHICS.search(text)) and not _EDITION.search(text)


def _missing_sources(named: tuple[str, ...], known: Known) -> Iterator[Finding]:
    for number, id_ in enumerate(named):
        if known.sources.lacks(id_):
            yield ("sources", number), f"there is no source “{id_}”{known.sources.likely(id_)}"


@rule("fact-of-misconception", on=Misconception)
def misconception_names_facts(entry: Misconception, known: Known) -> Iterator[Finding]:
    """Every fact that a misconception names is in the list of facts."""
    return _missing_facts("facts", entry.facts, known)


@rule("source-of-fact", on=Fact)
def fact_names_sources(fact: Fact, known: Known) -> Iterator[Finding]:
    """Every source that a fact names is in the list of sources."""
    return _missing_sources(fact.sources, known)


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
