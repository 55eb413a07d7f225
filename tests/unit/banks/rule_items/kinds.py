"""L01 and L27: how many options and keys a kind has."""

from __future__ import annotations

from classroom.banks.rules import kind
from tests import sample_bank as sample
from tests.unit.banks.rule_items.item import Item, bank, placed, question, select_all

ITEMS = [
    Item(
        kind.choices_are_counted,
        passes=(question(), select_all(5, 2), select_all(6, 5)),
        fails=(
            question(options=[sample.keyed(1), sample.option(2), sample.option(3)]),
            question(options=[sample.option(number) for number in range(4)]),
            question(options=[*map(sample.keyed, (1, 2)), *map(sample.option, (3, 4))]),
            select_all(4, 2),
            select_all(7, 2),
            select_all(5, 1),
            select_all(5, 5),
        ),
    ),
    Item(
        kind.number_of_keys_varies,
        passes=(bank(select_all(5, 2)), bank(select_all(5, 2), select_all(5, 3))),
        fails=(bank(select_all(5, 2), question(), select_all(6, 2)),),
    ),
    Item(
        kind.no_key_where_none_is_right,
        passes=(
            placed("poll", {"gist": "went first"}, {"gist": "waited"}),
            placed("short_text", {"text": "Owns"}, {"text": "Invites"}),
        ),
        fails=(
            placed("poll", {"gist": "went first", "key": True}, {"gist": "waited"}),
            placed("poll", {"gist": "went first"}),
            placed("short_text", {"text": "Owns", "key": True}, {"text": "Invites"}),
            placed("short_text", {"text": "Owns"}),
        ),
    ),
]
