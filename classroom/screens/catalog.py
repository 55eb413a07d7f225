"""The banks' questions as an instructor looks through them: names of their marks, a filter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from classroom.domain.kinds import kind_names
from classroom.domain.question import Question
from classroom.screens.kinds import look_of

PARTS = ("text", "level", "kind", "section")
LEVELS = ("recall", "apply", "analyse")


def level_name(level: str) -> str:
    return {"recall": _("Recall"), "apply": _("Apply"), "analyse": _("Analyze")}.get(level, level)


def kind_name(kind: str) -> str:
    return look_of(kind).name() if kind in kind_names() else kind.replace("_", " ").capitalize()


def section_name(section: str) -> str:
    return {
        "CORE": _("Alliance and outcome"),
        "BOR": _("Bordin's model"),
        "DEV": _("How an alliance develops"),
        "RUP": _("Rupture and repair"),
        "STR": _("What strengthens an alliance"),
        "MEA": _("Measuring the alliance"),
        "DXP": _("Diagnosis and treatment planning"),
        "MOD": _("Across modalities"),
        "ENH": _("Enhancing the alliance"),
        "UNH": _("Unhealthy patterns"),
        "ETH": _("Ethics"),
        "NCE": _("For the exam"),
    }.get(section, section)


@dataclass(frozen=True)
class Filter:
    """What is being looked for; an empty part lets everything through."""

    text: str = ""
    level: str = ""
    kind: str = ""
    section: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Filter:
        return cls(*(given.get(part, "").strip()[:80] for part in PARTS))

    def finds(self, question: Question) -> bool:
        for wanted, found in (
            (self.level, question.level),
            (self.kind, question.kind),
            (self.section, question.section),
        ):
            if wanted and wanted != found:
                return False
        text = " ".join(_texts(question)).casefold()
        return all(word in text for word in self.text.casefold().split())


def _texts(question: Question) -> list[str]:
    return [
        question.id,
        question.title,
        question.stem,
        question.lead_in,
        *(option.text for option in question.options),
    ]


def choices_of(
    questions: Sequence[Question],
) -> dict[str, list[tuple[str, str]]]:
    """For each part of the filter the values that occur, with their names, in a fixed order."""
    return {
        "level": _named(LEVELS, {question.level for question in questions}, level_name),
        "kind": _named((), {question.kind for question in questions}, kind_name),
        "section": _named((), {question.section for question in questions}, section_name),
    }


def _named(
    order: Sequence[str], found: set[str], name: Callable[[str], str]
) -> list[tuple[str, str]]:
    known = [value for value in order if value in found]
    others = sorted(found - set(order) - {""}, key=name)
    return [(value, name(value)) for value in (*known, *others)]
