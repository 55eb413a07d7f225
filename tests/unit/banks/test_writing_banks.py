"""What is written is read again as the same bank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classroom.banks.reading import read
from classroom.banks.writing import written
from classroom.config import resources
from classroom.domain.signature import Component, Repair, Rupture, Stage, Strained, Valence
from tests import sample_bank as sample
from tests.sample_bank import Folder

# Words that YAML might take for something else, and any others.
YAMLISH = r"- : # yes null ~ 012 1e3 0x1F ? | > & * ! % @ ` [ ] { } , ' '' \ \n a: #b ” é 漢 🙂 ---"
nasty = st.sampled_from([*YAMLISH.split(), '"', '""'])
letters = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=5)
word = nasty | letters


def phrase(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(word, min_size=least, max_size=most).map(" ".join)


prose = st.lists(phrase(1, 6), min_size=1, max_size=3).map("\n\n".join)
slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Any of these fields, or none."""
    return st.fixed_dictionaries({}, optional=fields)


signatures = st.tuples(
    st.sampled_from(list(Component)), st.none() | st.sampled_from(list(Component)),
    st.sampled_from(list(Valence)), st.sampled_from(list(Stage)), st.sampled_from(list(Repair)),
).map(
    lambda drawn: {
        "component": drawn[0].value,
        **({"second": drawn[1].value} if drawn[1] not in (None, drawn[0]) else {}),
        "valence": drawn[2].value,
        "stage": drawn[3].value,
        "repair": drawn[4].value,
    }
)  # fmt: skip


@st.composite
def options(
    draw: st.DrawFn, number: int, *, key: bool, signed: bool, named: bool
) -> dict[str, Any]:
    data = {
        "text": f"{draw(phrase(1, 8))} {number}",
        "gist": draw(phrase(1, 4)),
        "rationale": f"{draw(phrase(11, 20))} {number}",
        **draw(some(effect=phrase(2, 4))),
    }
    if key:
        data["key"] = True
        data["rationale"] += " goal task bond frame"
    else:
        data["misconception"] = "bond-is-everything" if named else "none"
    if signed or draw(st.booleans()):
        data["signature"] = draw(signatures)
    return data


OWN_WORDS = {
    "single_best": "apple pear plum cherry quince grape lemon orange fig olive melon berry",
    "select_all": "iron copper silver gold zinc lead nickel cobalt chrome radium neon argon",
}
"""What makes questions differ, whatever else is drawn: no bank may ask the same twice."""


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["single_best", "select_all"]))
    count, most = (4, 1) if kind == "single_best" else (5, 4)
    keys = draw(st.sets(st.integers(0, count - 1), min_size=min(most, 2), max_size=most))
    has_case = draw(st.booleans())
    data = {
        "id": draw(slugs),
        "title": draw(phrase(1, 6))[:40].strip(),
        "kind": kind,
        "level": draw(st.sampled_from(["recall", "apply", "analyse"])),
        "section": "BOR",
        "lead_in": f"{draw(phrase(1, 6))} {OWN_WORDS[kind]}?",
        "options": [
            draw(
                options(number, key=number in keys, signed=has_case, named=number > 0 or count > 4)
            )
            for number in range(count)
        ],
        "facts": draw(st.sampled_from([["BOR-01"], ["BOR-02", "BOR-01"]])),
        "sources": ["bordin-1979"],
        "evidence_note": draw(prose),
        **draw(
            some(
                nce_domain=st.integers(1, 5),
                stem=prose,
                contested=st.fixed_dictionaries({"on_the_exam": prose, "in_the_research": prose}),
                iso_group=slugs.map(lambda slug: f"{slug}-{count}"),
                sensitivity=st.lists(phrase(1, 2), max_size=2),
                note=prose,
            )
        ),
    }
    if has_case:
        data["stem"] = draw(prose)
        data["case"] = {
            "rupture": draw(st.sampled_from(list(Rupture))).value,
            "strained": draw(st.sampled_from(list(Strained))).value,
            "called_for": draw(st.sampled_from(list(Component))).value,
            "needed": draw(phrase(1, 4)),
        }
    return data


def _id_of(question: dict[str, Any]) -> str:
    return str(question["id"])


def _kind_of(question: dict[str, Any]) -> str:
    return str(question["kind"])


banks = st.builds(
    lambda asked, title, text: sample.bank(*asked, title=title, description=text),
    st.lists(questions(), min_size=1, max_size=2, unique_by=(_id_of, _kind_of)),
    phrase(1, 5),
    prose,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("desk"))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=banks)
def test_any_bank_that_can_be_read_survives_being_written(
    desk: Folder, data: dict[str, Any]
) -> None:
    library = read(desk.put("bank.yaml", data))

    again = read(desk.put("bank.yaml", written(library.banks[0], library.sources)))

    assert again.banks == library.banks


def test_the_shipped_banks_survive_being_written(tmp_path: Path) -> None:
    library = read(resources("question_banks"))
    for bank in library.banks:
        copy = tmp_path / "copy.yaml"
        copy.write_text(written(bank, library.sources), encoding="utf-8")

        assert read(copy).banks == (bank,)


def test_what_is_written_is_for_people(folder: Folder) -> None:
    library = read(folder.put("small.yaml", sample.bank(sample.case_question())))

    text = written(library.banks[0], library.sources)

    assert text.startswith("format: alliance-bank/1\nid: small\n")
    assert "        signature: {component: task, valence: strengthens}\n" in text
    assert "    sources: [bordin-1979]\n" in text
    assert "null" not in text


def test_a_question_without_a_key_is_written_without_misconceptions(folder: Folder) -> None:
    library = read(folder.put("small.yaml", sample.bank()))
    (bank,) = library.banks
    (question,) = bank.questions
    poll = replace(
        question,
        kind="poll",
        options=tuple(
            replace(option, is_key=False, misconception=None) for option in question.options
        ),
    )

    text = written(replace(bank, questions=(poll,)), library.sources)

    assert "misconception" not in text
