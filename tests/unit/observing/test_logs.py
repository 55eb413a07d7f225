"""Log lines: what they carry, and what they leave out."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO

import pytest

from classroom.observing import logs

log = logging.getLogger("classroom.somewhere")


@pytest.fixture
def stream() -> Iterator[StringIO]:
    """Where the log goes; what pytest listens with is put back afterwards."""
    root, ours = logging.root, logging.getLogger("classroom")
    before = (root.handlers[:], root.level, ours.level)
    yield StringIO()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_object_with_its_facts(stream: StringIO) -> None:
    logs.set_up("json", stream)
    log.info("Session %d: open", 7, extra={"session": 7, "ms": 1.5})
    (line,) = lines(stream)
    assert line.pop("time", "").endswith("+00:00")  # type: ignore[attr-defined]
    assert line == {
        "level": "info",
        "logger": "classroom.somewhere",
        "message": "Session 7: open",
        "session": 7,
        "ms": 1.5,
    }


def test_a_traceback_stays_on_the_line_of_its_fault(stream: StringIO) -> None:
    logs.set_up("json", stream)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        log.exception("A fault")
    (line,) = lines(stream)
    assert "Traceback" in str(line["exception"])
    assert str(line["exception"]).endswith("two\nlines")


@pytest.mark.parametrize("style", ["text", "json"])
def test_the_row_that_a_database_quotes_is_left_out(style: str, stream: StringIO) -> None:
    logs.set_up(style, stream)
    # Not within the statement that raises it: Python 3.13 prints all lines of that one.
    said = "duplicate key value\nDETAIL:  Key (group_id, alias)=(5, Robin) already exists."
    try:
        raise ValueError(said)
    except ValueError:
        log.exception("A fault")
    assert "duplicate key value" in stream.getvalue()
    assert "Robin" not in stream.getvalue()


def test_a_person_at_a_terminal_sees_what_is_wrong_and_no_more(stream: StringIO) -> None:
    logs.set_up("text", stream)
    log.info("GET /privacy 200")
    log.warning("Not ready: database")
    logging.getLogger("another").info("A library's remark")
    (line,) = stream.getvalue().splitlines()
    assert line.endswith("WARNING Not ready: database")


FAULT = """
import gevent
from classroom.observing import logs
from classroom.serving import _log_background_faults

logs.set_up("json")
_log_background_faults()

def answer(sent):
    raise RuntimeError("a fault")

gevent.spawn(answer, {"choice": "xylophone"}).join()
"""


def test_a_fault_in_the_background_is_logged_without_what_was_sent() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAULT], capture_output=True, text=True, timeout=60, check=True
    )
    (line,) = [json.loads(line) for line in done.stderr.splitlines()]
    assert line["message"] == "A fault in the background"
    assert "RuntimeError: a fault" in line["exception"]
    assert "xylophone" not in done.stderr + done.stdout
