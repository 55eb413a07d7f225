"""Lessons: made, put in order, copied, deleted. A sample belongs to all, nobody changes it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from classroom.actions import announcements, hosting
from classroom.storage.database import db
from classroom.storage.queries import lessons, sessions
from classroom.storage.tables import Lesson
from tests.conftest import Browser, Teacher

Slugs = Callable[[Lesson], list[str]]


def test_a_new_lesson_leads_to_its_questions(alice: Teacher) -> None:
    response = alice.post("/lessons", {"title": " Week  two ", "minutes": "50"})
    assert response.status_code == 303
    assert response.location.endswith("/bank")
    page = alice.get(response.location.removesuffix("/bank")).text
    assert "<h1>Week two</h1>" in page
    assert "0 questions · 50 minutes" in page
    assert "Open live session" not in page, "there is nothing to ask yet"
    assert page.count('href="' + response.location) == 1, "an empty page offers one action"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "", "minutes": "50"}, "title"),
        ({"title": "x" * 121, "minutes": "50"}, "title"),
        ({"title": "Week two", "minutes": "0"}, "minutes"),
        ({"title": "Week two", "minutes": "601"}, "minutes"),
        ({"title": "Week two", "minutes": "an hour"}, "minutes"),
        ({"title": "Week two", "minutes": "٥٠"}, "minutes"),
    ],
)
@pytest.mark.parametrize("path", ["/lessons", "details"])
def test_a_mistake_is_named_beside_its_field(
    alice: Teacher, own: Lesson, typed: dict[str, str], field: str, path: str
) -> None:
    if path == "details":
        path = f"/lessons/{own.public_id}/details"
    response = alice.post(path, typed)
    assert response.status_code == 400
    assert f'id="{field}-error"' in response.text
    assert f'value="{typed["minutes"]}"' in response.text
    db.session.expire_all()
    assert (own.title, own.minutes) == ("Week one", 45)


def test_title_and_length_are_changed(alice: Teacher, own: Lesson) -> None:
    alice.post(f"/lessons/{own.public_id}/details", {"title": "Week three", "minutes": ""})
    db.session.expire_all()
    assert (own.title, own.minutes) == ("Week three", None)


@pytest.mark.parametrize(
    ("slug", "direction", "order"),
    [
        ("four-questions", "up", [1, 0, 2]),
        ("four-questions", "down", [0, 2, 1]),
        ("bordin-claim", "up", [0, 1, 2]),
        ("polite-withdrawal", "down", [0, 1, 2]),
        ("bordin-claim", "sideways", [0, 1, 2]),
    ],
)
def test_a_question_moves_one_place(
    alice: Teacher, own: Lesson, slugs: Slugs, slug: str, direction: str, order: list[int]
) -> None:
    before = slugs(own)
    path = f"/lessons/{own.public_id}/questions/{slug}/position"
    assert alice.post(path, {"direction": direction}).status_code == 303
    assert slugs(own) == [before[place] for place in order]


@pytest.mark.parametrize(
    ("slug", "direction", "button"),
    [
        ("polite-withdrawal", "up", "up-polite-withdrawal"),
        ("four-questions", "up", "down-four-questions"),
        ("bordin-claim", "down", "down-bordin-claim"),
        ("four-questions", "down", "up-four-questions"),
    ],
)
def test_the_pressed_button_keeps_the_focus_or_its_twin_at_the_end(
    alice: Teacher, own: Lesson, slug: str, direction: str, button: str
) -> None:
    path = f"/lessons/{own.public_id}/questions/{slug}/position"
    page = alice.get(alice.post(path, {"direction": direction}).location).text
    assert _focused(page) == [button]
    assert re.search(r"is now number \d of 3\.", page)


def test_a_removed_question_hands_the_focus_on(alice: Teacher, own: Lesson, slugs: Slugs) -> None:
    path = f"/lessons/{own.public_id}/questions"
    page = alice.get(alice.post(f"{path}/four-questions/removal").location).text
    assert _focused(page) == ["remove-button-polite-withdrawal"]
    page = alice.get(alice.post(f"{path}/polite-withdrawal/removal").location).text
    assert _focused(page) == ["remove-button-bordin-claim"]
    page = alice.get(alice.post(f"{path}/bordin-claim/removal").location).text
    assert _focused(page) == ["first-question"]
    assert slugs(own) == []


def test_a_question_that_is_not_in_the_lesson_is_not_found(alice: Teacher, own: Lesson) -> None:
    path = f"/lessons/{own.public_id}/questions"
    assert alice.post(f"{path}/angry-client/position", {"direction": "up"}).status_code == 404
    assert alice.post(f"{path}/angry-client/removal").status_code == 404
    assert alice.post(path, {"question": "no-such-question"}).status_code == 404
    assert alice.post(path).status_code == 404


def test_a_running_session_hears_of_a_changed_plan(alice: Teacher, own: Lesson) -> None:
    live = sessions.with_public_id(hosting.open_session(alice.id, own.id))
    assert live is not None
    live_id = live.id
    heard: list[int] = []

    def listen(sender: object, session_id: int) -> None:
        heard.append(session_id)

    with announcements.moved.connected_to(listen):
        alice.post(f"/lessons/{own.public_id}/questions/four-questions/removal")
    assert heard == [live_id]


def test_a_copy_is_ones_own(alice: Teacher, bob: Teacher, sample: Lesson, slugs: Slugs) -> None:
    response = bob.post(f"/lessons/{sample.public_id}/copies")
    copied = lessons.with_public_id(response.location.rsplit("/", 1)[1])
    assert copied is not None
    assert (copied.owner_id, copied.title) == (bob.id, sample.title)
    assert slugs(copied) == slugs(sample)
    second = bob.post(f"/lessons/{copied.public_id}/copies").location
    assert f"<h1>{sample.title} (copy)</h1>" in bob.get(second).text
    assert alice.get(second).status_code == 404


def test_a_lesson_is_not_deleted_while_it_is_live(alice: Teacher, own: Lesson) -> None:
    public_id = hosting.open_session(alice.id, own.id)
    lesson_id = own.public_id
    path = f"/lessons/{lesson_id}/deletion"
    assert "Delete the lesson</button>" not in alice.get(path).text
    response = alice.post(path)
    assert response.status_code == 409
    assert "A session of it is live. End the session first." in response.text
    live = sessions.with_public_id(public_id)
    assert live is not None
    hosting.press(live.id, "end", live.version)
    assert alice.post(path).location == "/lessons"
    assert lessons.with_public_id(lesson_id) is None
    assert sessions.with_public_id(public_id) is not None, "the report stays"


FORMS = {
    "details": {"title": "Mine now"},
    "questions": {"question": "kitchen-timer"},
    "questions/four-questions/position": {"direction": "up"},
    "questions/four-questions/removal": {},
    "deletion": {},
}


@pytest.mark.parametrize("form", [*FORMS, "copies"])
def test_to_a_stranger_the_lesson_does_not_exist(
    charlie: Teacher, own: Lesson, slugs: Slugs, form: str
) -> None:
    before = slugs(own)
    response = charlie.post(f"/lessons/{own.public_id}/{form}", FORMS.get(form, {}))
    assert response.status_code == 404
    assert slugs(own) == before
    assert own.title == "Week one"


@pytest.mark.parametrize("page", ["", "/bank", "/deletion"])
def test_a_stranger_sees_no_page_of_it(
    charlie: Teacher, visitor: Browser, own: Lesson, page: str
) -> None:
    assert charlie.get(f"/lessons/{own.public_id}{page}").status_code == 404
    assert visitor.get(f"/lessons/{own.public_id}{page}").status_code == 303
    assert "Week one" not in charlie.get("/home").text + charlie.get("/lessons").text


@pytest.mark.parametrize("form", FORMS)
def test_a_sample_is_changed_by_nobody(
    alice: Teacher, sample: Lesson, slugs: Slugs, form: str
) -> None:
    before = slugs(sample)
    path = FORMS[form]
    response = alice.post(
        f"/lessons/{sample.public_id}/{form.replace('four-questions', before[1])}", path
    )
    assert response.status_code == 403
    assert "A sample lesson stays as it is." in response.text
    assert slugs(sample) == before


def test_a_sample_offers_a_copy_and_no_change(alice: Teacher, sample: Lesson) -> None:
    page = alice.get(f"/lessons/{sample.public_id}").text
    assert "Make my copy" in page
    assert "Open live session" in page
    for missing in ('name="direction"', "Remove", "Delete the lesson", 'name="title"'):
        assert missing not in page


@pytest.mark.parametrize("form", [*FORMS, "copies"])
def test_every_form_needs_its_token(alice: Teacher, own: Lesson, form: str) -> None:
    response = alice.client.post(f"/lessons/{own.public_id}/{form}", data=FORMS.get(form, {}))
    assert response.status_code == 400


def _focused(page: str) -> list[str]:
    return re.findall(r'<(?:button|a)[^>]* id="([^"]+)"[^>]* autofocus>', page)
