"""A file accepts its own warnings, with a reason; it cannot accept an error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from classroom.banks.fault import BankFaults, Fault, Level
from classroom.banks.reading import check, read
from tests import sample_bank as sample
from tests.sample_bank import Folder

WHY_LONG = "The report is quoted word by word."
TOO_LONG = ". ".join(["Word " * 18] * 2)
"""A stem of 36 words in short sentences, which L16 warns of where recall is asked for."""


def excepting(*names: str) -> list[dict[str, str]]:
    return [{"rule": name, "because": WHY_LONG} for name in names]


def checked(folder: Folder, *questions: dict[str, Any], **head: Any) -> list[Fault]:
    folder.put("small.yaml", sample.bank(*questions, **head))
    return list(check(folder.path).faults)


CONVERGING = (
    ("Warm trust grows", "Warm thanks", "Some trust", "Plans to grow"),
    ("Quiet hours heal", "Quiet nights", "Longer hours", "Ways to heal"),
)
"""Options whose first one shares most words with the others."""


def converging(number: int) -> dict[str, Any]:
    texts = CONVERGING[number]
    options = [sample.keyed(1, text=texts[0])]
    options += [sample.option(n, text=text) for n, text in enumerate(texts[1:], start=2)]
    return sample.question(id=f"converging-{number}", options=options)


def test_a_warning_without_an_exception_is_not_accepted(folder: Folder) -> None:
    (fault,) = checked(folder, sample.question(stem=TOO_LONG))

    assert (fault.rule, fault.level, fault.accepted_because) == ("L16", Level.WARNING, "")


def test_an_exception_accepts_the_warning_with_its_reason(folder: Folder) -> None:
    (fault,) = checked(folder, sample.question(stem=TOO_LONG, exceptions=excepting("L16")))

    assert (fault.rule, fault.accepted_because) == ("L16", WHY_LONG)


def test_an_exception_of_one_question_does_not_hold_for_another(folder: Folder) -> None:
    first = sample.question(stem=TOO_LONG, exceptions=excepting("L16"))
    second = sample.question(id="second", stem=TOO_LONG)

    assert [
        (fault.question, bool(fault.accepted_because)) for fault in checked(folder, first, second)
    ] == [("first-question", True), ("second", False)]


def test_the_head_of_a_bank_accepts_a_warning_about_the_whole_bank(folder: Folder) -> None:
    questions = [converging(0), converging(1)]

    assert [(fault.rule, fault.question) for fault in checked(folder, *questions)] == [
        ("L10", "small")
    ]
    (fault,) = checked(folder, *questions, exceptions=excepting("L10"))
    assert fault.accepted_because == WHY_LONG


@pytest.mark.parametrize("names", [("L16",), ("L16", "L16")])
def test_an_exception_that_excepts_nothing_is_a_warning(
    folder: Folder, names: tuple[str, ...]
) -> None:
    stem = TOO_LONG if len(names) > 1 else "Short."

    faults = checked(folder, sample.question(stem=stem, exceptions=excepting(*names)))

    (idle,) = [fault for fault in faults if not fault.accepted_because]
    assert (idle.rule, idle.level) == ("exception-used", Level.WARNING)
    assert "nothing here goes against L16" in idle.text


def test_an_idle_exception_of_the_head_is_a_warning(folder: Folder) -> None:
    (fault,) = checked(folder, sample.question(), exceptions=excepting("L10"))

    assert (fault.rule, fault.question, fault.level) == ("exception-used", "small", Level.WARNING)


def test_a_head_is_not_called_idle_while_its_bank_cannot_be_counted(folder: Folder) -> None:
    faults = checked(folder, sample.question(level="guess"), exceptions=excepting("L10"))

    assert [fault.rule for fault in faults] == ["field-value"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("L02", "L02 is an error, which has to be mended"),
        ("title-length", "title-length is an error"),
        ("L99", "there is no rule “L99” that warns"),
        ("exception-used", "there is no rule “exception-used” that warns"),
    ],
)
def test_an_exception_for_anything_but_a_warning_is_an_error(
    folder: Folder, name: str, words: str
) -> None:
    (fault,) = checked(folder, sample.question(exceptions=excepting(name)))

    assert (fault.rule, fault.level) == ("exception-known", Level.ERROR)
    assert words in fault.text


def test_an_exception_never_accepts_an_error_of_the_same_rule(folder: Folder) -> None:
    asked = sample.question(lead_in="Say what.", exceptions=excepting("L03"))

    faults = checked(folder, asked)

    assert [(fault.level, bool(fault.accepted_because)) for fault in faults] == [
        (Level.WARNING, True),
        (Level.ERROR, False),
    ]


def test_reading_looks_at_errors_alone(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(sample.question(stem=TOO_LONG)))
    assert read(folder.path).banks

    folder.put("small.yaml", sample.bank(sample.question(stem=TOO_LONG, lead_in="Say what.")))
    with pytest.raises(BankFaults) as caught:
        read(folder.path)
    assert [fault.rule for fault in caught.value.faults] == ["L03"]


def test_english_words_are_looked_for_in_english_banks_alone(folder: Folder) -> None:
    never = sample.option(2, text="One that never ends")
    asked = sample.question(options=[sample.keyed(1), never, sample.option(3), sample.option(4)])

    assert [fault.rule for fault in checked(folder, asked)] == ["L08"]
    assert checked(folder, asked, language="pt-BR") == []


def test_faults_come_in_the_order_of_files_and_lines(folder: Folder) -> None:
    folder.put("b.yaml", sample.bank(sample.question(stem=TOO_LONG, lead_in="Say what."), id="b"))
    folder.put("a.yaml", sample.bank(sample.question(id="other", lead_in="Say what."), id="a"))

    faults = check(folder.path).faults

    assert list(faults) == sorted(faults, key=lambda fault: (fault.file, fault.line))
    assert {Path(fault.file).name for fault in faults} == {"a.yaml", "b.yaml"}
