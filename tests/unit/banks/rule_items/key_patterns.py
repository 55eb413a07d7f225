"""L06, L07, L10: what the keys of a whole bank have in common."""

from __future__ import annotations

from classroom.banks.rules import keys
from tests.unit.banks.rule_items.item import Item, asking, bank, keyed_at

LONG = asking("One two three four", "One two three", "One two", "One two three")
EVEN = asking("One two three", "Two three four", "Three four five", "Four five six")
ALIKE = asking("Warm trust grows", "Warm thanks", "Some trust", "Plans to grow")
APART = asking("Wait a week", "Ask about exams", "Ask about clocks", "Ask about trains")

SPREAD = [keyed_at(number % 4) for number in range(20)]


def keyed(letters: str) -> object:
    return bank(*(keyed_at("ABCD".index(letter)) for letter in letters))


ITEMS = [
    Item(
        keys.keys_are_not_the_longest,
        passes=(bank(LONG), bank(*[LONG] * 7, *[EVEN] * 13)),
        fails=(bank(*[LONG] * 8, *[EVEN] * 13), bank(LONG, LONG, EVEN)),
    ),
    Item(
        keys.keys_are_spread,
        passes=(
            bank(*SPREAD),
            keyed("AAABBBCCC"),
            keyed("ABCDABCDABCDABCABCAB"),
        ),
        fails=(keyed("ABCABCABCABCABCABCDD"), keyed("ABABABABACADACADABAC")),
    ),
    Item(
        keys.keys_do_not_run,
        passes=(keyed("AAABAAA"),),
        fails=(keyed("AAAA"), keyed("BCDDDDA")),
    ),
    Item(
        keys.keys_do_not_converge,
        passes=(bank(ALIKE), bank(*[ALIKE] * 2, *[APART] * 3)),
        fails=(bank(*[ALIKE] * 3, *[APART] * 3), bank(ALIKE, ALIKE)),
    ),
]
