"""What a phone can tell from the screen that was pushed to it, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any


@dataclass(frozen=True)
class Form:
    """What a screen asks for: for each of its fields the values that can be chosen."""

    fields: tuple[tuple[str, ...], ...] = ()
    """One field of letters, or one for each line with its places (`A:goal`)."""
    several: bool = False
    is_order: bool = False
    """Each line takes another place."""
    is_text: bool = False
    asks_certainty: bool = False

    @property
    def letters(self) -> tuple[str, ...]:
        """The options to choose from, where there is one field."""
        return self.fields[0] if len(self.fields) == 1 else ()

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.is_text


@dataclass(frozen=True)
class Screen:
    """A pushed screen. `vote` is the one that its form would answer."""

    phase: str = ""
    vote: int | None = None
    form: Form = Form()

    @property
    def asks(self) -> bool:
        """Whether an answer is wanted now."""
        return self.phase == "open" and self.vote is not None and not self.form.is_empty


def read_screen(push: dict[str, Any]) -> Screen:
    return Screen(push.get("phase", ""), push.get("vote"), read_form(push.get("html", "")))


@lru_cache(maxsize=8)  # the same push reaches the whole room
def read_form(html: str) -> Form:
    """The fields whose names begin with `choice`, in their order."""
    reader = _Fields()
    reader.feed(html)
    return Form(
        tuple(tuple(values) for values in reader.fields.values()),
        reader.several,
        reader.is_order,
        reader.is_text,
        reader.asks_certainty,
    )


class _Fields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.several = self.is_order = self.is_text = self.asks_certainty = False
        self._list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        value = found.get("value") or ""
        self.is_order |= "data-order" in found
        self.asks_certainty |= name == "certainty"
        if name.startswith("choice"):
            self.is_text |= tag == "textarea"
            self.several |= found.get("type") == "checkbox"
            self._list = name if tag == "select" else ""
            if tag == "input":
                self.fields.setdefault(name, []).append(value)
        elif tag == "option" and self._list and value:
            self.fields.setdefault(self._list, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._list = ""
