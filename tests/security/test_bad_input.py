"""Bad input: the right status, a clear sentence where the person looks, and nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from werkzeug.test import TestResponse

from classroom.actions import admission, deleting, hosting, planning
from classroom.actions.answering import HIGHEST_SEQ
from classroom.storage.database import db
from classroom.storage.queries import sessions
from classroom.storage.secrets import hashed
from classroom.storage.tables import Answer, Student
from tests.conftest import Browser, Phone
from tests.security.cast import World
from tests.security.markup import Page
from tests.security.sockets import Socket, connect

HUGE = "9" * 30


def says(response: TestResponse, status: int, sentence: str) -> None:
    """The page has that status, shows the sentence, and says what to do in no other language."""
    assert response.status_code == status
    assert sentence in unescape(response.text)
    assert Page(response.text).inline == []


@pytest.fixture
def student(world: World) -> Phone:
    """The student, who has already answered A."""
    phone = world.people["student"]
    assert isinstance(phone, Phone)
    phone.post(f"/{world.room.code}/answers", {"vote": world.vote_id, "choice": "A"})
    return phone


def answer_kept(world: World) -> str | None:
    """What the student answered, as it stands in the database."""
    with world.app.app_context():
        row = db.session.query(Answer).filter_by(vote_id=world.vote_id).first()
        return row.choice if row else None


# Rooms --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["ZZZZZZ", "zzz-zzz", "ZZZ ZZZ"])
def test_an_unknown_room(code: str, world: World) -> None:
    visitor = world.people["visitor"]
    sentence = "No room has the code ZZZZZZ. Check the code on the projector."

    says(visitor.get(f"/{code}", follow_redirects=True), 404, sentence)
    says(visitor.post("/", {"code": code}), 404, sentence)


@pytest.mark.parametrize("code", ["", "AB", "ABCDEFG", "O0O0O0", "<b>", "é" * 6, "A" * 5000])
def test_no_room_code_at_all(code: str, world: World) -> None:
    reply = world.people["visitor"].post("/", {"code": code})

    says(reply, 400, "A room code has six letters and digits, such as K7M 4QX.")
    fields = [given for tag, given in Page(reply.text).elements if given.get("name") == "code"]
    assert fields[0]["value"] == code[:20], "what was typed is lost"


def test_an_ended_room(world: World) -> None:
    visitor, code = world.people["visitor"], world.ended.code

    says(visitor.get(f"/{code}"), 410, "This session has ended")
    with world.unchanged():
        says(visitor.post(f"/{code}/seat", {"name": "Jay"}), 410, "This session has ended")


def test_a_locked_room(world: World, student: Phone) -> None:
    with world.app.app_context():
        hosting.lock(world.room.id, True)
    visitor, code = world.people["visitor"], world.room.code

    with world.unchanged():
        reply = visitor.post(f"/{code}/seat", {"name": "Jay"})
    says(reply, 403, "The room is locked. Ask your instructor to open it for you.")
    assert 'value="Jay"' in reply.text, "the name is lost"
    assert student.get(f"/{code}").status_code == 200


def test_a_full_room(world: World, student: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = world.app.extensions["classroom.settings"]
    monkeypatch.setitem(world.app.extensions, "classroom.settings", _with(settings, room_size=2))

    with world.unchanged():
        reply = world.people["visitor"].post(f"/{world.room.code}/seat", {"name": "Jay"})
    says(reply, 403, "The room is full (2 people). Ask your instructor for help.")
    assert student.get(f"/{world.room.code}").status_code == 200


def test_a_group_without_a_live_session(world: World) -> None:
    with world.app.app_context():
        world.room.press("end")

    reply = world.people["visitor"].get(f"/join/{world.names['join_token']}")
    says(reply, 404, "No session is live for this group now. Keep this link")


def test_a_made_up_link_of_a_group(world: World) -> None:
    says(world.people["visitor"].get("/join/made-up"), 404, "There is nothing at this address.")


# Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "   ", "\u3000"])
def test_an_empty_name_is_the_suggested_one(name: str, world: World) -> None:
    visitor = world.people["visitor"]
    visitor.post(f"/{world.room.code}/seat", {"name": name, "suggested": "Blue Heron"})

    assert "Blue Heron" in visitor.get(f"/{world.room.code}").text


@pytest.mark.parametrize("name", ["x" * 25, "\u00e9" * 25, "e\u0301" * 25, "x" * 200_000])
def test_an_over_long_name(name: str, world: World) -> None:
    with world.unchanged():
        reply = world.people["visitor"].post(f"/{world.room.code}/seat", {"name": name})

    says(reply, 400, "A name has at most 24 characters. Please shorten yours.")


def test_a_duplicate_name_gets_a_number(world: World, student: Phone) -> None:
    for number in (2, 3):
        visitor = Browser(world.app)
        visitor.post(f"/{world.room.code}/seat", {"name": "Robin"})
        assert f"Robin {number}" in visitor.get(f"/{world.room.code}").text


@pytest.mark.parametrize("name", ["", "\u200b", "x" * 25])
def test_a_name_that_the_console_cannot_give(name: str, world: World) -> None:
    alice, id_ = world.people["alice"], world.room.public_id

    with world.unchanged():
        reply = alice.post(f"/sessions/{id_}/people/{world.names['student']}/name", {"name": name})
    assert reply.status_code == 400
    assert "Please shorten" in reply.text or "no visible characters" in reply.text
    assert "Robin" in reply.text and "Wren" in reply.text


# Seats --------------------------------------------------------------------------------------


def test_a_seat_token_of_another_group(world: World) -> None:
    outsider = world.people["outsider"]
    assert isinstance(outsider, Phone)
    token = next(value for name, value in outsider.cookies.items() if name.startswith("seat-"))

    _try_seat(world, token)


def test_a_forged_seat_token(world: World) -> None:
    for token in ("", "made-up", "A" * 4000, "\u00e9", "' OR 1=1 --", world.names["page_token"]):
        _try_seat(world, token)


def test_the_seat_of_somebody_who_was_deleted(world: World, student: Phone) -> None:
    token = next(value for name, value in student.cookies.items() if name.startswith("seat-"))
    with world.app.app_context():
        deleting.delete_student(student.student.id)

    _try_seat(world, token)


def test_the_hash_of_a_token_is_not_a_token(world: World, student: Phone) -> None:
    for name, value in student.cookies.items():
        if name.startswith("seat-"):
            _try_seat(world, hashed(value))


def _try_seat(world: World, token: str) -> None:
    """A browser with this token under the name of the room's seat has no seat."""
    browser, code = Browser(world.app), world.room.code
    with world.app.app_context():
        name = admission.seat_cookie(world.room.session.group)
    browser.client.set_cookie(name, token)

    with world.unchanged():
        page = browser.get(f"/{code}")
        reply = browser.post(f"/{code}/answers", {"vote": world.vote_id, "choice": "B"})
        socket = connect(browser, "phone", world.room.public_id)
    assert page.status_code == 200 and 'name="name"' in page.text, "the way to a seat"
    says(reply, 403, "You are not in this room. Join again with the code on the projector.")
    assert not socket.is_connected


# Answers ------------------------------------------------------------------------------------

BAD_ANSWERS: dict[str, tuple[dict[str, Any], int, str]] = {
    "unknown option": ({"choice": "Z"}, 400, "This question has no option Z."),
    "no letter": ({"choice": "<b>"}, 400, "This question has no option <b>."),
    "lower case": ({"choice": "b"}, 400, "This question has no option b."),
    "too many options": ({"choice": ["B", "C"]}, 400, "Choose one option only."),
    "no option": ({"choice": []}, 400, "Choose an option first, then send."),
    "empty option": ({"choice": ""}, 400, ""),
    "another vote": ({"vote": 999}, 409, "that question is over"),
    "no vote": ({"vote": ""}, 400, "That answer could not be read."),
    "a word for a vote": ({"vote": "one"}, 400, "That answer could not be read."),
    "a negative vote": ({"vote": "-1"}, 409, ""),
    "a huge vote": ({"vote": HUGE}, 400, "That answer could not be read."),
    "a long option": ({"choice": "B" * 100_000}, 400, ""),
    "many options": ({"choice": ["B"] * 5_000}, 400, ""),
}


@pytest.mark.parametrize("case", BAD_ANSWERS)
def test_a_bad_answer_by_form(case: str, world: World, student: Phone) -> None:
    changed, status, sentence = BAD_ANSWERS[case]
    form = {"vote": world.vote_id, "choice": "B", **changed}

    with world.unchanged():
        reply = student.post(f"/{world.room.code}/answers", form)

    says(reply, status, sentence)
    assert len(reply.text) < 200_000
    assert answer_kept(world) == "A"
    assert 'id="answer"' in reply.text, "the question is still there"


BAD_MESSAGES: dict[str, tuple[Any, str]] = {
    "unknown option": ({"choice": ["Z"]}, "unknown-option"),
    "too many options": ({"choice": ["B", "C"]}, "too-many-options"),
    "no option": ({"choice": []}, "no-option"),
    "another vote": ({"vote": 999}, "another-round"),
    "a vote as text": ({"vote": "1"}, "malformed-answer"),
    "a vote as truth": ({"vote": True}, "malformed-answer"),
    "a vote as fraction": ({"vote": 1.5}, "malformed-answer"),
    "no vote": ({"vote": None}, "malformed-answer"),
    "a huge vote": ({"vote": int(HUGE)}, "malformed-answer"),
    "a choice as text": ({"choice": "B"}, "malformed-answer"),
    "a choice of numbers": ({"choice": [1]}, "malformed-answer"),
    "a choice of lists": ({"choice": [["B"]]}, "malformed-answer"),
    "a long choice": ({"choice": ["B"] * 17}, "malformed-answer"),
    "no seq": ({"seq": None}, "malformed-answer"),
    "seq zero": ({"seq": 0}, "malformed-answer"),
    "a huge seq": ({"seq": HIGHEST_SEQ + 1}, "malformed-answer"),
    "another student": ({"student": 2}, "malformed-answer"),
    "another room": ({"session": "x"}, "malformed-answer"),
}
NO_OBJECTS: dict[str, Any] = {
    "nothing": None,
    "text": "B",
    "a list": ["B"],
    "a number": 3,
    "truth": True,
    "bytes": b"\x00" * 100,
    "JSON in text": json.dumps({"vote": 1, "choice": ["B"], "seq": 1}),
}


@pytest.fixture
def phone(world: World, student: Phone) -> Any:
    socket = connect(student, "phone", world.room.public_id)
    yield socket
    socket.leave()


@pytest.mark.parametrize("case", BAD_MESSAGES)
def test_a_bad_answer_by_socket(case: str, world: World, phone: Socket) -> None:
    changed, code = BAD_MESSAGES[case]

    ack = phone.send("answer", {"vote": world.vote_id, "choice": ["B"], "seq": 9, **changed})

    assert (ack["saved"], ack["code"], ack["retry"]) == (False, code, False)
    assert ack["text"].endswith(".") and "%" not in ack["text"]
    assert answer_kept(world) == "A"


@pytest.mark.parametrize("case", NO_OBJECTS)
def test_an_answer_that_is_no_object(case: str, world: World, phone: Socket) -> None:
    ack = phone.send("answer", NO_OBJECTS[case])

    assert (ack["saved"], ack["code"]) == (False, "malformed-answer")
    assert phone.send("refresh", NO_OBJECTS[case]) == {}
    assert phone.send("longer", NO_OBJECTS[case])["code"] == "malformed-answer"
    assert answer_kept(world) == "A"


@pytest.mark.parametrize("moves", [("close", "reveal"), ("skip",), ("end",)])
def test_a_late_answer(moves: tuple[str, ...], world: World, student: Phone) -> None:
    with world.app.app_context():
        world.room.press(*moves)

    with world.unchanged():
        reply = student.post(f"/{world.room.code}/answers", {"vote": world.vote_id, "choice": "B"})
    says(reply, 409, "Not counted:")
    assert answer_kept(world) == "A"


def test_an_answer_for_the_question_before(world: World, student: Phone) -> None:
    with world.app.app_context():
        world.room.press("close", "reveal", "ask", "open")

    with world.unchanged():
        reply = student.post(f"/{world.room.code}/answers", {"vote": world.vote_id, "choice": "B"})
    says(reply, 409, "that question is over. Answer the one on the screen.")


def test_an_answer_that_is_no_form(world: World, student: Phone) -> None:
    path, client = f"/{world.room.code}/answers", student.client
    token = {"X-CSRFToken": student.token()}
    body = {"vote": world.vote_id, "choice": "B"}

    for given in (
        {"json": body},
        {"data": b"\xff\xfe\x00", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
        {"data": b"<vote/>", "content_type": "text/xml"},
    ):
        reply = client.post(path, headers=token, **given)
        says(reply, 400, "That answer could not be read.")
    assert answer_kept(world) == "A"


def test_a_body_that_is_too_large(world: World, student: Phone) -> None:
    token = {"X-CSRFToken": student.token()}
    for given in (
        {"data": {"choice": "B" * 3_000_000, "vote": "1"}},
        {"data": b"x" * 3_000_000, "content_type": "multipart/form-data; boundary=x"},
    ):
        reply = student.client.post(f"/{world.room.code}/answers", headers=token, **given)
        says(reply, 413, "That is too large to send. Make it shorter and try again.")
    assert answer_kept(world) == "A"


# Presses ------------------------------------------------------------------------------------

BAD_PRESSES: dict[str, tuple[dict[str, Any], str]] = {
    "no version": ({"version": None}, "The session had already moved on"),
    "an old version": ({"version": "1"}, "The session had already moved on"),
    "a future version": ({"version": "99"}, "The session had already moved on"),
    "a huge version": ({"version": HUGE}, "The session had already moved on"),
    "a version in words": ({"version": "three"}, "That step does not fit here."),
    "an empty version": ({"version": ""}, "That step does not fit here."),
    "an unknown move": ({"move": "explode"}, "That step does not fit here."),
    "no move": ({"move": ""}, "That step does not fit here."),
    "an illegal move": ({"move": "reveal"}, "That step does not fit here."),
    "a question that is not in the lesson": (
        {"move": "ask", "question": "best-hour"},
        "That step does not fit here.",
    ),
}


@pytest.mark.parametrize("by", ["page", "htmx"])
@pytest.mark.parametrize("case", BAD_PRESSES)
def test_a_bad_press(case: str, by: str, world: World) -> None:
    changed, sentence = BAD_PRESSES[case]
    form = {"move": "close", "version": "3", **changed}
    form = {name: value for name, value in form.items() if value is not None}
    headers = {"HX-Request": "true"} if by == "htmx" else {}

    with world.unchanged():
        reply = world.people["alice"].post(
            f"/sessions/{world.room.public_id}/moves", form, headers=headers
        )

    assert reply.status_code == 409
    assert sentence in unescape(reply.text)
    assert ("<html" in reply.text) is (by == "page"), "htmx shows the sentence alone"


@pytest.mark.parametrize(
    "form",
    [
        {"letter": "Z", "change": "1"},
        {"letter": "", "change": "1"},
        {"letter": "A", "change": "100"},
        {"letter": "A", "change": "x"},
        {"letter": "A" * 9999, "change": "1"},
    ],
)
def test_a_hand_for_nothing(form: dict[str, str], world: World) -> None:
    with world.unchanged():
        reply = world.people["alice"].post(f"/sessions/{world.room.public_id}/hands", form)
    says(reply, 409, "That step does not fit here.")


@pytest.mark.parametrize(
    ("position", "form", "status"),
    [
        ("1", {"kind": "explode"}, 400),
        ("1", {"kind": "replace"}, 400),
        ("1", {"kind": "replace", "letters": "Z"}, 400),
        ("1", {"kind": "accept", "letters": ""}, 400),
        ("7", {"kind": "void"}, 404),
        (HUGE, {"kind": "void"}, 404),
    ],
)
def test_a_correction_that_makes_no_sense(
    position: str, form: dict[str, str], status: int, world: World
) -> None:
    with world.app.app_context():
        world.room.press("close", "reveal")
    path = f"/sessions/{world.room.public_id}/rounds/{position}/corrections"

    with world.unchanged():
        reply = world.people["alice"].post(path, form)
    assert reply.status_code == status
    assert Page(reply.text).inline == []


def test_a_lesson_without_questions(world: World) -> None:
    with world.app.app_context():
        empty = planning.create(world.people["alice"].id, "An empty lesson")  # type: ignore[attr-defined]
    with world.unchanged():
        reply = world.people["alice"].post("/sessions", {"lesson": empty})

    says(reply, 409, "“An empty lesson” has no questions yet. Add one, then open the session.")


@pytest.mark.parametrize(
    "form", [{}, {"lesson": "made-up"}, {"lesson": "\x00"}, {"lesson": "x" * 10_000}]
)
def test_a_session_of_no_lesson(form: dict[str, str], world: World) -> None:
    says(world.people["alice"].post("/sessions", form), 404, "There is nothing at this address.")


def test_a_session_for_somebody_elses_group(world: World) -> None:
    form = {"lesson": world.names["lesson"], "group": world.names["friday"]}
    with world.unchanged():
        says(world.people["alice"].post("/sessions", form), 404, "There is nothing at this address")


# What is gone or was never there --------------------------------------------------------------


def test_the_addresses_of_a_deleted_session(world: World, student: Phone) -> None:
    id_, code = world.room.public_id, world.room.code
    with world.app.app_context():
        deleting.delete_session(world.room.id)
    gone = "There is nothing at this address."

    for person in ("alice", "console", "projector"):
        for path in (f"/sessions/{id_}/console", f"/sessions/{id_}/people", f"/projector/{id_}"):
            says(world.people[person].get(path), 404, gone)
    says(world.people["alice"].get(f"/sessions/{id_}/report"), 404, gone)
    says(world.people["alice"].post(f"/sessions/{id_}/moves", {"move": "close"}), 404, gone)
    says(student.get(f"/mine/{world.names['page_token']}/{id_}"), 404, gone)
    says(student.get(f"/{code}"), 404, f"No room has the code {code}.")
    for person, screen in (("student", "phone"), ("alice", "console"), ("projector", "projector")):
        assert not connect(world.people[person], screen, id_).is_connected


@pytest.mark.parametrize("made_up", ["made-up", "\x00", "é", "x" * 3000, "%2e%2e%2fx", "' OR 1=1"])
def test_forged_names_in_addresses(made_up: str, world: World) -> None:
    visitor, alice = world.people["visitor"], world.people["alice"]
    token = world.names["page_token"]

    for path in (
        f"/mine/{made_up}",
        f"/mine/{token}/{made_up}",
        f"/mine/{token}/{made_up}/file",
        f"/sessions/{made_up}/console",
        f"/projector/{made_up}",
        f"/join/{made_up}",
        f"/assets/pages.{made_up}.exe",
    ):
        assert visitor.get(path).status_code == 404, path
    for path in (
        f"/groups/{made_up}",
        f"/lessons/{made_up}",
        f"/questions/{made_up}",
        f"/sessions/{made_up}/report",
        f"/groups/{world.names['group']}/students/{made_up}",
    ):
        assert alice.get(path).status_code == 404, path
    assert visitor.get(f"/welcome/{made_up}").status_code in (404, 410)
    assert visitor.post(f"/take-over/{made_up}").status_code in (404, 410)


def test_things_of_another_group_are_not_found_through_the_own_one(world: World) -> None:
    alice, names, room = world.people["alice"], world.names, world.room
    outsider, id_ = names["outsider"], room.public_id

    with world.unchanged():
        for path in (
            f"/sessions/{id_}/people/{outsider}/name",
            f"/sessions/{id_}/people/{outsider}/removal",
            f"/sessions/{id_}/people/{outsider}/merger",
            f"/groups/{names['group']}/students/{outsider}/name",
            f"/groups/{names['group']}/students/{outsider}/removal",
        ):
            assert alice.post(path, {"name": "x", "other": names["student"]}).status_code == 404
        kept = f"/sessions/{id_}/people/{names['student']}/merger"
        assert alice.post(kept, {"other": outsider}).status_code == 404
        assert alice.get(f"/mine/{names['outsider_page']}/{id_}").status_code == 404


def test_a_lent_screen_opens_no_other_session_or_screen(world: World) -> None:
    cookies = {
        person: next(iter(world.people[person].cookies.values()))
        for person in ("console", "projector", "ended")
    }
    for token in cookies.values():
        for screen in ("console", "projector"):
            thief = Browser(world.app)
            thief.client.set_cookie(f"{screen}-{world.elsewhere.public_id}", token)
            path = "/projector/{}" if screen == "projector" else "/sessions/{}/console"
            assert thief.get(path.format(world.elsewhere.public_id)).status_code == 404
            assert not connect(thief, screen, world.elsewhere.public_id).is_connected
    swapped = Browser(world.app)
    swapped.client.set_cookie(f"console-{world.room.public_id}", cookies["projector"])
    assert swapped.get(f"/sessions/{world.room.public_id}/console").status_code == 404


def test_nobody_was_lost_in_all_this(world: World) -> None:
    with world.app.app_context():
        assert {student.alias for student in db.session.query(Student)} == {
            "Robin", "Wren", "Magpie", "Left Early",
        }  # fmt: skip
        assert sessions.with_id(world.room.id) is not None


def _with(settings: Any, **changed: Any) -> Any:
    return replace(settings, **changed)
