"""Aliases: suggested, cleaned, told apart. They are never shown on a projector."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Container

from classroom.domain.errors import NameEmpty, NameTooLong

MOST_GRAPHEMES = 24

_COLOURS = (
    "Amber", "Blue", "Bronze", "Cedar", "Copper", "Coral", "Dawn", "Fern", "Golden", "Gray",
    "Green", "Hazel", "Indigo", "Ivory", "Jade", "Lilac", "Maple", "Mint", "Moss", "Olive",
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

    NameEmpty when nothing visible is left, NameTooLong beyond 24 graphemes (or 96 code points,
    which only stacked marks and long emoji sequences reach).
    """
    name = visible(typed[:400])
    if not name:
        raise NameEmpty
    if graphemes(name) > MOST_GRAPHEMES or len(name) > 4 * MOST_GRAPHEMES or len(typed) > 400:
        raise NameTooLong(limit=MOST_GRAPHEMES)
    return name


def visible(typed: str) -> str:
    """What a reader sees of it, on one line: NFKC, nothing hidden, single spaces; else empty."""
    normal = unicodedata.normalize("NFKC", typed)
    seen = _without_hidden(re.sub(r"\s+", " ", normal))
    # Normal once more: a letter and an accent can meet now that nothing stands between them.
    text = " ".join(unicodedata.normalize("NFKC", seen).split())
    shows = any(unicodedata.category(sign)[0] in "LNPS" or _is_pictograph(sign) for sign in text)
    return text if shows else ""


def graphemes(text: str) -> int:
    """Signs as a reader counts them: a family of emoji is one, and so are a flag and an accent."""
    number = flag_halves = 0
    before = ""
    for sign in text:
        flag_halves = flag_halves + 1 if "\U0001f1e6" <= sign <= "\U0001f1ff" else 0
        joins = (
            unicodedata.category(sign)[0] == "M"
            or _ZERO_WIDTH_JOINER in (sign, before)
            or (flag_halves and flag_halves % 2 == 0)
            or ("\U0001f3fb" <= sign <= "\U0001f3ff" and before)  # skin tones
        )
        number += not joins
        before = sign
    return number


_ZERO_WIDTH_JOINER = "\u200d"
_SELECTORS = "\ufe0e\ufe0f"
"""They ask for a sign as text or as a colored picture."""
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800")
"""Letters, marks and symbols by their category that nevertheless show nothing."""
_VIRAMA = 9
"""The combining class of the sign that ties two consonants together in Indic scripts."""


def _without_hidden(text: str) -> str:
    kept: list[str] = []
    for place, sign in enumerate(text):
        before = kept[-1] if kept else " "
        if _shows(sign, before, after=text[place + 1 : place + 2]):
            kept.append(sign)
    return "".join(kept)


def _shows(sign: str, before: str, after: str) -> bool:
    """Whether a sign is seen, by itself or in what it makes of its neighbors."""
    if sign == _ZERO_WIDTH_JOINER:
        in_picture = _is_pictograph(before) or before in _SELECTORS
        ties = unicodedata.combining(before) == _VIRAMA
        return (in_picture and _is_pictograph(after)) or (ties and after.isalpha())
    if sign in _BLANK:
        return False
    if "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef":
        return sign in _SELECTORS and _is_pictograph(before)
    # Python's tables are older than the newest emoji, which it takes for unassigned.
    return unicodedata.category(sign)[0] != "C" or _is_pictograph(sign)


def _is_pictograph(sign: str) -> bool:
    in_blocks = "\u2190" <= sign <= "\u2bff" or "\U0001f000" <= sign <= "\U0001faff"
    return in_blocks and sign not in _BLANK


def told_apart(name: str, taken: Container[str]) -> str:
    """The name itself, or with the first free number behind it: “Robin 2”."""
    if name not in taken:
        return name
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
