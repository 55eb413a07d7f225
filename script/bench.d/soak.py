"""Lesson after lesson in one server, and its memory after each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from statistics import linear_regression
from typing import Any

import uvloop
from figures import answered, in_all, most
from options import Options
from room import Room
from rounds import Round
from server import Server, fresh_server

WARM_UP = 1
"""Lessons before those whose growth counts: the first fills what stays filled."""
CALM_S, LONGEST_S = 0.5, 10.0


def run(options: Options) -> dict[str, Any]:
    with fresh_server(options) as server:
        return uvloop.run(_play(server, options))


async def _play(server: Server, options: Options) -> dict[str, Any]:
    started, cpu_s = time.perf_counter(), server.cpu_s()
    rounds: list[Round] = []
    rss_kb: list[int] = []
    stored = 0
    while not rss_kb or time.perf_counter() - started < 60 * options.minutes:
        played = await _play_lesson(server, options)
        stored += server.records.count_stored([one for each in played for one in each.acknowledged])
        rounds += played
        await _until_calm(server)
        rss_kb.append(server.rss_kb())
    return {
        "minutes": options.minutes,
        "rounds": options.rounds,
        "lessons": len(rss_kb),
        "open_to_phone_ms": in_all(rounds, "open_to_phone_ms"),
        "push_ms": in_all(rounds, "push_ms"),
        "tap_to_ack_ms": in_all(rounds, "tap_to_ack_ms"),
        "console_complete_ms": in_all(rounds, "console_complete_ms"),
        "reveal_to_phone_ms": in_all(rounds, "reveal_to_phone_ms"),
        **answered(rounds, stored),
        "rss_kb": rss_kb,
        "rss_kb_first": rss_kb[0],
        "rss_kb_last": rss_kb[-1],
        "rss_kb_per_lesson": _slope(rss_kb[WARM_UP:]),
        "server_cpu_s": round(server.cpu_s() - cpu_s, 2),
        "generator_cpu_share": most(rounds, "generator_cpu_share"),
    }


async def _play_lesson(server: Server, options: Options) -> list[Round]:
    async with Room(server, options.kind, options.window_s) as room:
        await room.let_in(options.students)
        played = [await room.play() for _ in range(options.rounds)]
        await room.end()
        return played


async def _until_calm(server: Server) -> None:
    """Until the server has done with the sockets that went, which still hold memory."""
    deadline = time.perf_counter() + LONGEST_S
    before, now = -1.0, server.cpu_s()
    while now != before and time.perf_counter() < deadline:
        await asyncio.sleep(CALM_S)
        before, now = now, server.cpu_s()


def _slope(values: Sequence[int]) -> float | None:
    """Of the line that fits them best (least squares), in KB a lesson; None for fewer than 3."""
    if len(values) < 3:
        return None
    return round(linear_regression(range(len(values)), values).slope, 1)
