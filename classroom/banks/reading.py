"""Files → library: everything is read and checked before anything is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from classroom.banks import files, rules, schema
from classroom.banks.domain_question import domain_source, resolved
from classroom.banks.fault import BankFaults, Fault
from classroom.banks.known import Catalog, Known
from classroom.banks.library import Bank, Lesson, Library
from classroom.banks.schema import Shape
from classroom.banks.sheets import FORMATS, REFERENCE_FORMATS, Entry, Sheet, examined, opened

S = TypeVar("S", bound=Shape)

RULES = {
    "id-once": "Every bank, question, lesson, fact, misconception and source has an id of its own.",
}
"""Name of the rule → what it asks for."""


def read(path: Path) -> Library:
    """The library of that folder, or of that one file; BankFaults with all faults of all files.

    What the files refer to and do not hold is looked up in the files `around`. NothingToRead.
    """
    sheets = _sheets(path)
    entries: list[Entry] = []
    faults: list[Fault] = []
    for sheet in sheets:
        found, wrong = examined(sheet)
        entries += found
        faults += wrong
    known = _known(sheets, entries)
    own = [entry for entry in entries if entry.sheet.asked_for]
    faults += _used_twice(own)
    faults += _against_rules(own, known)
    if faults:
        raise BankFaults(faults)
    return _library(own, known)


def _sheets(path: Path) -> list[Sheet]:
    own = [opened(file, asked_for=True) for file in files.asked_for(path)]
    brought = {sheet.format for sheet in own} & REFERENCE_FORMATS
    around = (opened(file, asked_for=False) for file in files.around(path))
    return own + [sheet for sheet in around if sheet.format not in brought]


def _known(sheets: Sequence[Sheet], entries: Sequence[Entry]) -> Known:
    return Known(
        facts=_catalog(schema.FACTS, schema.Fact, sheets, entries),
        misconceptions=_catalog(schema.MISCONCEPTIONS, schema.Misconception, sheets, entries),
        sources=_catalog(schema.SOURCES, schema.Source, sheets, entries),
        questions=_catalog(schema.BANK, schema.Question, sheets, entries),
    )


def _catalog(
    format_: str, shape: type[S], sheets: Sequence[Sheet], entries: Sequence[Entry]
) -> Catalog[S]:
    listed: dict[str, S | None] = {}
    for entry in entries:
        if entry.shape is shape and entry.id:
            listed.setdefault(entry.id, entry.model if isinstance(entry.model, shape) else None)
    return Catalog(listed, is_complete=_is_complete(format_, sheets))


def _is_complete(format_: str, sheets: Sequence[Sheet]) -> bool:
    """Whether nothing of that format was lost in a file that could not be read to its end.

    A file of unknown format may have been another bank, or the only list of its kind.
    """
    lost = [sheet.format for sheet in sheets if not sheet.has_its_list]
    if format_ in lost:
        return False
    has_list = any(sheet.format == format_ for sheet in sheets)
    may_be_elsewhere = format_ == schema.BANK or not has_list
    return not (may_be_elsewhere and any(said not in FORMATS for said in lost))


def _used_twice(entries: Iterable[Entry]) -> Iterator[Fault]:
    users: dict[tuple[type[Shape], str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.id:
            users[entry.shape, entry.id].append(entry)
    for (_, id_), (first, *others) in users.items():
        for entry in others:
            taken = f"“{id_}” is taken by {first.sheet.file}:{first.line}; choose another id"
            yield entry.fault(("id",), "id-once", taken)


def _against_rules(entries: Iterable[Entry], known: Known) -> Iterator[Fault]:
    for entry in entries:
        if entry.model is not None:
            for rule, (place, text) in rules.findings(entry.model, known):
                yield entry.fault(place, rule.name, text)


def _library(entries: Sequence[Entry], known: Known) -> Library:
    sources = _sound(known.sources)
    return Library(
        facts=_sound(known.facts),
        misconceptions=_sound(known.misconceptions),
        sources={id_: domain_source(source) for id_, source in sources.items()},
        banks=tuple(
            _bank(entry, entry.model, entries, known)
            for entry in entries
            if isinstance(entry.model, schema.Bank)
        ),
        lessons=tuple(
            _lesson(entry, entry.model)
            for entry in entries
            if isinstance(entry.model, schema.Lesson)
        ),
    )


def _sound(catalog: Catalog[S]) -> dict[str, S]:
    return {id_: entry for id_, entry in catalog.entries.items() if entry is not None}


def _bank(head: Entry, bank: schema.Bank, entries: Iterable[Entry], known: Known) -> Bank:
    asked = [
        (entry, entry.model)
        for entry in entries
        if entry.sheet is head.sheet and isinstance(entry.model, schema.Question)
    ]
    return Bank(
        id=bank.id,
        title=bank.title,
        language=bank.language,
        description=bank.description,
        questions=tuple(resolved(question, bank.language, known) for _, question in asked),
        file=head.sheet.file,
        lines={entry.id: entry.line for entry, _ in asked},
    )


def _lesson(entry: Entry, lesson: schema.Lesson) -> Lesson:
    return Lesson(
        id=lesson.id,
        title=lesson.title,
        minutes=lesson.minutes,
        description=lesson.description,
        questions=lesson.questions,
        file=entry.sheet.file,
        line=entry.line,
    )
