"""Files that belong together are read together, and told about together."""

from __future__ import annotations

from pathlib import Path

import pytest

from classroom.banks import files
from classroom.banks.fault import BankFaults, Fault
from classroom.banks.files import NothingToRead
from classroom.banks.reading import read
from classroom.config import resources
from tests import sample_bank as sample
from tests.sample_bank import Folder


def faults(path: Path) -> list[Fault]:
    with pytest.raises(BankFaults) as caught:
        read(path)
    return list(caught.value.faults)


def found(path: Path) -> list[tuple[str, int, str, str]]:
    return [
        (Path(fault.file).name, fault.line, fault.question, fault.rule) for fault in faults(path)
    ]


def test_the_shipped_banks_are_sound() -> None:
    library = read(resources("question_banks"))

    assert library.banks
    assert library.lessons
    assert all(question.sources for bank in library.banks for question in bank.questions)


def test_a_question_arrives_with_its_letters_sources_and_labels(folder: Folder) -> None:
    wrong = sample.option(2, misconception="bond-is-everything")
    options = [sample.option(1, misconception="none"), wrong, sample.keyed(3), sample.option(4)]
    folder.put("small.yaml", sample.bank(sample.question(options=options), language="en-US"))

    (question,) = read(folder.path).banks[0].questions

    assert question.version == 0
    assert question.language == "en-US"
    assert question.letters == ("A", "B", "C", "D")
    assert question.key == {"C"}
    assert question.sources[0].short == "Bordin 1979"
    assert question.option("B").misconception_label == "Bond is everything"
    assert question.option("A").misconception is None


def test_a_case_becomes_the_reading_of_the_question(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(sample.case_question()))

    (question,) = read(folder.path).banks[0].questions

    assert question.reading is not None
    assert question.reading.needed == "the task reopened"
    assert question.options[0].signature is not None


SPOILED = """\
format: alliance-bank/1
id: Spoiled Bank
title: Spoiled
language: en
description: Several faults at once.
questions:
  - id: first
    title: A title that is far too long for the narrow head of a phone
    kind: single_best
    level: remember
    section: BOR
    lead_in: Say something.
    options:
      - text: One
        gist: chose one
        rationale: Short.
        key: "yes"
      - text: Two
        gits: chose two
        misconception: none
    facts: [BOR-01]
    sources: [bordin-1979]
  - id: second
    title: A title that is far too long for the narrow head of a phone
    kind: single_best
    level: recall
    section: BOR
    lead_in: Say something.
    options:
      - text: One
        gist: chose one
        rationale: It is right.
        key: true
      - text: All of the above
        gist: chose two
        rationale: It is wrong.
        misconception: bond-is-everthing
    facts: [BOR-99]
    sources: [bordin-1979]
"""


def test_all_faults_of_all_files_are_told_at_once_with_their_lines(folder: Folder) -> None:
    folder.put("a.yaml", SPOILED)
    folder.put("b.yaml", "format: alliance-bank/1\nid: b\n  title: x\n")
    folder.put("c.yaml", b"format: caf\xe9\n")
    folder.put("d.yaml", "format: alliance-bnak/1\n")
    folder.put("lessons/l.yaml", sample.lesson("second", "third", "second"))

    assert found(folder.path) == [
        ("a.yaml", 2, "Spoiled Bank", "field-value"),
        ("a.yaml", 10, "first", "field-value"),
        ("a.yaml", 17, "first", "field-value"),
        ("a.yaml", 18, "first", "field-missing"),
        ("a.yaml", 19, "first", "field-known"),
        ("a.yaml", 24, "second", "title-length"),
        ("a.yaml", 28, "second", "L03"),
        ("a.yaml", 29, "second", "L01"),
        ("a.yaml", 32, "second", "L12"),
        ("a.yaml", 34, "second", "L02"),
        ("a.yaml", 36, "second", "L12"),
        ("a.yaml", 37, "second", "L13"),
        ("a.yaml", 38, "second", "L15"),
        ("b.yaml", 3, "", "yaml-syntax"),
        ("c.yaml", 1, "", "readable"),
        ("d.yaml", 1, "", "format-known"),
        ("l.yaml", 9, "small-lesson", "lesson-question-once"),
    ]


def test_a_fault_is_one_line_that_says_what_to_change(folder: Folder) -> None:
    file = folder.put("a.yaml", SPOILED)

    texts = {fault.line: str(fault) for fault in faults(file)}

    assert texts[19] == (
        f"{file}:19 · first · field-known · error: there is no field “gits” here; "
        "did you mean “gist”?"
    )
    assert texts[10].endswith("error: “level”: choose 'recall', 'apply' or 'analyse'")
    assert texts[18].endswith("add the field “rationale”")
    assert texts[37].endswith("; did you mean “bond-is-everything”?")
    assert texts[38].endswith("there is no fact “BOR-99”; did you mean “BOR-03”?")


def test_a_broken_bank_hides_nothing_about_the_others(folder: Folder) -> None:
    folder.put("a.yaml", sample.bank(sample.question(facts=["BOR-99"])))
    folder.put("b.yaml", "format: alliance-bank/1\nid: [\n")
    folder.put("l.yaml", sample.lesson("first-question"))

    assert {rule for *_, rule in found(folder.path)} == {"L15", "yaml-syntax"}


def test_a_broken_reference_list_is_not_blamed_on_every_question(folder: Folder) -> None:
    folder.put("a.yaml", sample.bank())
    folder.put("reference/facts.yaml", "format: alliance-facts/1\nfacts: [\n")

    assert [rule for *_, rule in found(folder.path)] == ["yaml-syntax"]


def test_a_faulty_fact_is_still_there(folder: Folder) -> None:
    folder.put("a.yaml", sample.bank())
    facts = [{**sample.FACTS["facts"][0], "status": "so-so"}]
    folder.put("reference/facts.yaml", {**sample.FACTS, "facts": facts})
    folder.put("reference/misconceptions.yaml", sample.MISCONCEPTIONS)

    assert [rule for *_, rule in found(folder.path)] == ["field-value"]


def test_an_id_belongs_to_one_thing(folder: Folder) -> None:
    folder.put("a.yaml", sample.bank())
    folder.put("b.yaml", sample.bank(sample.question(title="Another")))

    first, second = faults(folder.path)

    assert (Path(first.file).name, first.line, first.rule) == ("b.yaml", 2, "id-once")
    assert (second.question, second.rule) == ("first-question", "id-once")
    assert f"{folder.path / 'a.yaml'}:7" in second.text


@pytest.mark.parametrize(
    "content",
    ["- a\n- b\n", "just text\n", "~\n", "format: [a]\n", "format: 1\n", "title: x\n"],
)
def test_a_file_that_is_no_bank_is_told_what_to_start_with(folder: Folder, content: str) -> None:
    folder.put("a.yaml", content)

    (fault,) = faults(folder.path)

    assert fault.rule == "format-known"
    assert "alliance-bank/1" in fault.text


@pytest.mark.parametrize("questions", [None, [], "first", {"id": "x"}])
def test_a_bank_without_a_list_of_questions_is_a_fault(folder: Folder, questions: object) -> None:
    folder.put("a.yaml", sample.bank() | {"questions": questions})

    assert [rule for *_, rule in found(folder.path)] == ["field-missing"]


@pytest.mark.parametrize("entry", [None, "text", 5, ["a"]])
def test_an_entry_that_is_no_question_is_a_fault(folder: Folder, entry: object) -> None:
    folder.put("a.yaml", sample.bank() | {"questions": [entry]})

    (fault,) = faults(folder.path)

    assert (fault.line, fault.rule) == (7, "field-value")


def test_a_lone_file_is_judged_by_the_lists_of_its_folder(folder: Folder) -> None:
    folder.put("bad.yaml", sample.bank(sample.question(lead_in="No.")))
    own = folder.put("good.yaml", sample.bank(sample.question(id="own"), id="good"))
    lesson = folder.put("lessons/l.yaml", sample.lesson("own"))

    assert [bank.id for bank in read(own).banks] == ["good"]
    assert read(lesson).banks == ()
    assert read(lesson).lessons[0].questions == ("own",)


def test_a_lone_file_elsewhere_is_judged_by_the_shipped_lists(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "elsewhere")
    own = folder.put("mine.yaml", sample.bank(sample.question(facts=["BOR-04"])))
    moved = own.rename(tmp_path / "mine.yaml")

    assert read(moved).banks[0].questions[0].facts == ("BOR-04",)


@pytest.mark.parametrize(
    ("name", "words"), [("gone", "no file or folder"), ("empty", "holds no file")]
)
def test_nothing_to_read_is_said_in_a_sentence(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(NothingToRead, match=words):
        read(tmp_path / name)


def test_hidden_folders_and_other_files_are_left_alone(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank())
    folder.put(".git/x.yaml", "[")
    folder.put("notes.txt", "[")

    assert len(read(folder.path).banks) == 1


def test_the_digest_changes_with_any_file_that_matters(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank())
    before = files.digest(folder.path)
    assert files.digest(folder.path) == before

    folder.put("reference/sources.yaml", {**sample.SOURCES, "sources": []})
    after = files.digest(folder.path)
    (folder.path / "small.yaml").rename(folder.path / "other.yaml")

    assert len({before, after, files.digest(folder.path)}) == 3
