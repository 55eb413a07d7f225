"""Text that would like to be markup: in names, titles and questions it stays text, everywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from classroom.actions import grouping, joining, planning
from classroom.actions.loading_banks import load
from classroom.storage.queries import lessons, sessions
from tests import sample_bank
from tests.conftest import Browser, Phone, Room, Teacher
from tests.security.markup import Page
from tests.security.sockets import connect

CORPUS = (
    "<x-evil>",
    "<img src=x x-evil=1>",
    "</title><x-evil>",
    "</script><x-evil>",
    "</style><x-evil>",
    "</template><x-evil>",
    '"><x-evil>',
    "'><x-evil>",
    '" x-evil="',
    "' x-evil='",
    "'}'><x-evil y='",
    "x x-evil=1 onfocus=a()",
    "--><x-evil>",
    "]]><x-evil>",
    "<!--",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "${7*7}",
    "%(limit)s %s %",
    "＜x-evil＞",  # NFKC makes it plain
    "&lt;x-evil&gt;",
    "&#60;x-evil&#62;",
    "\\u003cx-evil\\u003e",
    "+ADw-x-evil+AD4-",
)
"""Each would make an element or an attribute called x-evil where it is not taken for text."""


def check(html: str) -> None:
    """No text of the page became an element or an attribute."""
    page = Page(html)
    made = [(tag, given) for tag, given in page.elements if "x-evil" in {tag, *given}]
    assert made == []
    assert set(page.inline) <= {"<style>"}  # of the saved file, whose style sheet is our own
    assert not any(link.startswith("javascript:") for link in page.links)


def shows(html: str, text: str) -> bool:
    """Whether the page says the text, word for word, or as it is normalized."""
    plain = unescape(html)
    return text in plain or unicodedata.normalize("NFKC", text) in plain


def test_a_hostile_name_stays_a_name(room: Room, alice: Teacher) -> None:
    phone = room.seat("Robin")
    student = phone.student.public_id
    for name in CORPUS:
        path = f"/sessions/{room.public_id}/people/{student}/name"
        assert alice.post(path, {"name": name}).status_code == 302, name
        for html in pages_with_a_name(room, alice, phone):
            check(html)
            assert shows(html, name) or "\\u" in html


def pages_with_a_name(room: Room, alice: Teacher, phone: Phone) -> list[str]:
    id_, own = room.public_id, f"/mine/{phone.student.page_token}"
    group = room.session.group.public_id
    return [
        phone.get(f"/{room.code}").text,
        phone.get(own).text,
        phone.get(f"{own}/{id_}").text,
        phone.get(f"{own}/{id_}/file").text,
        alice.get(f"/sessions/{id_}/people").text,
        alice.get(f"/groups/{group}").text,
        alice.get(f"/groups/{group}/students/{phone.student.public_id}").text,
    ]


def test_a_hostile_name_joins_as_it_is_and_never_reaches_the_projector(
    room: Room, alice: Teacher
) -> None:
    alice.post(f"/sessions/{room.public_id}/projectors")
    projector = connect(alice, "projector", room.public_id)
    for name in CORPUS:
        joiner = Browser(room.app)
        assert joiner.post(f"/{room.code}/seat", {"name": name}).status_code == 302
        check(joiner.get(f"/{room.code}").text)
    room.press("ask", "open", "close", "reveal")
    projector.gather()
    heard = str(projector.received) + alice.get(f"/projector/{room.public_id}").text
    report = alice.get(f"/sessions/{room.public_id}/report").text
    projector.leave()

    assert len(projector.received) >= 4
    check(report)
    assert "evil" in report and "evil" not in heard


def test_a_refused_name_comes_back_as_text(room: Room, visitor: Browser) -> None:
    for text in CORPUS:
        page = visitor.post(f"/{room.code}/seat", {"name": text + "z" * 70})
        assert page.status_code == 400
        check(page.text)
        fields = [given for _tag, given in Page(page.text).elements if given.get("name") == "name"]
        assert fields[0]["value"] == text + "z" * 70, "what was typed is lost"


def test_what_was_typed_wrong_comes_back_as_text(visitor: Browser, alice: Teacher) -> None:
    for text in CORPUS:
        for reply in (
            visitor.post("/", {"code": text}),
            visitor.post("/projector", {"number": text}),
            visitor.post("/sign-in", {"username": text, "password": "x"}),
            visitor.get("/sign-in", query_string={"next": text}),
            alice.post("/groups", {"title": text * 40}),
            alice.post("/lessons", {"title": text, "minutes": text}),
            alice.get("/lessons", query_string={"text": text}),
            visitor.get(f"/{text}"),
        ):
            assert reply.status_code < 500
            check(reply.text)


def test_a_hostile_title_stays_a_title(alice: Teacher, open_room: Callable[..., Room]) -> None:
    group = grouping.create(alice.id, "Tuesday", 30)
    lesson = planning.create(alice.id, "A lesson")
    planning.add_question(alice.id, lesson, "forty-seconds")
    found = lessons.with_public_id(lesson)
    assert found is not None
    for title in CORPUS:
        grouping.rename(alice.id, group, title)
        planning.describe(alice.id, lesson, title, "")
        room = open_room(found.id)
        phone = room.seat("Robin")
        for html in (
            alice.get("/home").text,
            alice.get("/groups").text,
            alice.get("/lessons").text,
            alice.get(f"/groups/{group}").text,
            alice.get(f"/groups/{group}/deletion").text,
            alice.get(f"/lessons/{lesson}").text,
            alice.get(f"/lessons/{lesson}/bank").text,
            alice.get(f"/sessions/{room.public_id}/console").text,
            alice.get(f"/sessions/{room.public_id}/report").text,
            phone.get(f"/{room.code}").text,
            phone.get(f"/mine/{phone.student.page_token}").text,
        ):
            check(html)
            assert shows(html, title)
        room.press("end")


def test_a_hostile_question_stays_a_question(
    tmp_path: Path, alice: Teacher, open_room: Callable[..., Room]
) -> None:
    slugs = load_hostile_bank(tmp_path)
    lesson = planning.create(alice.id, "Hostile questions")
    for slug in slugs:
        planning.add_question(alice.id, lesson, slug)
    found = lessons.with_public_id(lesson)
    assert found is not None
    room = open_room(found.id)
    phone = room.seat("Robin")
    alice.post(f"/sessions/{room.public_id}/projectors")
    phone_path, projector_path = f"/{room.code}", f"/projector/{room.public_id}"

    for text, slug in zip(CORPUS, slugs, strict=True):
        for moves in (("ask", "open"), ("close", "reveal")):
            room.press(*moves)
            for browser, path in ((phone, phone_path), (alice, projector_path)):
                html = browser.get(path).text
                check(html)
                assert shows(html, text)
            check(alice.get(f"/sessions/{room.public_id}/console").text)
        check(alice.get(f"/questions/{slug}").text)
    check(alice.get(f"/sessions/{room.public_id}/report").text)
    check(phone.get(f"/mine/{phone.student.page_token}/{room.public_id}").text)
    check(phone.get(f"/mine/{phone.student.page_token}/{room.public_id}/file").text)
    check(alice.get(f"/lessons/{lesson}").text)


def load_hostile_bank(folder: Path) -> list[str]:
    """A bank file with a question for each text, which stands in all that it says."""
    questions = []
    for number, text in enumerate(CORPUS, start=1):
        case = sample_bank.case_question()
        for option in case["options"]:
            option["text"] = f"{option['text']} {text}"
            option["rationale"] = f"{text} {option['rationale']}"
            option["gist"] = text
        # No two questions of a bank may be alike, nor have their keys at one letter throughout.
        story = " ".join(f"{word}{chr(96 + number)}q" for word in case["stem"].split())
        start = number % len(case["options"])
        case["options"] = case["options"][start:] + case["options"][:start]
        case |= {"id": f"case-{number}", "title": text, "note": text}
        case |= {"stem": f"{text} {story}", "lead_in": f"{text} What now?"}
        questions.append(case)
    bank = sample_bank.Folder(folder / "banks").put("small.yaml", sample_bank.bank(*questions))
    load(bank.parent)
    return [str(question["id"]) for question in questions]


HIDDEN = {
    "bidi": "Ro\u202ebin",
    "isolate": "Ro\u2066bin\u2069",
    "zero width": "R\u200bo\u200cb\u200di\ufeffn",
    "soft hyphen": "Ro\u00adbin",
    "control": "Ro\x00\x1b\x7fbin",
    "tag signs": "Robin\U000e0041\U000e0042",
    "full width": "Ｒｏｂｉｎ",
    "spaces": "  Robin\u3000\u00a0 ",
}


@pytest.mark.parametrize("typed", HIDDEN.values(), ids=HIDDEN)
def test_hidden_signs_are_taken_out_of_a_name(typed: str, room: Room) -> None:
    first = room.seat("Robin")
    second = room.seat(typed)

    assert first.student.alias == "Robin"
    assert second.student.alias == "Robin 2", "it looks the same, so it must be told apart"
    joining.rename(second.student.id, typed)
    assert second.student.alias == "Robin 2"


@pytest.mark.parametrize("typed", ["\u200b", "\u202e", "\u00ad\u2060", "\u0301", "\ufe0f", "\x00"])
def test_a_name_that_nobody_can_see_is_refused(typed: str, room: Room, visitor: Browser) -> None:
    done = visitor.post(f"/{room.code}/seat", {"name": typed})

    assert done.status_code == 400
    assert "no visible characters" in done.text
    assert sessions.attendance_count(room.id) == 0
