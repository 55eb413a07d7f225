"""Everybody joins at once: no door holds them back, as it does in a lecture."""

from __future__ import annotations

import time
from typing import Any

import uvloop
from cluster import Cluster, serve
from figures import spent, spread
from options import Options
from room import Room
from server import Server


def run(options: Options) -> dict[str, Any]:
    with serve(options) as server:
        return uvloop.run(_play(server, options))


async def _play(server: Server | Cluster, options: Options) -> dict[str, Any]:
    students = options.students
    async with Room(server, options.kind, options.window_s, is_spread=options.is_spread) as room:
        engines_cpu_s = server.engines_cpu_s()
        rss_kb, cpu_s = server.rss_kb(), server.cpu_s()
        started, generator_cpu_s = time.perf_counter(), time.process_time()
        joined_s = await room.let_in(students, at_once=students)
        join_s = time.perf_counter() - started
        generator_cpu_s = time.process_time() - generator_cpu_s
        cpu_s = server.cpu_s() - cpu_s
        engines_cpu_s = spent(engines_cpu_s, server.engines_cpu_s())
        return {
            **server.placed(),
            "join_s": round(join_s, 2),
            "join_ms": spread([1000 * each_s for each_s in joined_s]),
            "rss_kb_per_student": round((server.rss_kb() - rss_kb) / students, 1),
            "server_cpu_s": round(cpu_s, 2),
            **engines_cpu_s,
            "join_cpu_ms_per_student": round(1000 * cpu_s / students, 3),
            "generator_cpu_share": round(generator_cpu_s / join_s, 3),
        }
