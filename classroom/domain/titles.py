"""Names that instructors give to lessons and groups."""

from __future__ import annotations

import unicodedata

from classroom.domain.errors import TitleMissing

MOST_IN_TITLE = 120


def normal_title(typed: str) -> str:
    """The title with single spaces and without signs that cannot be seen; TitleMissing."""
    normal = unicodedata.normalize("NFC", typed[:1000])
    visible = "".join(
        " " if sign.isspace() else sign
        for sign in normal
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    title = " ".join(visible.split())
    if not 1 <= len(title) <= MOST_IN_TITLE:
        raise TitleMissing(limit=MOST_IN_TITLE)
    return title
