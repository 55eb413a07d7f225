"""What questions cover: each counts in the cells it belongs to, and what is missing has a name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from classroom.banks.coverage.counting import ASKED, Part
from classroom.banks.coverage.figures import figures
from classroom.banks.coverage.lacks import lacks_of
from classroom.banks.coverage.shares import is_mock, shares
from classroom.banks.coverage.tables import Coverage, coverage_of
from classroom.banks.library import Bank, Library
from classroom.banks.reading import read
from classroom.config import resources
from classroom.domain.question import Option, Question
from classroom.domain.signature import (
    Component,
    Reading,
    Rupture,
    Signature,
    Stage,
    Strained,
    Valence,
)


@pytest.fixture(scope="module")
def lists() -> Library:
    """The reference lists that come with the program."""
    return read(resources("question_banks") / "reference")


def options(key: str = "A", **given: Any) -> tuple[Option, ...]:
    """Four options, that one keyed; what is given goes to B."""
    plain = (Option(letter, letter, "", letter == key, "") for letter in "ABCD")
    return tuple(
        replace(option, **given) if given and option.letter == "B" else option for option in plain
    )


def question(id_: str = "q", kind: str = "single_best", **given: Any) -> Question:
    return Question(
        **{
            "id": id_,
            "version": 0,
            "kind": kind,
            "title": id_,
            "lead_in": "What?",
            "options": options(),
            "level": "recall",
            "section": "BOR",
            **given,
        }
    )


def bank(*questions: Question, id_: str = "small", title: str = "Small") -> Bank:
    return Bank(id_, title, "en", "", questions)


def covered(lists: Library, *questions: Question) -> Coverage:
    return coverage_of([bank(*questions)], lists)


def lacking(coverage: Coverage, part: Part) -> dict[str, str]:
    return {lack.cell: lack.text for lack in lacks_of(coverage) if lack.part is part}


def test_a_question_counts_by_its_marks(lists: Library) -> None:
    found = covered(lists, question("one", nce_domain=5), question("two", "poll", level="apply"))

    assert found.cell(Part.BANKS, "small").questions == ("one", "two")
    assert found.cell(Part.BANKS, "small", "poll").questions == ("two",)
    assert found.cell(Part.KINDS, "single_best").questions == ("one",)
    assert [cell.count for cell in found.tables[Part.LEVELS].values()] == [1, 1, 0]
    assert found.cell(Part.SECTIONS, "BOR").count == 2
    assert found.cell(Part.NCE_DOMAINS, "5").questions == ("one",)
    assert found.cell(Part.NCE_DOMAINS, "none").questions == ("two",)
    assert found.cell(Part.NCE_DOMAINS, "small", "5").count == 1


def test_a_fact_is_rested_on_or_put_on_trial(lists: Library) -> None:
    found = covered(lists, question(facts=("BOR-01",), doubts=("DXP-03",)))

    assert found.cell(Part.FACTS, "BOR-01").count == 1
    assert found.cell(Part.DOUBTS, "DXP-03").count == 1
    assert found.cell(Part.FACTS, "DXP-03").count == 0
    assert figures(found)["facts"]["DXP-03"] == {"status": "doubtful", "questions": 0, "doubted": 1}
    missing = lacking(found, Part.FACTS)
    assert "BOR-01" not in missing
    assert missing["CORE-01"] == "no question rests on it", "a nuance needs a question"
    assert missing["CORE-02"] == "no question rests on it", "a sound fact needs one"
    assert "DXP-03" not in missing, "a doubtful one needs none"


def test_a_fact_that_is_in_no_list_is_counted_last(lists: Library) -> None:
    found = covered(lists, question(facts=("OWN-01",)))

    assert list(found.tables[Part.FACTS])[-1] == "OWN-01"
    assert figures(found)["facts"]["OWN-01"]["status"] is None


@pytest.mark.parametrize("kind", ["single_best", "select_all", "short_text"])
def test_a_doubtful_fact_under_a_question_is_named(lists: Library, kind: str) -> None:
    found = covered(lists, question("weak", kind, facts=("DXP-03",)))

    assert "weak" in lacking(found, Part.FACTS)["DXP-03"]


def test_a_poll_may_be_about_a_doubtful_fact(lists: Library) -> None:
    assert "DXP-03" not in lacking(
        covered(lists, question(kind="poll", facts=("DXP-03",))), Part.FACTS
    )


@pytest.mark.parametrize(
    ("kind", "key", "counts"),
    [
        ("single_best", "A", 1),
        ("single_best", "B", 0),
        ("select_all", "A", 1),
        ("select_all", "B", 0),
        ("ordering", "", 1),
        ("matching", "", 1),
        ("classify", "", 1),
        ("poll", "", 0),
        ("short_text", "", 0),
    ],
)
def test_a_misconception_counts_on_wrong_options_and_on_what_is_placed(
    lists: Library, kind: str, key: str, counts: int
) -> None:
    found = covered(lists, question(kind=kind, options=options(key, misconception="empathy-only")))

    assert found.cell(Part.MISCONCEPTIONS, "empathy-only").count == counts


def test_two_options_of_one_question_are_two(lists: Library) -> None:
    twice = tuple(replace(option, misconception="empathy-only") for option in options()[1:3])
    found = covered(lists, question(options=(*options()[:1], *twice, *options()[3:])))

    cell = found.cell(Part.MISCONCEPTIONS, "empathy-only")
    assert (cell.count, cell.questions) == (2, ("q",))
    missing = lacking(found, Part.MISCONCEPTIONS)
    assert "empathy-only" not in missing
    assert missing["early-only"] == "0 of at least 2 wrong options"


def test_a_vignette_stands_where_its_rupture_meets_what_is_strained(lists: Library) -> None:
    def vignette(id_: str, rupture: Rupture, strained: Strained) -> Question:
        return question(id_, reading=Reading(rupture, strained, Component.TASK, "care"))

    found = covered(
        lists,
        vignette("one", Rupture.WITHDRAWAL, Strained.TASK),
        vignette("two", Rupture.WITHDRAWAL, Strained.TASK),
        vignette("three", Rupture.CONFRONTATION, Strained.BOND),
        vignette("four", Rupture.MIXED, Strained.BOND),
        vignette("five", Rupture.NONE, Strained.NONE),
        question("six"),
    )

    assert figures(found)["rupture_cells"] == {
        "none": {"goal": 0, "task": 0, "bond": 0, "none": 1},
        "withdrawal": {"goal": 0, "task": 2, "bond": 0, "none": 0},
        "confrontation": {"goal": 0, "task": 0, "bond": 1, "none": 0},
        "mixed": {"goal": 0, "task": 0, "bond": 1, "none": 0},
    }
    assert lacking(found, Part.RUPTURE_CELLS) == {
        "withdrawal.goal": "0 of at least 2 vignettes",
        "withdrawal.bond": "0 of at least 2 vignettes",
        "confrontation.goal": "0 of at least 2 vignettes",
        "confrontation.task": "0 of at least 2 vignettes",
        "confrontation.bond": "1 of at least 2 vignettes",
    }


def test_a_stage_is_that_of_the_key_or_of_a_fact(lists: Library) -> None:
    signed = Signature(Component.BOND, Valence.STRENGTHENS, stage=Stage.DEEPENING)
    keyed = tuple(replace(option, signature=signed) for option in options()[:1])
    wrong = tuple(replace(option, signature=signed) for option in options()[1:])
    found = covered(
        lists,
        question("by-key", options=(*keyed, *options()[1:])),
        question("by-fact", facts=("DEV-01", "DEV-02")),
        question("both", options=(*keyed, *options()[1:]), facts=("DEV-04",)),
        question("by-neither", options=(*options()[:1], *wrong)),
    )

    assert found.cell(Part.STAGES, "deepening").questions == ("by-key", "both")
    assert found.cell(Part.STAGES, "rapport").questions == ("by-fact",)
    assert found.cell(Part.STAGES, "goal_setting").questions == ("by-fact",)
    assert lacking(found, Part.STAGES)["task_negotiation"] == "0 of at least 4 questions"


def test_a_modality_is_that_of_a_fact(lists: Library) -> None:
    found = covered(lists, *(question(f"q{n}", facts=("MOD-04",)) for n in range(3)))

    assert found.cell(Part.MODALITIES, "motivational").count == 3
    assert set(lacking(found, Part.MODALITIES)) == {"cbt", "person_centered", "psychodynamic"}


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("ABCD" * 5, []),
        ("A" * 7 + "B" * 7 + "C" * 3 + "D" * 3, []),
        ("A" * 8 + "B" * 6 + "C" * 4 + "D" * 2, ["A", "D"]),
        ("A" * 19, []),
    ],
)
def test_the_positions_of_keys_are_judged_from_twenty_on(
    lists: Library, keys: str, named: list[str]
) -> None:
    asked = [question(f"q{n}", options=options(key)) for n, key in enumerate(keys)]
    missing = lacking(covered(lists, *asked), Part.KEY_POSITIONS)

    assert sorted(missing) == [f"small.{letter}" for letter in named]
    if named:
        assert missing["small.A"] == "8 of 20 keys, not 15 to 35 percent"


def test_twins_are_at_least_two(lists: Library) -> None:
    alone = question("alone", iso_group="odd")
    pairs = [question(f"{name}-{n}", iso_group=name) for name in "abcdefghijklm" for n in (1, 2)]
    found = covered(lists, alone, *pairs)

    assert len(figures(found)["twins"]) == 13
    assert figures(found)["twins"]["a"] == ["a-1", "a-2"]
    assert lacking(found, Part.TWINS) == {
        "": "13 of at least 14 groups of two questions or more",
        "odd": "alone stands alone in this group",
    }
    complete = covered(
        lists, *pairs, question("n-1", iso_group="n"), question("n-2", iso_group="n")
    )
    assert lacking(complete, Part.TWINS) == {}


def test_certainty_questions_are_counted(lists: Library) -> None:
    found = covered(lists, question(asks_certainty=True), question("other"))

    assert found.cell(Part.CERTAINTY, ASKED).questions == ("q",)


def test_of_one_bank_alone_only_its_own_is_asked(lists: Library) -> None:
    keys = [question(f"q{n}", options=options("A")) for n in range(20)]
    weak = question("weak", facts=("DXP-03",))
    found = coverage_of([bank(*keys, weak), bank(question("x"), id_="other")], lists, only="small")

    assert len(found.questions) == 21
    assert [one.id for one in found.banks] == ["small"]
    assert {lack.part for lack in lacks_of(found)} == {Part.FACTS, Part.KEY_POSITIONS}
    assert list(lacking(found, Part.FACTS)) == ["DXP-03"]
    assert not any(cell.is_short for table in found.tables.values() for cell in table.values())


def test_a_mock_is_shared_out_by_the_weights_of_the_outline(lists: Library) -> None:
    assert list(shares(26, lists.outline.domains).values()) == [3, 3, 8, 2, 8, 2]
    assert list(shares(160, lists.outline.domains).values()) == [19, 19, 47, 14, 48, 13]
    assert list(shares(0, lists.outline.domains).values()) == [0] * 6
    assert is_mock(bank(title="NCE-style mock"))
    assert is_mock(bank(title="A Mock-exam"))
    assert not is_mock(bank(title="Mockery and other ruptures"))


def test_no_bank_at_all_lacks_everything(lists: Library) -> None:
    found = coverage_of([], lists)

    assert figures(found)["questions"] == 0
    keyable = [fact for fact in lists.facts.values() if fact.status != "doubtful"]
    assert len(lacks_of(found)) == len(keyable) + len(lists.misconceptions) + 6 + 4 + 4 + 1
