"""A lecture: students join, and in each round a question opens, closes and is revealed."""

from __future__ import annotations

import time
from typing import Any

import limit
import uvloop
from cluster import Cluster, serve
from figures import answered, in_all, most, spent
from options import Options
from room import Room
from server import Server
from sockets import Frame


def run(options: Options) -> dict[str, Any]:
    with serve(options) as server:
        figures, opening = uvloop.run(_play(server, options))
    # Not before the server is gone: its farewell to the phones would be seen in the limit.
    pushes = uvloop.run(limit.measure(opening, options))
    return {**figures, **pushes.figures()}


async def _play(server: Server | Cluster, options: Options) -> tuple[dict[str, Any], Frame]:
    """The figures, and the push that opened the vote."""
    students = options.students
    async with Room(server, options.kind, options.window_s, is_spread=options.is_spread) as room:
        engines_cpu_s = server.engines_cpu_s()
        rss_kb, cpu_s, started = server.rss_kb(), server.cpu_s(), time.perf_counter()
        await room.let_in(students)
        join_s = time.perf_counter() - started
        rss_kb = server.rss_kb() - rss_kb
        join_cpu_s = server.cpu_s() - cpu_s
        rounds = [await room.play() for _ in range(options.rounds)]
        cpu_s = server.cpu_s() - cpu_s
        engines_cpu_s = spent(engines_cpu_s, server.engines_cpu_s())
        placed = server.placed()
    round_cpu_s = sum(played.server_cpu_s for played in rounds) / len(rounds)
    stored = server.records.count_stored([one for played in rounds for one in played.acknowledged])
    figures = {
        "rounds": options.rounds,
        **placed,
        "join_s": round(join_s, 2),
        "open_to_phone_ms": in_all(rounds, "open_to_phone_ms"),
        "push_ms": in_all(rounds, "push_ms"),
        "tap_to_ack_ms": in_all(rounds, "tap_to_ack_ms"),
        "console_complete_ms": in_all(rounds, "console_complete_ms"),
        "reveal_to_phone_ms": in_all(rounds, "reveal_to_phone_ms"),
        **answered(rounds, stored),
        "rss_kb_per_student": round(rss_kb / students, 1),
        "server_cpu_s": round(cpu_s, 2),
        **engines_cpu_s,
        "join_cpu_ms_per_student": round(1000 * join_cpu_s / students, 3),
        "round_cpu_ms_per_student": round(1000 * round_cpu_s / students, 3),
        "generator_cpu_share": most(rounds, "generator_cpu_share"),
        "generator_push_cpu_share": most(rounds, "generator_push_cpu_share"),
    }
    return figures, rounds[0].opening
