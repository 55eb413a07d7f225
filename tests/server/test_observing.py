"""A real server seen from outside: its log, its metrics, whether it is ready."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.live_room import School
from tests.metrics import metrics
from tests.pupils import connected, phone_of, seat, until
from tests.server.accounts import add_account
from tests.server_process import ServerProcess

NAME = "Zebulon Quartermaine"
SENTENCE = "I would ask about the xylophone"


def log_lines(server: ServerProcess) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.output.splitlines() if line.startswith("{")]


def written_question(school: School) -> str:
    """The slug of a shipped question that is answered by a sentence."""
    return school.rows("SELECT slug FROM questions WHERE kind = 'short_text'")[0][0]


@pytest.fixture
def logging_server(prepared: Path, tmp_path: Path) -> Iterator[ServerProcess]:
    """It logs for machines, prints no first-run link, and has an account of Alice's."""
    shutil.copytree(prepared, folder := tmp_path / "instance")
    add_account(folder, "alice")
    with ServerProcess(folder, environment={"CLASSROOM_LOG": "json"}) as server:
        yield server


def test_the_log_of_a_lesson_holds_routes_and_figures_and_nothing_of_anybody(
    logging_server: ServerProcess,
) -> None:
    server = logging_server
    school = School(server, server.signed_in("alice"), lesson="")
    lesson = school.new_lesson("A sentence", [written_question(school)])
    room = school.open_session(lesson=lesson)
    visitor = seat(room, NAME)
    phone = phone_of(room, visitor)
    with connected(phone):
        room.press("ask", "open")
        until(lambda: phone.screen.phase == "open", 10)
        phone.answer(room.vote, (SENTENCE,))
        until(lambda: phone.standing == (SENTENCE,), 10)
    form = {"vote": room.vote, "choice": SENTENCE + " too"}
    assert visitor.post(f"/{room.code}/answers", form).status_code == 302
    ((page_token, resume_code, public_id),) = school.rows(
        "SELECT page_token, resume_code, public_id FROM students"
    )
    assert visitor.get(f"/mine/{page_token}?from=xylophone").status_code == 200
    room.press("close", "reveal")
    assert school.alice.get(f"/sessions/{room.public_id}/report").status_code == 200
    server.stop()

    lines = log_lines(server)
    requests_ = [line for line in lines if line["logger"] == "classroom.web.access_log"]
    seen = {(line["method"], line["route"], line["status"]) for line in requests_}
    assert {
        ("POST", "/<room_code:code>/seat", 302),
        ("POST", "/<room_code:code>/answers", 302),
        ("GET", "/mine/<page_token>", 200),
    } <= seen
    assert all(line["ms"] >= 0 for line in requests_)
    moves = [line["move"] for line in lines if "move" in line]
    assert moves == ["ask", "open", "close", "reveal"]
    logged = "\n".join(json.dumps(line) for line in lines)
    for secret in (
        *NAME.split(),
        "xylophone",
        room.code,
        room.public_id,
        page_token,
        resume_code,
        public_id,
        "alice",
        "127.0.0.1",
        *visitor.cookies.values(),
    ):
        assert secret not in logged, secret
    assert len(lines) == len(server.output.splitlines()), "a line that is no object"


def test_metrics_tell_what_a_room_does(school: School) -> None:
    server, room = school.server, school.open_session()
    assert server.visitor().get("/metrics").status_code == 404
    phone = phone_of(room, seat(room, NAME))
    with connected(phone):
        room.press("ask", "open")
        until(lambda: phone.screen.phase == "open", 10)
        phone.answer(room.vote, ("A",))
        until(lambda: phone.standing == ("A",), 10)
        told = metrics(server)
        assert told['classroom_sockets{screen="phone"}'] == 1
        assert told["classroom_answers_acknowledged_total"] == 1
        assert 0 < told["classroom_answer_acknowledgement_seconds_sum"] < 10
        assert told["classroom_writer_commit_seconds_count"] > 3
        assert told["classroom_writer_batch_size_sum"] > 3
        assert told["classroom_pushes_total"] > 3
        assert told["classroom_push_bytes_total"] > 3_000
        assert told["process_cpu_seconds_total"] > 0
    until(lambda: 'classroom_sockets{screen="phone"}' not in metrics(server), 10)


def test_a_writer_that_is_stuck_makes_the_server_unready_until_it_goes_on(
    module_server: ServerProcess,
) -> None:
    server = module_server

    def status(path: str) -> int:
        return requests.get(server.address + path, timeout=20).status_code

    assert (status("/healthz"), status("/readyz")) == (200, 200)
    with closing(sqlite3.connect(server.folder / "classroom.sqlite3")) as another:
        another.isolation_level = None
        another.execute("BEGIN IMMEDIATE")
        until(lambda: status("/readyz") == 503, 20)
        assert status("/healthz") == 200
        another.execute("ROLLBACK")
    until(lambda: status("/readyz") == 200, 20)
