"""Each rule of item writing leaves a good item alone and finds a bad one.

What the rules are tried on stands in `rule_items/`.
"""

from __future__ import annotations

import pytest

from classroom.banks import rules
from classroom.banks.fault import Level
from classroom.banks.rulebook import is_numbered
from tests.unit.banks.rule_items import (
    choosing,
    comparing,
    copying,
    explaining,
    key_patterns,
    kinds,
    respecting,
    resting,
    telling,
    wordings,
)
from tests.unit.banks.rule_items.item import KNOWN, Item

MODULES = (
    kinds,
    wordings,
    choosing,
    key_patterns,
    telling,
    explaining,
    resting,
    respecting,
    copying,
    comparing,
)
ITEMS = {item.check: item for module in MODULES for item in module.ITEMS}
NUMBERED = [rule for rule in rules.all_rules() if is_numbered(rule.name)]
E_, W_, I_ = Level.ERROR, Level.WARNING, Level.INFO
LEVELS = {
    "L01": {E_}, "L02": {E_}, "L03": {E_, W_}, "L04": {E_}, "L05": {W_}, "L06": {E_}, "L07": {E_},
    "L08": {W_}, "L09": {W_}, "L10": {W_}, "L11": {W_}, "L12": {E_}, "L13": {E_}, "L14": {E_},
    "L15": {E_}, "L16": {W_}, "L17": {W_}, "L18": {E_}, "L19": {E_}, "L20": {W_}, "L21": {W_},
    "L22": {W_}, "L23": {I_}, "L24": {E_}, "L25": {E_}, "L26": {E_}, "L27": {E_}, "L28": {E_},
    "L29": {W_},
}  # fmt: skip

every_item = pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item.check.__name__)


@every_item
def test_a_rule_leaves_a_good_item_alone(item: Item) -> None:
    for number, subject in enumerate(item.passes):
        assert (number, list(item.check(subject, KNOWN))) == (number, [])


@every_item
def test_a_rule_finds_a_bad_item(item: Item) -> None:
    for number, subject in enumerate(item.fails):
        assert list(item.check(subject, KNOWN)), number


def test_every_numbered_rule_is_tried_on_both() -> None:
    assert {rule.check for rule in NUMBERED} == set(ITEMS)
    assert all(item.passes and item.fails for item in ITEMS.values())


def test_every_rule_of_the_guide_is_there_with_its_level() -> None:
    levels: dict[str, set[Level]] = {}
    for rule in NUMBERED:
        levels.setdefault(rule.name, set()).add(rule.level)

    assert levels == LEVELS


def test_every_rule_is_described() -> None:
    assert [rule.name for rule in rules.all_rules() if not rule.meaning] == []
