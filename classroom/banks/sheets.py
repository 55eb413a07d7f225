"""A file, and the entries that it holds: the step from text to shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classroom.banks import schema
from classroom.banks.fault import Fault, Level
from classroom.banks.schema import Shape
from classroom.banks.shape import Misfit, fitted, likely
from classroom.banks.yaml_text import Document, Place, read_document

FORMATS: tuple[str, ...] = (*schema.LISTS, schema.LESSON)
REFERENCE_FORMATS = frozenset({schema.FACTS, schema.MISCONCEPTIONS, schema.SOURCES, schema.OUTLINE})
_NAMED_BY: dict[type[Shape], str] = {schema.Misconception: "slug", schema.Domain: "number"}
"""The field that tells an entry from others of its shape, where it is not `id`."""


@dataclass(frozen=True)
class Sheet:
    """A file. One that is not asked for itself is there to be referred to."""

    file: str
    format: str | None
    document: Document
    asked_for: bool

    @property
    def language(self) -> str:
        """The language that the file says it is written in; empty if it says none."""
        said = self.document.data.get("language") if isinstance(self.document.data, dict) else None
        return said if isinstance(said, str) else ""

    @property
    def has_its_list(self) -> bool:
        """Whether it holds the list that its format promises, so that nothing of it is missing."""
        if self.format not in FORMATS or not isinstance(self.document.data, dict):
            return False
        if self.format == schema.LESSON:
            return True
        return isinstance(self.document.data.get(schema.LISTS[self.format][0]), list)


@dataclass(frozen=True)
class Entry:
    """A thing with an id. `model` is None when it does not fit its shape."""

    sheet: Sheet
    shape: type[Shape]
    place: Place
    id: str
    model: Shape | None

    @property
    def line(self) -> int:
        return self.sheet.document.line(self.place)

    def fault(self, place: Place, rule: str, text: str, level: Level = Level.ERROR) -> Fault:
        line = self.sheet.document.line((*self.place, *place))
        return Fault(self.sheet.file, line, self.id, rule, text, level)


def opened(file: Path, *, asked_for: bool) -> Sheet:
    """The file as it stands, whatever is wrong with it."""
    document = read_document(file)
    data = document.data
    said = data.get("format") if isinstance(data, dict) else _format_said(file, document)
    return Sheet(str(file), said if isinstance(said, str) else None, document, asked_for=asked_for)


def _format_said(file: Path, document: Document) -> str | None:
    """What a file that cannot be parsed seems to be, so that others are judged without it."""
    if any(problem.rule == "readable" for problem in document.problems):
        return None
    text = file.read_text("utf-8-sig")
    found = re.search(r"^format:[ \t]*[\"']?([a-z]+-[a-z]+/[0-9]+)", text, flags=re.MULTILINE)
    return found.group(1) if found else None


def examined(sheet: Sheet) -> tuple[list[Entry], list[Fault]]:
    """The entries of a file, and what is wrong with its text and their shapes.

    Of the files that are merely referred to, only the reference lists are complained about.
    """
    entries = []
    faults = [
        Fault(sheet.file, problem.line, "", problem.rule, problem.text)
        for problem in sheet.document.problems
    ]
    broken_lines = {fault.line for fault in faults}
    for entry, misfits in _fitted(sheet):
        entries.append(entry)
        found = (entry.fault(*misfit) for misfit in misfits)
        # What stands on a broken line follows from the break.
        faults += [fault for fault in found if fault.line not in broken_lines]
    matters = sheet.asked_for or sheet.format in REFERENCE_FORMATS
    return entries, faults if matters else []


def _fitted(sheet: Sheet) -> Iterator[tuple[Entry, list[Misfit]]]:
    data = sheet.document.data
    if data is None:
        if not sheet.document.problems:
            yield _no_entry(sheet, (("format",), "format-known", _formats_to_choose(sheet)))
        return
    if not isinstance(data, dict) or sheet.format not in FORMATS:
        yield _no_entry(sheet, (("format",), "format-known", _formats_to_choose(sheet)))
        return
    if sheet.format == schema.LESSON:
        yield _entry(sheet, schema.Lesson, (), data)
        return
    name, shape = schema.LISTS[sheet.format]
    head = {field: value for field, value in data.items() if field != name}
    yield _entry(sheet, schema.HEADS[sheet.format], (), head)
    listed = data.get(name)
    if not isinstance(listed, list) or not listed:
        wanted = f"add “{name}”, a list with at least one entry"
        yield _no_entry(sheet, ((name,), "field-missing", wanted))
        return
    for number, item in enumerate(listed):
        yield _entry(sheet, shape, (name, number), item)


def _entry(sheet: Sheet, shape: type[Shape], place: Place, data: Any) -> tuple[Entry, list[Misfit]]:
    model, misfits = fitted(data, shape)
    said = data.get(_NAMED_BY.get(shape, "id")) if isinstance(data, dict) else None
    if shape is schema.Domain and isinstance(said, int):
        said = str(said)
    return Entry(sheet, shape, place, said if isinstance(said, str) else "", model), misfits


def _no_entry(sheet: Sheet, misfit: Misfit) -> tuple[Entry, list[Misfit]]:
    return Entry(sheet, Shape, (), "", None), [misfit]


def _formats_to_choose(sheet: Sheet) -> str:
    hint = likely(sheet.format or "", FORMATS)
    return f"start the file with “format:” and one of {', '.join(FORMATS)}{hint}"
