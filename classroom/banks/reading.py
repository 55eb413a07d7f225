"""Files → library: everything is read and checked before anything is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from classroom.banks import files, schema
from classroom.banks.domain_question import domain_source, resolved
from classroom.banks.fault import BankFaults, Fault, Level
from classroom.banks.judging import judged
from classroom.banks.known import Catalog, Known
from classroom.banks.library import Bank, Lesson, Library, Outline
from classroom.banks.schema import Shape
from classroom.banks.sheets import FORMATS, REFERENCE_FORMATS, Entry, Sheet, examined, opened

S = TypeVar("S", bound=Shape)

RULES = {
    "id-once": "Every bank, question, lesson, fact, misconception and source has an id of its own, "
    "and every domain of an outline a number.",
}
"""Name of the rule → what it asks for."""


@dataclass(frozen=True)
class Checked:
    """All faults of the files, in the order of files and lines; no library if one is an error."""

    faults: tuple[Fault, ...]
    library: Library | None


def read(path: Path) -> Library:
    """The library of that folder, or of that one file; BankFaults with all errors of all files.

    What the files refer to and do not hold is looked up in the files `around`. NothingToRead.
    Warnings are not looked for: they are the business of whoever writes the files.
    """
    checked = _checked(path, (Level.ERROR,))
    if checked.library is None:
        raise BankFaults(checked.faults)
    return checked.library


def check(path: Path) -> Checked:
    """The files as `read` reads them, with warnings and infos beside the errors. NothingToRead."""
    return _checked(path, tuple(Level))


def _checked(path: Path, levels: Collection[Level]) -> Checked:
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
    faults += judged(own, known, levels)
    is_sound = not any(fault.is_error for fault in faults)
    library = _library(own, known, _outline(entries)) if is_sound else None
    return Checked(tuple(sorted(set(faults))), library)


def _sheets(path: Path) -> list[Sheet]:
    sheets = [opened(file, asked_for=True) for file in files.asked_for(path)]
    sheets += _to_refer_to(files.around(path), _lists_in(sheets))
    if _lists_in(sheets) != REFERENCE_FORMATS:
        sheets += _to_refer_to(files.shipped_lists(), _lists_in(sheets))
    return sheets


def _lists_in(sheets: Iterable[Sheet]) -> set[str]:
    """The formats of the reference lists among them."""
    return {sheet.format for sheet in sheets if sheet.format} & REFERENCE_FORMATS


def _to_refer_to(paths: Iterable[Path], brought: set[str]) -> list[Sheet]:
    sheets = (opened(file, asked_for=False) for file in paths)
    return [sheet for sheet in sheets if sheet.format not in brought]


def _known(sheets: Sequence[Sheet], entries: Sequence[Entry]) -> Known:
    return Known(
        facts=_catalog(schema.FACTS, schema.Fact, sheets, entries),
        misconceptions=_catalog(schema.MISCONCEPTIONS, schema.Misconception, sheets, entries),
        sources=_catalog(schema.SOURCES, schema.Source, sheets, entries),
        questions=_catalog(schema.BANK, schema.Question, sheets, entries),
        domains=_catalog(schema.OUTLINE, schema.Domain, sheets, entries),
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


def _library(entries: Sequence[Entry], known: Known, outline: Outline) -> Library:
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
        outline=outline,
    )


def _outline(entries: Iterable[Entry]) -> Outline:
    """The one that was read: there is always one, for the program brings one along."""
    models = [entry.model for entry in entries]
    head = next(model for model in models if isinstance(model, schema.Outline))
    return Outline(
        name=head.name,
        valid_until=head.valid_until,
        validity_note=head.validity_note,
        sources=head.sources,
        domains=tuple(
            sorted(
                (model for model in models if isinstance(model, schema.Domain)),
                key=lambda domain: domain.number,
            )
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
        takes_over=bank.takes_over,
        file=head.sheet.file,
        lines={entry.id: entry.line for entry, _ in asked},
    )


def _lesson(entry: Entry, lesson: schema.Lesson) -> Lesson:
    return Lesson(
        id=lesson.id,
        title=lesson.title,
        minutes=lesson.minutes,
        description=lesson.description,
        is_exam=lesson.exam,
        questions=lesson.questions,
        file=entry.sheet.file,
        line=entry.line,
    )
