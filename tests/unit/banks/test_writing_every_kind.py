"""A question of any kind that is written into a bank is the same question when it is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroom.banks import schema
from classroom.banks.domain_question import domain_source, resolved
from classroom.banks.known import Catalog, Known
from classroom.banks.library import Bank
from classroom.banks.sheets import examined, opened
from classroom.banks.writing import written
from classroom.domain.kinds import kind_named, kind_names
from classroom.domain.question import Contested, Option, Place, Question
from tests import sample_bank as sample
from tests.sample_question import SAMPLES, questions

SOURCE = schema.Source.model_validate(sample.SOURCES["sources"][0])
HELD = schema.Misconception.model_validate(sample.MISCONCEPTIONS["misconceptions"][0])
KNOWN = Known(misconceptions=Catalog({HELD.slug: HELD}), sources=Catalog({SOURCE.id: SOURCE}))

# Words that YAML might take for something else, and any others.
YAMLISH = "- : # yes null ~ 012 1e3 0x1F ? | > & * ! % @ [ ] { } , ' \" #b é 漢 🙂"
yamlish = st.sampled_from(YAMLISH.split())
anything = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=5)
lines = st.lists(yamlish | anything, min_size=1, max_size=5).map(" ".join)
several = st.lists(lines, max_size=2).map(tuple)


@st.composite
def authored(draw: st.DrawFn, kind: str) -> Question:
    """A question of that kind as the author of a bank may write it."""
    shape = draw(questions(kind))
    return replace(
        shape,
        version=0,
        title=draw(lines),
        lead_in=draw(lines),
        options=tuple(draw(_authored(option, kind)) for option in shape.options),
        places=tuple(
            Place(place.id, draw(lines) if kind == "matching" else "") for place in shape.places
        ),
        stem=draw(st.just("") | lines),
        level=draw(st.sampled_from(["recall", "apply", "analyse"])),
        section="BOR",
        nce_domain=draw(st.none() | st.integers(1, 6)),
        facts=draw(st.just(()) | st.just(("BOR-01", "BOR-02"))),
        doubts=draw(st.just(()) | st.just(("BOR-03",))),
        sources=(domain_source(SOURCE),),
        evidence_note=draw(st.just("") | lines),
        contested=draw(st.none() | st.builds(Contested, lines, lines)),
        in_practice=draw(st.just("") | lines),
        iso_group=draw(st.none() | st.just("a-group")),
        sensitivity=draw(several),
        note=draw(st.just("") | lines),
    )


@st.composite
def _authored(draw: st.DrawFn, option: Option, kind: str) -> Option:
    names = not option.is_key and draw(st.booleans())
    return replace(
        option,
        text=draw(lines),
        gist=draw(lines) if kind in ("single_best", "select_all", "poll") else "",
        rationale=draw(lines),
        effect=draw(st.none() | lines),
        misconception=HELD.slug if names else None,
        misconception_label=HELD.label if names else None,
    )


def bank_of(*asked: Question) -> Bank:
    return Bank("a-bank", "A bank", "en", "For tests.", asked)


def read_again(file: Path, bank: Bank) -> tuple[Question, ...]:
    """What the file holds once the bank stands in it; that it is well written is another matter."""
    file.write_text(written(bank, {SOURCE.id: domain_source(SOURCE)}), encoding="utf-8")
    entries, faults = examined(opened(file, asked_for=True))
    assert faults == []
    models = [entry.model for entry in entries]
    return tuple(
        resolved(model, "en", KNOWN) for model in models if isinstance(model, schema.Question)
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written") / "bank.yaml"


@pytest.mark.parametrize("kind", kind_names())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_question_of_every_kind_survives_being_written(
    file: Path, kind: str, data: st.DataObject
) -> None:
    asked = data.draw(authored(kind))
    (again,) = read_again(file, bank_of(asked))
    assert again == asked
    assert list(kind_named(kind).faults(again)) == []


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("single_best", set()),
        ("select_all", set()),
        ("ordering", {("place", 2)}),
        ("matching", {("target", 3)}),
        ("classify", {("bins", ("goal",)), ("rule", "R2")}),
        ("poll", set()),
        ("short_text", set()),
    ],
)
def test_each_kind_is_written_with_its_own_fields_and_no_others(
    kind: str, first: set[tuple[str, object]]
) -> None:
    asked = replace(SAMPLES[kind], sources=(domain_source(SOURCE),))
    text = written(bank_of(asked), {SOURCE.id: domain_source(SOURCE)})
    (question,) = yaml.safe_load(text)["questions"]
    option = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in question["options"][0].items()
    }
    own = {"place", "target", "bins", "rule"}
    assert {(name, value) for name, value in option.items() if name in own} == first
    assert ("targets" in question) == (kind == "matching")
    assert any("key" in each for each in question["options"]) == (
        kind in ("single_best", "select_all")
    )
