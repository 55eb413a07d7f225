"""The instructor's console, as far as it counts answers."""

from __future__ import annotations

import re
from typing import Any

from screen import Screen
from sockets import Frame

_COUNT = re.compile(r'id="count">\s*<b>(\d+)</b> of \d+ answered')


class Console(Screen):
    """`answered` is the number that it shows, None while it shows none."""

    answered: int | None = None
    answered_at = 0.0
    """When that number was first on the screen."""

    def seen(self, push: dict[str, Any], frame: Frame, at: float) -> None:
        found = _COUNT.search(push["html"])
        answered = int(found[1]) if found else None
        if answered != self.answered:
            self.answered, self.answered_at = answered, at
