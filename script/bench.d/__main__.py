"""One lecture with many phones: the arguments, the order of events, the figures."""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import sys
import tempfile
from pathlib import Path

from figures import Figures, as_table
from lecture import Lecture, LectureStopped
from server import Server, ServerFailed

from classroom.domain.kinds import kind_names

MOST_STUDENTS = 5_000
MOST_WINDOW_S = 600.0
FILES_A_STUDENT = 2


def main() -> int:
    arguments = _arguments()
    _raise_file_limit(arguments.students)
    try:
        figures = _bench(arguments.kind, arguments.students, arguments.window)
    except (ServerFailed, LectureStopped) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped before the end: there are no figures.", file=sys.stderr)
        return 130
    print(json.dumps(figures.as_dict()) if arguments.json else as_table(figures))
    if figures.lost or figures.acknowledged < figures.students:
        missing = figures.students - figures.acknowledged
        print(f"{figures.lost} answers lost, {missing} never acknowledged.", file=sys.stderr)
        return 1
    return 0


def _bench(kind: str, students: int, window_s: float) -> Figures:
    with tempfile.TemporaryDirectory(prefix="classroom-bench-") as folder:
        server = Server(Path(folder), room_size=students)
        with server:
            lecture = Lecture(server, kind, students, window_s)
            asyncio.run(lecture.play())
            stored = server.count_stored(lecture.acknowledged)
    return Figures(
        kind=kind,
        students=students,
        window_s=window_s,
        join_s=lecture.join_s,
        open_to_phone_ms=lecture.open_to_phone_ms,
        tap_to_ack_ms=lecture.tap_to_ack_ms,
        acknowledged=len(lecture.acknowledged),
        stored=stored,
        rss_kb_per_student=lecture.rss_kb / students,
        server_cpu_s=lecture.server_cpu_s,
        generator_cpu_share=lecture.generator_cpu_share,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/bench",
        description="Play one lecture against a real server from another process: students join, "
        "a question opens, each answers at a random moment, the answers are looked for on disk.",
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
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args()


def _students(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_STUDENTS):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no number of students: give a whole number from 1 to {MOST_STUDENTS}"
        )
    return int(text)


def _window(text: str) -> float:
    try:
        window_s = float(text)
    except ValueError:
        window_s = -1
    if not 0 < window_s <= MOST_WINDOW_S:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no window: give seconds above 0, at most {MOST_WINDOW_S:.0f}"
        )
    return window_s


def _raise_file_limit(students: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES_A_STUDENT * students + 256
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


if __name__ == "__main__":
    sys.exit(main())
