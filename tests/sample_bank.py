"""A small sound bank as plain data, for tests that spoil one thing of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

WHY = "It asks for the client's own aim before any method is chosen, which is why it helps."


def option(number: int, **given: Any) -> dict[str, Any]:
    return {
        "text": f"Answer number {number}",
        "gist": f"chose answer {number}",
        "rationale": f"{number}: {WHY}",
        "misconception": "bond-is-everything",
        **given,
    }


def keyed(number: int, **given: Any) -> dict[str, Any]:
    data = option(number, key=True, **given)
    del data["misconception"]
    return data


def question(**given: Any) -> dict[str, Any]:
    """A plain recall question, unlike any with another id; a field given as None is left out."""
    id_ = given.get("id", "first-question")
    data = {
        "id": id_,
        "title": "A first question",
        "kind": "single_best",
        "level": "recall",
        "section": "BOR",
        "lead_in": f"What is it that {id_} says first?",
        "options": [keyed(1), option(2), option(3), option(4)],
        "facts": ["BOR-01"],
        "sources": ["bordin-1979"],
        **given,
    }
    return {name: value for name, value in data.items() if value is not None}


def case_question(**given: Any) -> dict[str, Any]:
    """A vignette with a reading and a signature on every option."""
    signed = {"signature": {"component": "task", "valence": "strengthens"}}
    case = {
        "rupture": "withdrawal",
        "strained": "task",
        "called_for": "task",
        "needed": "the task reopened",
    }
    return question(
        **{
            "id": "a-case",
            "stem": (
                "Second session at a college clinic. Dana, 20, came for help with exams. When you "
                "hand over a worksheet she says “fine”, puts it away unread and looks at the clock."
            ),
            "case": case,
            "options": [keyed(1, **signed), *(option(n, **signed) for n in (2, 3, 4))],
            **given,
        }
    )


def bank(*questions: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {
        "format": "alliance-bank/1",
        "id": "small",
        "title": "A small bank",
        "language": "en",
        "description": "For tests.",
        "questions": list(questions) or [question()],
        **given,
    }


def lesson(*ids: str, **given: Any) -> dict[str, Any]:
    return {
        "format": "alliance-lesson/1",
        "id": "small-lesson",
        "title": "A small lesson",
        "minutes": 20,
        "description": "For tests.",
        "questions": list(ids) or ["first-question"],
        **given,
    }


FACTS = {
    "format": "alliance-facts/1",
    "facts": [
        {"id": id_, "section": "BOR", "claim": "So.", "status": status, "sources": ["bordin-1979"]}
        for id_, status in (("BOR-01", "sound"), ("BOR-02", "nuance"), ("BOR-03", "doubtful"))
    ],
}
MISCONCEPTIONS = {
    "format": "alliance-misconceptions/1",
    "misconceptions": [
        {
            "slug": "bond-is-everything",
            "label": "Bond is everything",
            "believes": "A warm bond is the alliance.",
            "tempting": "It sounds like liking each other.",
            "instead": "Bond, goals and tasks.",
            "facts": ["BOR-01"],
        }
    ],
}
SOURCES = {
    "format": "alliance-sources/1",
    "sources": [
        {"id": "bordin-1979", "citation": "Bordin, E. S. (1979). A paper.", "short": "Bordin 1979"}
    ],
}

OUTLINE = {
    "format": "alliance-outline/1",
    "name": "A small outline",
    "valid_until": "2030-12-31",
    "validity_note": "For tests.",
    "sources": ["bordin-1979"],
    "domains": [
        {"number": n, "title": f"Domain {n}", "weight_percent": 20, "scored_items": 32}
        for n in range(1, 6)
    ],
}


class Folder:
    """A folder of banks with reference lists of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.put("reference/facts.yaml", FACTS)
        self.put("reference/misconceptions.yaml", MISCONCEPTIONS)
        self.put("reference/sources.yaml", SOURCES)
        self.put("reference/outline.yaml", OUTLINE)

    def put(self, name: str, content: dict[str, Any] | str | bytes) -> Path:
        """Write a file: data as YAML, text and bytes as they are."""
        if isinstance(content, dict):
            content = yaml.dump(content, Dumper=_Plain, sort_keys=False, allow_unicode=True)
        if isinstance(content, str):
            content = content.encode()
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True
