"""An exam on a real server: killed in its midst it goes on, and no phone hears too much."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from classroom.simulation.phone import Phone
from tests.live_room import PLAN, LiveRoom, School
from tests.pupils import Pupil, in_class, until

ROOM = 5


@pytest.fixture
def exam(school: School) -> LiveRoom:
    """A live exam with the questions of PLAN."""
    done = school.alice.post("/lessons", {"title": "Mock", "is_exam": "1"})
    lesson = done.headers["Location"].split("/")[-2]
    for slug in PLAN:
        school.alice.post(f"/lessons/{lesson}/questions", {"question": slug})
    return school.open_session(lesson=lesson)


def phases(room: LiveRoom) -> list[str]:
    rows = room.school.rows(
        """
        SELECT rounds.phase FROM rounds JOIN sessions ON sessions.id = session_id
        WHERE sessions.public_id = ? ORDER BY position
        """,
        room.public_id,
    )
    return [phase for (phase,) in rows]


def all_show(pupils: list[Pupil], phase: str) -> None:
    until(lambda: all(pupil.phone.screen.phase == phase for pupil in pupils), 20)


# The WebSocket client forgets to close a socket whose connection was refused.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_exam_goes_on_after_its_server_was_killed_in_every_phase(exam: LiveRoom) -> None:
    server = exam.school.server

    with in_class(exam, ROOM) as pupils:
        for number, _slug in enumerate(PLAN[:2]):
            exam.press("ask")
            if number == 0:
                server.restart()
            exam.press("open")
            all_show(pupils, "open")
            vote = exam.vote
            for pupil in pupils[:3]:
                pupil.phone.standing = ()
                pupil.phone.answer(vote, ("A",))
            until(lambda: all(pupil.acknowledged for pupil in pupils[:3]), 20)
            server.kill()
            for pupil in pupils[3:]:
                pupil.phone.standing = ()
                pupil.phone.answer(vote, ("B",))
            server.start()
            until(lambda: all(pupil.acknowledged for pupil in pupils), 30)
            assert sorted(exam.answers.values()) == ["A", "A", "A", "B", "B"]
            exam.press("close")
            server.restart()
            all_show(pupils, "closed")
        assert phases(exam) == ["closed", "closed"]
        assert is_exam(exam)

        exam.press("end")
        all_show(pupils, "ended")
    assert phases(exam) == ["revealed", "revealed"]
    report = exam.school.alice.get(f"/sessions/{exam.public_id}/report")
    assert report.status_code == 200


def is_exam(room: LiveRoom) -> bool:
    ((flag,),) = room.school.rows("SELECT is_exam FROM sessions WHERE public_id=?", room.public_id)
    return bool(flag)


def test_phones_of_an_exam_hear_no_reason_before_its_end(
    exam: LiveRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every event that reaches a phone on its socket, from the lobby to the end."""
    heard: list[str] = []

    def listen(phone: Any, packet: Any) -> None:
        heard.append(f"{packet.event} {packet.data}")
        taken(phone, packet)

    taken = Phone._take_event
    monkeypatch.setattr(Phone, "_take_event", listen)
    reasons = {
        option["rationale"][:40]
        for (content,) in exam.school.rows("SELECT content FROM questions")
        for option in json.loads(content)["options"]
    }
    with in_class(exam, 2) as pupils:
        for _slug in PLAN:
            for move, phase in (("ask", "ready"), ("open", "open"), ("close", "closed")):
                exam.press(move)
                all_show(pupils, phase)
        exam.press("end")
        all_show(pupils, "ended")
        own = re.findall(
            r'id="my-page" href="([^"]+)"', pupils[0].visitor.get(f"/{exam.code}").text
        )
        page = pupils[0].visitor.get(f"{own[0]}/{exam.public_id}").text
    everything = "\n".join(heard)
    assert len(heard) >= 2 * 3 * len(PLAN)
    assert "The explanation follows at the end." in everything
    assert {reason for reason in reasons if reason in everything} == set()
    assert any(reason in page for reason in reasons)
