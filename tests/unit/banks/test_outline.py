"""The outline of the examination is data: its domains, their weights, and until when they hold."""

from __future__ import annotations

from datetime import date

import pytest

from classroom.banks.fault import BankFaults
from classroom.banks.reading import read
from classroom.config import resources
from tests import sample_bank as sample
from tests.sample_bank import Folder


def test_the_shipped_outline_has_the_figures_of_the_board() -> None:
    outline = read(resources("question_banks") / "reference").outline

    assert [domain.weight_percent for domain in outline.domains] == [12, 12, 29, 9, 30, 8]
    assert [domain.scored_items for domain in outline.domains] == [19, 19, 47, 14, 48, 13]
    assert sum(domain.scored_items for domain in outline.domains) == 160
    assert outline.valid_until == date(2027, 6, 30)
    assert "not confirmed" in outline.validity_note


def test_a_folder_may_bring_an_outline_of_its_own(folder: Folder) -> None:
    folder.put("small.yaml", sample.bank(sample.question(nce_domain=5)))

    outline = read(folder.path).outline

    assert (outline.name, outline.valid_until) == ("A small outline", date(2030, 12, 31))
    assert [domain.number for domain in outline.domains] == [1, 2, 3, 4, 5]


def test_without_one_the_outline_of_the_program_is_used(folder: Folder) -> None:
    (folder.path / "reference/outline.yaml").unlink()
    file = folder.put("small.yaml", sample.bank(sample.question(nce_domain=6)))

    assert read(folder.path).outline.name.startswith("NCE")
    assert read(file).outline.name.startswith("NCE"), "a lone file is read like its folder"


@pytest.mark.parametrize("written", ["soon", "2027-06-31", 2027, None, True])
def test_a_day_that_is_none_is_told_in_plain_words(folder: Folder, written: object) -> None:
    folder.put("reference/outline.yaml", sample.OUTLINE | {"valid_until": written})

    with pytest.raises(BankFaults) as caught:
        read(folder.path)

    (fault,) = caught.value.faults
    assert fault.text == "“valid_until”: write a date, such as 2027-06-30"


def test_a_fault_in_a_domain_is_told_once(folder: Folder) -> None:
    domains = [*sample.OUTLINE["domains"][:4], {**sample.OUTLINE["domains"][4], "title": 5}]
    folder.put("reference/outline.yaml", sample.OUTLINE | {"domains": domains})
    folder.put("small.yaml", sample.bank(sample.question(nce_domain=5)))

    with pytest.raises(BankFaults) as caught:
        read(folder.path)

    (fault,) = caught.value.faults
    assert (fault.question, fault.rule) == ("5", "field-value")


def test_two_domains_with_one_number_are_a_fault(folder: Folder) -> None:
    domains = [*sample.OUTLINE["domains"][:4], sample.OUTLINE["domains"][3]]
    folder.put("reference/outline.yaml", sample.OUTLINE | {"domains": domains})

    with pytest.raises(BankFaults, match="“4” is taken"):
        read(folder.path)
