"""When two sentences say the same."""

from __future__ import annotations

import re


def likeness(text: str) -> str:
    """A sentence without case and punctuation: equal for sentences that are alike."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text
