"""What a phone can tell from the screen that was pushed to it, and from nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any


@dataclass(frozen=True)
class Form:
    """The options that a screen offers, and whether more than one may be chosen."""

    letters: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True)
class Screen:
    """A pushed screen. `vote` is the one that its form would answer."""

    phase: str = ""
    vote: int | None = None
    form: Form = Form()

    @property
    def asks(self) -> bool:
        """Whether an answer is wanted now."""
        return self.phase == "open" and self.vote is not None and bool(self.form.letters)


def read_screen(push: dict[str, Any]) -> Screen:
    return Screen(push.get("phase", ""), push.get("vote"), read_form(push.get("html", "")))


@lru_cache(maxsize=8)  # the same push reaches the whole room
def read_form(html: str) -> Form:
    """The inputs named `choice`, in their order."""
    reader = _Inputs()
    reader.feed(html)
    return Form(tuple(reader.letters), reader.several)


class _Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.letters: list[str] = []
        self.several = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name") == "choice":
            self.letters.append(found.get("value") or "")
            self.several = found.get("type") == "checkbox"
