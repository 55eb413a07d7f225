"""The home page: what is live, what can be opened in two clicks, what has been."""

from __future__ import annotations

import re

from classroom.actions import grouping, hosting
from classroom.storage.queries import groups, lessons, sessions
from classroom.storage.tables import Group, Lesson
from tests.conftest import Browser, Room, Teacher


def test_the_page_needs_an_account(visitor: Browser) -> None:
    assert visitor.get("/home").location == "/sign-in?next=/home"


def test_a_newcomer_finds_samples_to_open_at_once(alice: Teacher) -> None:
    page = alice.get("/home").text
    assert page.count("Open live session") == len(lessons.samples())
    assert "Live now" not in page
    assert page.count('href="/groups/new"') == 1


def test_a_session_is_opened_straight_from_its_row(alice: Teacher, lesson: Lesson) -> None:
    page = alice.get("/home").text
    assert f'name="lesson" value="{lesson.public_id}"' in page
    assert '<form class="card flush" method="post" action="/sessions">' in page
    response = alice.post("/sessions", {"lesson": lesson.public_id, "group": ""})
    assert re.fullmatch(r"/sessions/\w+/console", response.location)


def test_a_live_session_leads_the_page(alice: Teacher, room: Room) -> None:
    page = alice.get("/home").text
    assert "Live now" in page
    assert f'href="/sessions/{room.public_id}/console"' in page
    assert f"{room.code[:3]}&nbsp;{room.code[3:]}" in page
    assert page.index("Live now") < page.index("Open a lesson")


def test_a_stranger_sees_nothing_of_it(charlie: Teacher, room: Room) -> None:
    page = charlie.get("/home").text
    assert room.public_id not in page
    assert room.code[:3] + "&nbsp;" not in page


def test_an_ended_session_leads_to_its_report(alice: Teacher, room: Room) -> None:
    room.press("end")
    page = alice.get("/home").text
    assert "Live now" not in page
    assert f'href="/sessions/{room.public_id}/report"' in page
    assert re.search(r'<time datetime="[\d:TZ-]+" data-local="both">', page)


def test_older_sessions_are_one_link_away(alice: Teacher, lesson: Lesson) -> None:
    for _ in range(12):
        live = sessions.with_public_id(hosting.open_session(alice.id, lesson.id))
        assert live is not None
        hosting.press(live.id, "end", live.version)
    page = alice.get("/home").text
    assert page.count("/report") == 10
    assert "Show 2 earlier ones" in page
    assert alice.get("/home?past=all").text.count("/report") == 12


def test_the_group_of_the_last_session_is_offered_first(alice: Teacher, lesson: Lesson) -> None:
    first, second = (_group(alice, name) for name in ("Group A", "Group B"))
    assert _offered(alice) == "Group A"
    hosting.open_session(alice.id, lesson.id, second.id)
    assert _offered(alice) == "Group B"
    hosting.open_session(alice.id, lesson.id, first.id)
    assert _offered(alice) == "Group A"
    hosting.open_session(alice.id, lesson.id)
    assert _offered(alice) == "Just this once, no group"


def test_an_empty_lesson_leads_to_its_questions(alice: Teacher) -> None:
    location = alice.post("/lessons", {"title": "Empty", "minutes": ""}).location
    page = alice.get("/home").text
    assert page.count(f'href="{location}"') == 1
    assert page.count("Open live session") == len(lessons.samples())


def _group(teacher: Teacher, name: str) -> Group:
    group = groups.with_public_id(grouping.create(teacher.id, name, 30))
    assert group is not None
    return group


def _offered(teacher: Teacher) -> str:
    found = re.search(r"<option [^>]*selected>([^<]+)</option>", teacher.get("/home").text)
    assert found
    return found.group(1)
