"""What a rule is tried on: subjects that pass it, and subjects that fail it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from classroom.banks import schema
from classroom.banks.known import Catalog, Known
from classroom.banks.rules.rule import Check, Shelf, WholeBank
from tests import sample_bank as sample

CULTURE = {
    "id": "STR-03",
    "section": "BOR",
    "claim": "Cultural humility goes with a stronger alliance.",
    "status": "sound",
    "sources": ["bordin-1979"],
}
KNOWN = Known(
    facts=Catalog(
        {
            fact.id: fact
            for fact in map(schema.Fact.model_validate, [*sample.FACTS["facts"], CULTURE])
        }
    ),
    misconceptions=Catalog({"bond-is-everything": None, "empathy-only": None}),
    sources=Catalog({"bordin-1979": None}),
)

DANA = (
    "Second session at a college clinic. Dana, 20, came for help with exams. When you hand over a "
    "worksheet she says “fine”, puts it away unread and looks at the clock."
)


@dataclass(frozen=True)
class Item:
    check: Check
    passes: tuple[Any, ...]
    fails: tuple[Any, ...]


def question(**given: Any) -> schema.Question:
    return schema.Question.model_validate(sample.question(**given))


def case_question(**given: Any) -> schema.Question:
    return schema.Question.model_validate(sample.case_question(**given))


def choices(*texts: str, keys: tuple[int, ...] = (0,)) -> list[dict[str, Any]]:
    """Options with these texts; `keys` are their numbers from 0 on."""
    return [
        sample.keyed(number, text=text) if number in keys else sample.option(number, text=text)
        for number, text in enumerate(texts)
    ]


def asking(*texts: str, keys: tuple[int, ...] = (0,), **given: Any) -> schema.Question:
    """A single best answer with these options, the first one keyed; select-all with more keys."""
    kind = "single_best" if len(keys) == 1 else "select_all"
    return question(**{"kind": kind, "options": choices(*texts, keys=keys), **given})


def keyed_at(number: int, id_: str = "first-question", **given: Any) -> schema.Question:
    """A single best answer whose key has that number, from 0 on."""
    texts = [f"Answer number {letter}" for letter in "ABCD"]
    return asking(*texts, keys=(number,), id=id_, **given)


def select_all(options: int, keys: int, **given: Any) -> schema.Question:
    texts = [f"Answer number {number}" for number in range(options)]
    return question(kind="select_all", options=choices(*texts, keys=tuple(range(keys))), **given)


def placed(kind: str, *options: dict[str, Any], **given: Any) -> schema.Question:
    """A question of another kind: the options as given, beside a text and a rationale."""
    written = [
        {"text": f"Move {number}", "rationale": f"{number}: {sample.WHY}", **option}
        for number, option in enumerate(options)
    ]
    return question(**{"kind": kind, "options": written, **given})


def rationale(text: str) -> schema.Question:
    """A question whose first distractor is explained like this."""
    wrong = sample.option(2, rationale=text)
    return question(options=[sample.keyed(1), wrong, sample.option(3), sample.option(4)])


def bank(*questions: schema.Question, **head: Any) -> WholeBank:
    return WholeBank(bank_head(**head), questions)


def bank_head(**given: Any) -> schema.Bank:
    data = {name: value for name, value in sample.bank(**given).items() if name != "questions"}
    return schema.Bank.model_validate(data)


def shelf(*questions: schema.Question) -> Shelf:
    return Shelf(questions)
