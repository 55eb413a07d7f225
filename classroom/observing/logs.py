"""Log lines for a person at a terminal, or one JSON object a line for a program.

Neither holds names, answers or addresses. Callers give ids and figures as `extra`; a traceback is
kept, without the lines in which PostgreSQL quotes the row that it refused.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up(style: str, stream: TextIO | None = None) -> None:
    """Log to the standard error in that style, in place of whatever was set up before.

    As text, what is wrong; as JSON, what happened too: every request and every step of a lesson.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter() if style == "json" else TextFormatter())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)
    logging.getLogger("classroom").setLevel(logging.INFO if style == "json" else logging.WARNING)


class TextFormatter(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S")

    def formatException(self, ei: ExcInfo) -> str:
        return _without_rows(super().formatException(ei))


class JsonFormatter(TextFormatter):
    """`time` (UTC), `level`, `logger`, `message`, the facts given as `extra`, and `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": _utc(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _USUAL}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


_USUAL = {*vars(logging.makeLogRecord({})), "message", "asctime"}
_QUOTES = ("DETAIL:", "CONTEXT:")


def _utc(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _without_rows(trace: str) -> str:
    kept = (line for line in trace.splitlines() if not line.lstrip().startswith(_QUOTES))
    return "\n".join(kept)
