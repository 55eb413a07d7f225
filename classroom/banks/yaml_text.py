"""YAML as plain data that remembers its lines: no anchors, no tags, nothing that can grow.

The events of the parser are read one at a time, so that a nested or self-repeating file is
refused before it takes memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 2 * 1024 * 1024
MOST_DEPTH = 20

RULES = {
    "readable": (
        f"The file can be opened, holds at most {MOST_BYTES // 1024**2} MB of UTF-8 text, and no "
        "control characters."
    ),
    "yaml-syntax": "The file is one well-formed YAML document.",
    "yaml-plain": (
        f"Only plain YAML: no anchors (&), aliases (*) or tags (!), at most {MOST_DEPTH} levels."
    ),
    "yaml-key-once": "A field stands once in the thing it belongs to.",
}
"""Name of the rule → what it asks for."""

Place = tuple[str | int, ...]
"""Where a value stands: `("questions", 3, "options", 0, "gist")`."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float")}
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Problem:
    line: int
    rule: str
    text: str


@dataclass(frozen=True)
class Document:
    """A file's data, the line of every value in it, and what is wrong with it as YAML.

    `data` is None when the file could not be read to its end.
    """

    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def line(self, place: Place) -> int:
        """The line of that value, or of the nearest thing around it."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_document(file: Path) -> Document:
    """The file as data; every problem is in the result, none is raised."""
    try:
        if file.stat().st_size > MOST_BYTES:
            return _refused(1, "readable", "the file is larger than 2 MB; split it into banks")
        return parse(file.read_bytes())
    except OSError as error:
        return _refused(1, "readable", f"the file cannot be opened ({error.strerror})")


def parse(content: bytes) -> Document:
    """Bytes of YAML as data; every problem is in the result, none is raised."""
    if len(content) > MOST_BYTES:
        return _refused(1, "readable", "the file is larger than 2 MB; split it into banks")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return _refused(line, "readable", "this is not UTF-8 text; save the file as UTF-8")
    if found := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        wrong = f"remove the control character U+{ord(found.group()):04X}"
        return _refused(line, "readable", wrong)
    reading = _Reading(text)
    try:
        data = reading.document()
    except _TooDeep as error:
        wrong = f"nested more than {MOST_DEPTH} levels deep; check the indentation"
        return _refused(error.line, "yaml-plain", wrong)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _refused(mark.line + 1 if mark else 1, "yaml-syntax", _advice(text, error))
    except yaml.YAMLError as error:
        return _refused(1, "yaml-syntax", str(error).replace("\n", " "))
    return Document(data, reading.lines, tuple(reading.problems))


def _refused(line: int, rule: str, text: str) -> Document:
    return Document(problems=(Problem(line, rule, text),))


def _advice(text: str, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark
    line = text.split("\n")[mark.line] if mark and mark.line <= text.count("\n") else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, not with a tab"
    if error.problem and "mapping values are not allowed" in error.problem:
        return "a text that contains “: ” needs quotes around it; or check the indentation"
    said = ", ".join(part for part in (error.problem, error.context) if part)
    return f"not valid YAML here ({said}); check quotes, colons and indentation"


class _TooDeep(Exception):
    def __init__(self, line: int) -> None:
        self.line = line


class _Reading:
    """One pass over the parser's events."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._loader = yaml.SafeLoader("")  # resolves and constructs scalars; parses nothing
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)

    def document(self) -> Any:
        next(self._events)  # start of the stream
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self._note(event, "yaml-syntax", "the file is empty")
            return None
        data = self._value(next(self._events), ())
        next(self._events)  # end of the document
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._note(event, "yaml-syntax", "a second document starts here (---); use two files")
        return data

    def _value(self, event: Any, place: Place) -> Any:
        if len(place) > MOST_DEPTH:
            raise _TooDeep(event.start_mark.line + 1)
        self.lines.setdefault(place, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            wrong = f"write the value out instead of the alias *{event.anchor}"
            self._note(event, "yaml-plain", wrong)
            return None
        if event.anchor:
            self._note(event, "yaml-plain", f"remove the anchor &{event.anchor}")
        if event.tag:
            self._note(event, "yaml-plain", f"remove the tag {event.tag}")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        return self._scalar(event)

    def _mapping(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else "?"
            if key == "?":
                self._value(event, (*place, key))
                self._note(event, "yaml-syntax", "the name of a field must be plain text")
            elif event.anchor or event.tag:
                self._note(event, "yaml-plain", "remove the anchor or tag")
            self.lines.setdefault((*place, key), event.start_mark.line + 1)
            value = self._value(next(self._events), (*place, key))
            if key in found:
                first = self.lines[(*place, key)]
                wrong = f"“{key}” stands here a second time (first in line {first}); keep one"
                self._note(event, "yaml-key-once", wrong)
            else:
                found[key] = value
        return found

    def _sequence(self, place: Place) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*place, len(found))))
        return found

    def _scalar(self, event: Any) -> Any:
        tag = self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if event.tag or tag not in _PLAIN_TAGS:
            return event.value
        try:
            return self._loader.construct_object(yaml.ScalarNode(tag, event.value))
        except ValueError:  # looks like a number and is none, such as 0b or 1__
            return event.value

    def _note(self, event: Any, rule: str, text: str) -> None:
        self.problems.append(Problem(event.start_mark.line + 1, rule, text))
