"""The report's pages: who may read them, and what stands there."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from classroom.actions import admission, pairing
from classroom.storage.database import db
from classroom.storage.queries import sessions
from classroom.storage.tables import Student
from tests.integration.reports.asking import case, recall, select_all

PATHS = ["report", "report.csv", "report.xlsx"]


@pytest.fixture
def full(played):
    played.seat("Robin", "Wren", "Kite")
    played.seat("Late", joined=16)
    played.ask(case(), {"Robin": "C", "Wren": "B"}, watched=["Kite"], hands={"B": 1})
    played.ask(recall(), {"Robin": "A", "Late": "B"}, phase="closed")
    played.ask(select_all(), {"Wren": "AC"}, corrections=[("accept", "D")])
    return played


def mine(played, alias, tail=""):
    return f"/mine/{played.student(alias).page_token}{tail}"


def test_only_who_teaches_the_group_reads_its_report(full, alice, charlie, visitor):
    for path in PATHS:
        address = f"/sessions/{full.public_id}/{path}"
        assert alice.get(address).status_code == 200
        assert alice.get(f"/sessions/nothinghere/{path}").status_code == 404
        assert charlie.get(address).status_code == 404
        turned_away = visitor.get(address)
        assert turned_away.status_code == 303 and "/sign-in" in turned_away.location


def test_a_borrowed_console_reads_no_report(full, visitor):
    session, token = full.session, pairing.take_over(pairing.new_console_link(full.session_id))[1]
    visitor.client.set_cookie(admission.screen_cookie(admission.CONSOLE, session), token)

    assert admission.may_host(visitor.cookies, full.session, None)
    for path in PATHS:
        assert visitor.get(f"/sessions/{full.public_id}/{path}").status_code == 303


def test_the_report_says_first_what_was_hardest(full, alice):
    page = alice.get(f"/sessions/{full.public_id}/report").text

    assert page.index("Hardest first") < page.index("Question by question") < page.index(">People<")
    assert "Empathy and wait" in page and "Kite" in page
    assert "As written, the key was A, C." in page and "D counts as right too." in page
    assert "Not explained in class" in page


def test_the_report_is_there_before_anything_happened(played, alice):
    page = alice.get(f"/sessions/{played.public_id}/report")

    assert page.status_code == 200
    assert "No question has been asked yet" in page.text and "Nobody has joined yet" in page.text


@pytest.mark.parametrize("ended", [False, True])
def test_every_phase_has_its_page(played, alice, ended):
    played.seat("Robin")
    for phase in ("revealed", "closed", "skipped", "open"):
        played.ask(case(phase), {"Robin": "C"}, phase=phase)
        played.ask(select_all(f"{phase}-too"), {}, phase=phase)
    played.ask(recall(), phase="ready")
    if ended:
        played.end()

    report = alice.get(f"/sessions/{played.public_id}/report")
    assert report.status_code == 200
    assert ("Voting is open" in report.text, "Not opened yet" in report.text) == (True, True)
    assert alice.get(mine(played, "Robin", f"/{played.public_id}")).status_code == 200


def test_a_simulated_session_is_marked(play, alice):
    played = play("Demo", simulated=True)
    played.seat("Robot", simulated=True)
    played.ask(case(), {"Robot": "C"})

    page = alice.get(f"/sessions/{played.public_id}/report").text
    assert "Simulated." in page and "Robot" in page


def test_exports_leave_names_out_unless_asked(full, alice):
    address = f"/sessions/{full.public_id}/report.csv"

    plain, named = alice.get(address), alice.get(address, query_string={"names": "1"})
    assert "Robin" not in plain.text and "Robin" in named.text
    assert plain.headers["Content-Disposition"].endswith("2026-11-18-rupture-and-repair.csv")
    assert plain.content_type == "text/csv; charset=utf-8"


def test_a_key_is_corrected_from_the_report(full, alice):
    response = alice.post(
        f"/sessions/{full.public_id}/rounds/1/corrections",
        {"kind": "replace", "letters": "C", "back": "report"},
    )

    assert response.location.startswith(f"/sessions/{full.public_id}/report")
    assert full.report.rounds[0].record.key.letters == {"C"}
    page = alice.get(response.location).text
    assert "The key is now C." in page and "Alice" in page


def test_a_session_is_deleted_after_a_question(full, alice, charlie):
    address, public_id = f"/sessions/{full.public_id}/deletion", full.public_id

    assert charlie.get(address).status_code == charlie.post(address).status_code == 404
    assert "3 rounds with all their answers" in alice.get(address).text
    assert sessions.with_public_id(public_id) is not None
    assert alice.post(address).status_code == 303
    db.session.rollback()
    assert sessions.with_public_id(public_id) is None
    assert alice.get(f"/sessions/{public_id}/report").status_code == 404


def test_a_students_pages_lie_behind_the_secret_alone(full, play, visitor):
    other = play("Other", group="Wednesday")

    assert visitor.get(mine(full, "Robin")).status_code == 200
    assert visitor.get(mine(full, "Robin", f"/{full.public_id}")).status_code == 200
    for address in (
        "/mine/unknown",
        f"/mine/unknown/{full.public_id}",
        mine(full, "Robin", "/unknown"),
        mine(full, "Robin", f"/{other.public_id}"),
        mine(full, "Robin", "/unknown/file"),
        "/mine/unknown/deletion",
    ):
        assert visitor.get(address).status_code == 404


def test_private_pages_are_neither_kept_nor_listed_nor_passed_on(full, visitor):
    for tail in ("", f"/{full.public_id}", f"/{full.public_id}/file", "/unknown"):
        headers = visitor.get(mine(full, "Robin", tail)).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Cache-Control"] == "private, no-store"


def test_pages_with_forms_pass_the_forgery_check_of_a_hosted_server(full, alice):
    for address in (f"/sessions/{full.public_id}/report", mine(full, "Robin", "/deletion")):
        headers = alice.get(address).headers
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "private, no-store"


def test_a_students_page_shows_nothing_of_an_instructor_signed_in_there(full, alice):
    assert "Sign out" not in alice.get(mine(full, "Robin")).text


def test_a_students_page_says_nothing_about_other_people(full, visitor):
    for tail in ("", f"/{full.public_id}", f"/{full.public_id}/file"):
        page = visitor.get(mine(full, "Robin", tail)).text
        assert "Robin" in page
        assert not re.search("Wren|Kite|Late|Alice", page)


def test_the_key_stays_hidden_on_the_page_until_the_reveal(played, visitor):
    played.seat("Robin")
    played.ask(case(), {"Robin": "C"}, phase="open")
    for tail in (f"/{played.public_id}", f"/{played.public_id}/file"):
        page = visitor.get(mine(played, "Robin", tail)).text
        assert "Option C" in page and "Your answer" in page
        assert "Why C stands" not in page and "Best answer" not in page
        assert "reopens the task" not in page and "Bordin (1979)" not in page


class Loads(HTMLParser):
    """Everything in a page that a browser would fetch or run by itself."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag in ("script", "link", "img", "iframe", "object", "embed", "base", "form"):
            self.found.append(tag)
        self.found += [name for name in names if name in ("src", "srcset") or name[:2] == "on"]
        if tag == "use":
            self.found.append("use")


def test_my_page_is_saved_as_one_file_that_needs_nothing_else(full, visitor):
    response = visitor.get(mine(full, "Robin", f"/{full.public_id}/file"))
    page = response.text

    disposition = response.headers["Content-Disposition"]
    assert disposition == "attachment; filename=2026-11-18-rupture-and-repair-my-answers.html"
    assert Loads(page).found == []
    style = page[page.index("<style>") : page.index("</style>")]
    assert "--ink" in style and "&#" not in style
    assert not re.search(r'url\((?!"#)|@import|https?:', style)
    assert "You chose" in page and "Why C stands as it does." in page


def test_hostile_names_and_titles_stay_text(play, alice, visitor):
    nasty = "<script>alert(1)</script>"
    played = play(nasty, group=nasty)
    played.seat(nasty)
    played.ask(case(title=nasty, stem=nasty), {nasty: "C"})
    for page in (
        alice.get(f"/sessions/{played.public_id}/report").text,
        visitor.get(mine(played, nasty)).text,
        visitor.get(mine(played, nasty, f"/{played.public_id}")).text,
        visitor.get(mine(played, nasty, f"/{played.public_id}/file")).text,
    ):
        assert nasty not in page and "&lt;script&gt;" in page


def test_a_student_deletes_themself_after_a_question(full, visitor):
    address, seat = mine(full, "Robin", "/deletion"), full.people["Robin"]

    assert "your answers in 1 session" in visitor.get(address).text
    db.session.rollback()
    assert db.session.get(Student, seat) is not None
    response = visitor.post(address)
    assert response.status_code == 200 and "You are deleted" in response.text
    db.session.rollback()
    assert db.session.get(Student, seat) is None
    assert [answer.person.alias for answer in full.report.rounds[0].answers] == ["Wren"]
    assert visitor.get(address.removesuffix("/deletion")).status_code == 404
