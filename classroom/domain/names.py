"""Aliases: suggested, cleaned, told apart. They are never shown on a projector."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Container

from classroom.domain.errors import NameEmpty, NameTooLong

MOST_GRAPHEMES = 24

_COLOURS = (
    "Amber", "Blue", "Bronze", "Cedar", "Copper", "Coral", "Dawn", "Fern", "Golden", "Green",
    "Grey", "Hazel", "Indigo", "Ivory", "Jade", "Lilac", "Maple", "Mint", "Moss", "Olive",
    "Opal", "Pearl", "Plum", "Quiet", "Red", "River", "Rose", "Sand", "Silver", "Slate",
    "Spring", "Teal", "Violet", "White", "Willow", "Winter",
)  # fmt: skip
_BIRDS = (
    "Avocet", "Bittern", "Bunting", "Crane", "Curlew", "Dipper", "Dove", "Egret", "Falcon",
    "Finch", "Godwit", "Grebe", "Harrier", "Heron", "Ibis", "Jay", "Kestrel", "Kite", "Lark",
    "Linnet", "Martin", "Merlin", "Oriole", "Osprey", "Owl", "Pipit", "Plover", "Quail", "Robin",
    "Siskin", "Snipe", "Sparrow", "Starling", "Stork", "Swift", "Tern", "Thrush", "Wagtail",
    "Warbler", "Wren",
)  # fmt: skip


def suggested(taken: Container[str], chance: random.Random) -> str:
    """A friendly alias that nobody in the group has yet, such as “Blue Heron”."""
    for _ in range(40):
        alias = f"{chance.choice(_COLOURS)} {chance.choice(_BIRDS)}"
        if alias not in taken:
            return alias
    return told_apart(alias, taken)


def clean(typed: str) -> str:
    """The name as it is kept: NFKC, no control, bidi or zero-width characters, single spaces.

    NameEmpty when nothing visible is left, NameTooLong beyond 24 graphemes.
    """
    normal = unicodedata.normalize("NFKC", typed[:400])
    spaced = re.sub(r"\s+", " ", normal)
    kept = "".join(sign for sign in spaced if unicodedata.category(sign) not in _HIDDEN)
    name = re.sub(r" +", " ", kept).strip()
    if not any(unicodedata.category(sign)[0] in "LNPS" for sign in name):
        raise NameEmpty
    if graphemes(name) > MOST_GRAPHEMES or len(name) > 4 * MOST_GRAPHEMES or len(typed) > 400:
        raise NameTooLong(limit=MOST_GRAPHEMES)
    return name


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def graphemes(text: str) -> int:
    """Signs as a reader counts them: marks and variation selectors join the sign before."""
    return sum(1 for sign in text if unicodedata.category(sign) not in {"Mn", "Me", "Mc"})


def told_apart(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first free number behind it: “Robin 2”."""
    if name not in taken:
        return name
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
