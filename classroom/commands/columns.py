"""Text in columns, for tables on a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

GAP = "  "
LEAST_WIDTH, MOST_WIDTH = 80, 100


def lined_up(rows: Sequence[Sequence[object]], *, width: int, yielding: int = -1) -> Iterator[str]:
    """The rows as lines of at most `width` signs; numbers, and their heading, stand to the right.

    Where the table is too wide, the column `yielding` is cut.
    """
    columns = list(zip(*rows, strict=True))
    numeric = [any(isinstance(cell, int) for cell in column) for column in columns]
    widths = [max(len(str(cell)) for cell in column) for column in columns]
    too_wide = sum(widths) + len(GAP) * (len(widths) - 1) - width
    widths[yielding] -= min(max(too_wide, 0), widths[yielding] - 1)
    for row in rows:
        cells = [
            cut(str(cell), wide).rjust(wide) if is_number else cut(str(cell), wide).ljust(wide)
            for cell, wide, is_number in zip(row, widths, numeric, strict=True)
        ]
        yield GAP.join(cells).rstrip()


def terminal_width() -> int:
    return min(max(shutil.get_terminal_size().columns, LEAST_WIDTH), MOST_WIDTH)


def cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"
