"""/healthz, /readyz and /metrics: what they tell, and to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from classroom.config import Settings
from classroom.domain.presence import Connection, Register
from classroom.observing.readiness import Check, Readiness
from classroom.storage.database import db
from classroom.storage.writer import write
from tests.conftest import Browser, Phone, Room

TOKEN = "a token of the monitoring"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, metrics_token=TOKEN)


@pytest.fixture
def readiness(app: Flask) -> Readiness:
    """The application's checks, asked anew each time."""
    found: Readiness = app.extensions["classroom.readiness"]
    found._remembered_s = 0
    return found


def figures(visitor: Browser, token: str = TOKEN) -> dict[str, float]:
    """The metrics by name and labels."""
    text = visitor.get("/metrics", headers={"Authorization": f"Bearer {token}"}).text
    rows = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows}


@pytest.mark.parametrize(("path", "word"), [("/healthz", "ok\n"), ("/readyz", "ready\n")])
def test_a_word_without_a_session_and_never_kept(path: str, word: str, visitor: Browser) -> None:
    response = visitor.get(path)
    assert (response.status_code, response.text) == (200, word)
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_a_database_of_another_revision_is_not_ready(
    readiness: Readiness, visitor: Browser
) -> None:
    assert visitor.get("/readyz").status_code == 200
    change = "UPDATE alembic_version SET version_num = 'another'"
    write(lambda session: session.connection().exec_driver_sql(change))
    assert readiness.failed() == "migrations"
    response = visitor.get("/readyz")
    assert (response.status_code, response.text) == (503, "not ready\n")
    assert visitor.get("/healthz").status_code == 200


def test_a_database_that_is_gone_is_not_ready_and_nothing_more_is_told(
    readiness: Readiness, visitor: Browser, settings: Settings
) -> None:
    db.engine.dispose()
    for file in settings.instance_path.glob("classroom.sqlite3*"):
        file.unlink()
    (settings.instance_path / "classroom.sqlite3").mkdir()
    response = visitor.get("/readyz")
    assert (response.status_code, response.text) == (503, "not ready\n")
    assert readiness.failed() == "database"
    assert visitor.get("/healthz").status_code == 200


def test_another_part_can_add_what_it_needs(readiness: Readiness, visitor: Browser) -> None:
    readiness.checks.append(Check("queue", lambda: False))
    assert readiness.failed() == "queue"
    assert visitor.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    "header", ["", TOKEN, "Bearer", f"Bearer {TOKEN} ", f"Basic {TOKEN}", "Bearer wéird", "Bearer "]
)
def test_without_the_token_there_are_no_metrics(header: str, visitor: Browser) -> None:
    assert visitor.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_without_a_setting_no_token_opens_the_metrics(app: Flask, visitor: Browser) -> None:
    app.extensions["classroom.settings"] = replace(
        app.extensions["classroom.settings"], metrics_token=""
    )
    for header in ("Bearer ", "Bearer", f"Bearer {TOKEN}"):
        assert visitor.get("/metrics", headers={"Authorization": header}).status_code == 404


def test_answers_are_counted_as_saved_or_by_the_code_of_their_refusal(
    room: Room, visitor: Browser
) -> None:
    room.press("ask", "open")
    phone: Phone = room.seat("Zebulon")
    before = figures(visitor)
    saved = phone.post(f"/{room.code}/answers", {"vote": room.vote_id, "choice": "A"})
    refused = phone.post(f"/{room.code}/answers", {"vote": 4_000_000, "choice": "A"})
    assert (saved.status_code, refused.status_code) == (302, 409)
    after = figures(visitor)

    def grown(name: str) -> float:
        return after[name] - before.get(name, 0)

    assert grown("classroom_answers_acknowledged_total") == 1
    assert grown("classroom_answer_acknowledgement_seconds_count") == 1
    assert grown('classroom_answers_refused_total{code="another-round"}') == 1
    for status in (302, 409):
        labels = f'endpoint="student.send_answer",status="{status}"'
        assert grown(f"classroom_http_requests_total{{{labels}}}") == 1


def test_sockets_are_told_by_screen_and_the_process_by_its_use(
    app: Flask, visitor: Browser
) -> None:
    register: Register = app.extensions["classroom.register"]
    for number, screen in enumerate(("phone", "phone", "console")):
        register.add(Connection(sid=str(number), screen=screen, session_id=number))
    told = figures(visitor)
    assert told['classroom_sockets{screen="phone"}'] == 2
    assert told['classroom_sockets{screen="console"}'] == 1
    assert told["process_resident_memory_bytes"] > 0
    assert told["process_open_fds"] > 0
    assert told["classroom_writer_queue_length"] == 0


def test_no_figure_carries_a_name_a_code_or_an_id(room: Room, visitor: Browser) -> None:
    room.press("ask", "open")
    phone = room.seat("Zebulon")
    phone.get(f"/{room.code}")
    phone.get(f"/mine/{phone.student.page_token}")
    phone.post(f"/{room.code}/answers", {"vote": room.vote_id, "choice": "A"})
    text = visitor.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    for secret in ("Zebulon", room.code, room.public_id, phone.student.page_token):
        assert secret not in text
