"""The arguments, and the scenario that they name."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import resource
import sys
from collections.abc import Callable, Sequence
from typing import Any

from cores import CannotPin, Cores
from options import Options
from stopped import Stopped

from classroom.domain.kinds import kind_names

SCENARIOS = {
    "lecture": "join, open, answer within a window, close, reveal; and `limit` in the same run",
    "limit": "a bare WebSocket server writes the same bytes: what the machine could do",
    "crash": "the server is killed at a random moment of a vote, and starts again",
    "reconnect": "every socket drops at once in a vote",
    "storm": "everybody joins at once, and nothing else",
    "soak": "lesson after lesson, and the server's memory after each",
}
ON_WORKERS = ("lecture", "storm")
MOST_STUDENTS = 10_000
MOST_WORKERS = 5
"""More would need more connections than PostgreSQL takes as it comes."""
MOST_WINDOW_S = 600.0
MOST_MINUTES = 1_440.0
FILES_A_STUDENT = 2
OTHER_FILES = 256
NEEDED = ("picows", "uvloop")


def main(arguments: Sequence[str] | None = None) -> int:
    """Play what these arguments ask for, or those of the process; returns its exit status."""
    options, name, is_json = _parsed(arguments)
    missing = [package for package in NEEDED if importlib.util.find_spec(package) is None]
    if missing:
        return _fail(
            f"The load generator needs {' and '.join(missing)}, which is not installed here: run "
            "script/setup --test, on a platform that the package is published for (Linux or macOS, "
            "x86-64 or ARM)."
        )
    try:
        _raise_file_limit(options.students)
        options.cores.hold_generator()
        figures = {
            "scenario": name,
            "kind": options.kind,
            "students": options.students,
            "window_s": options.window_s,
            "pinned": options.cores.are_pinned,
            **_cluster_asked(options),
            **_scenario(name)(options),
        }
    except Stopped as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        _fail("Stopped before the end: there are no figures.")
        return 130
    from figures import as_table

    print(json.dumps(figures) if is_json else as_table(figures))
    lost, unanswered = figures.get("lost", 0), figures.get("unanswered", 0)
    if lost or unanswered:
        return _fail(f"{lost} answers lost, {unanswered} never acknowledged.")
    return 0


def _cluster_asked(options: Options) -> dict[str, Any]:
    if not options.workers:
        return {}
    return {"workers": options.workers, "spread": options.is_spread}


def _scenario(name: str) -> Callable[[Options], dict[str, Any]]:
    """Imported by its name alone: without picows there is only a sentence to say."""
    run: Callable[[Options], dict[str, Any]] = importlib.import_module(name).run
    return run


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _parsed(arguments: Sequence[str] | None) -> tuple[Options, str, bool]:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Play a scenario against a real server from another process.",
        epilog="Scenarios: " + "; ".join(f"{name}: {text}" for name, text in SCENARIOS.items()),
    )
    parser.add_argument(
        "scenario", nargs="?", choices=SCENARIOS, default="lecture", help="what is played [lecture]"
    )
    parser.add_argument(
        "--students", type=_students, default=300, metavar="N", help="how many phones [300]"
    )
    parser.add_argument(
        "--window",
        type=_window,
        default=5.0,
        metavar="S",
        help="seconds within which everybody answers [5]",
    )
    parser.add_argument(
        "--kind",
        choices=kind_names(),
        default="single_best",
        metavar="NAME",
        help=f"which kind of question is asked, of {', '.join(kind_names())} [single_best]",
    )
    parser.add_argument(
        "--rounds", type=_count, default=1, metavar="N", help="how often it is asked [1]"
    )
    parser.add_argument(
        "--runs",
        type=_count,
        default=3,
        metavar="N",
        help="crash and reconnect: how many votes it happens in [3]",
    )
    parser.add_argument(
        "--minutes",
        type=_minutes,
        default=30.0,
        metavar="M",
        help="soak: for how long a next lesson begins [30]",
    )
    parser.add_argument(
        "--pin", action="store_true", help="one core for the server, another for the generator"
    )
    parser.add_argument(
        "--workers",
        type=_workers,
        default=0,
        metavar="N",
        help="lecture and storm: N workers on PostgreSQL and Redis behind nginx [one on SQLite]",
    )
    parser.add_argument(
        "--spread", action="store_true", help="the room's phones at all workers, not at one"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args(arguments)
    if given.workers and given.scenario not in ON_WORKERS:
        parser.error(f"--workers is for {' and '.join(ON_WORKERS)}, not for {given.scenario}.")
    if given.workers and given.pin:
        parser.error("--pin gives the server one core: run --workers without it.")
    if given.spread and not given.workers:
        parser.error("--spread is for several workers: say how many with --workers.")
    try:
        cores = Cores.pinned() if given.pin else Cores()
    except CannotPin as error:
        parser.error(str(error))
    options = Options(
        kind=given.kind,
        students=given.students,
        window_s=given.window,
        rounds=given.rounds,
        runs=given.runs,
        minutes=given.minutes,
        cores=cores,
        workers=given.workers,
        is_spread=given.spread,
    )
    return options, given.scenario, given.json


def _students(text: str) -> int:
    return _whole(text, MOST_STUDENTS, "number of students")


def _workers(text: str) -> int:
    return _whole(text, MOST_WORKERS, "number of workers")


def _count(text: str) -> int:
    return _whole(text, 1_000, "number of times")


def _whole(text: str, most: int, what: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no {what}: give a whole number from 1 to {most}"
        )
    return int(text)


def _window(text: str) -> float:
    return _time(text, MOST_WINDOW_S, "window", "seconds")


def _minutes(text: str) -> float:
    return _time(text, MOST_MINUTES, "number of minutes", "minutes")


def _time(text: str, most: float, what: str, unit: str) -> float:
    try:
        time = float(text)
    except ValueError:
        time = -1
    if not 0 < time <= most:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no {what}: give {unit} above 0, at most {most:.0f}"
        )
    return time


def _raise_file_limit(students: int) -> None:
    """For this process and the servers that it starts; Stopped when the system allows too few."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_A_STUDENT * students + OTHER_FILES
    if hard != resource.RLIM_INFINITY and wanted > hard:
        raise Stopped(
            f"{students} students need {wanted} open files and this system allows {hard}: "
            "raise its limit (ulimit -Hn), or take fewer students."
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


if __name__ == "__main__":
    sys.exit(main())
