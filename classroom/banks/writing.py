"""A bank → YAML text in the format that is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from classroom.banks.library import Bank
from classroom.banks.schema import BANK, NO_MISCONCEPTION
from classroom.domain.question import Option, Question, Source
from classroom.domain.signature import Repair, Signature, Stage


def written(bank: Bank, sources: Mapping[str, Source]) -> str:
    """The bank as the text of a file; `sources` by id, as a library holds them.

    KeyError when a question names a source that is not among them.
    """
    ids = {source: id_ for id_, source in sources.items()}
    data = {
        "format": BANK,
        "id": bank.id,
        "title": bank.title,
        "language": bank.language,
        "description": bank.description,
        **({"takes_over": list(bank.takes_over)} if bank.takes_over else {}),
        "questions": [_question(question, ids) for question in bank.questions],
    }
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def _question(question: Question, ids: Mapping[Source, str]) -> dict[str, Any]:
    reading, contested = question.reading, question.contested
    return _without_gaps(
        {
            "id": question.id,
            "title": question.title,
            "kind": question.kind,
            "level": question.level,
            "section": question.section,
            "nce_domain": question.nce_domain,
            "stem": question.stem,
            "lead_in": question.lead_in,
            "certainty": question.asks_certainty or None,
            "case": {
                "rupture": reading.rupture.value,
                "strained": reading.strained.value,
                "called_for": reading.called_for.value,
                "needed": reading.needed,
            }
            if reading
            else None,
            "targets": [place.text for place in question.places if place.text],
            "options": [_option(option, question) for option in question.options],
            "facts": _Inline(question.facts),
            "doubts": _Inline(question.doubts),
            "sources": _Inline(ids[source] for source in question.sources),
            "evidence_note": question.evidence_note,
            "contested": {
                "on_the_exam": contested.on_the_exam,
                "in_the_research": contested.in_the_research,
            }
            if contested
            else None,
            "in_practice": question.in_practice,
            "iso_group": question.iso_group,
            "sensitivity": _Inline(question.sensitivity),
            "note": question.note,
        }
    )


def _option(option: Option, question: Question) -> dict[str, Any]:
    is_wrong = not option.is_key and question.kind in ("single_best", "select_all")
    unnamed = NO_MISCONCEPTION if is_wrong else None
    return _without_gaps(
        {
            "text": option.text,
            "gist": option.gist,
            "key": option.is_key or None,
            **_places(option, question.kind),
            "rule": option.rule.value if option.rule else None,
            "rationale": option.rationale,
            "signature": _signature(option.signature) if option.signature else None,
            "effect": option.effect,
            "misconception": option.misconception or unnamed,
        }
    )


def _places(option: Option, kind: str) -> dict[str, Any]:
    match kind:
        case "ordering":
            return {"place": int(option.places[0])}
        case "matching":
            return {"target": int(option.places[0])}
        case "classify":
            return {"bins": _Inline(option.places)}
    return {}


def _signature(signature: Signature) -> dict[str, Any]:
    return _InlineFields(
        _without_gaps(
            {
                "component": signature.component.value,
                "second": signature.second.value if signature.second else None,
                "valence": signature.valence.value,
                "stage": signature.stage.value if signature.stage is not Stage.NONE else None,
                "repair": signature.repair.value if signature.repair is not Repair.NONE else None,
            }
        )
    )


def _without_gaps(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


class _Inline(list[str]):
    """A list written on one line: [a, b]."""


class _InlineFields(dict[str, Any]):
    """Fields written on one line: {component: task, valence: strains}."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True  # the format knows none

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # list items stand under their field, indented


_Dumper.add_representer(
    _Inline,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)
_Dumper.add_representer(
    _InlineFields,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True),
)
