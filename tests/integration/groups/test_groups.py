"""Groups: made, renamed, shared, kept for a while, deleted; and none of a stranger's business."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from classroom.actions import hosting
from classroom.screens import addresses
from classroom.storage.database import db
from classroom.storage.queries import groups, sessions
from classroom.storage.tables import Group, Lesson
from tests.conftest import Browser, Phone, Room, Teacher


def test_a_new_group_has_a_lasting_link(alice: Teacher, visitor: Browser) -> None:
    response = alice.post("/groups", {"title": "Practicum B"})
    assert response.status_code == 303
    page = alice.get(response.location).text
    assert "<h1>Practicum B</h1>" in page
    link = re.search(r'id="join-link" value="([^"]+)"', page)
    assert link
    assert link.group(1).startswith(addresses.base() + "/join/")
    assert 'role="img" aria-label="QR code of the link"><svg' in page
    assert "style=" not in page
    assert "Practicum B" in alice.get("/groups").text


@pytest.mark.parametrize("title", ["", "  ", "x" * 121])
def test_a_group_needs_a_name(alice: Teacher, title: str) -> None:
    response = alice.post("/groups", {"title": title})
    assert response.status_code == 400
    assert "Give it a name of 1 to 120 characters." in response.text
    assert "Nothing" not in alice.get("/groups").text
    assert groups.of_instructor(alice.id) == []


def test_without_a_group_the_page_offers_one_action(alice: Teacher) -> None:
    page = alice.get("/groups").text
    assert page.count('href="/groups/new"') == 1


def test_a_member_may_do_what_the_owner_may(alice: Teacher, bob: Teacher, group: Group) -> None:
    path = f"/groups/{group.public_id}"
    assert bob.post(f"{path}/name", {"title": "Tuesdays"}).status_code == 303
    assert "<h1>Tuesdays</h1>" in alice.get(path).text


FORMS = {
    "name": {"title": "Mine now"},
    "retention": {"retention": "7"},
    "instructors": {"username": "charlie"},
    "instructors/alice/removal": {},
    "deletion": {},
}


@pytest.mark.parametrize("form", FORMS)
def test_to_a_stranger_the_group_does_not_exist(charlie: Teacher, group: Group, form: str) -> None:
    response = charlie.post(f"/groups/{group.public_id}/{form}", FORMS[form])
    assert response.status_code == 404
    db.session.expire_all()
    kept = groups.with_public_id(group.public_id)
    assert kept is not None
    assert (kept.name, kept.retention_days) == ("Counseling skills, Tuesday", 30)
    assert {person.username for person in kept.instructors} == {"alice", "bob"}


@pytest.mark.parametrize("page", ["", "/deletion", "/students/nobody"])
def test_a_stranger_sees_no_page_of_it(
    charlie: Teacher, visitor: Browser, group: Group, page: str
) -> None:
    path = f"/groups/{group.public_id}{page}"
    assert charlie.get(path).status_code == 404
    assert visitor.get(path).status_code == 303
    assert "Counseling skills" not in charlie.get("/home").text + charlie.get("/groups").text


@pytest.mark.parametrize("form", FORMS)
def test_every_form_needs_its_token(alice: Teacher, group: Group, form: str) -> None:
    response = alice.client.post(f"/groups/{group.public_id}/{form}", data=FORMS[form])
    assert response.status_code == 400


@pytest.mark.parametrize(("typed", "days"), [("7", 7), ("365", 365), ("", None)])
def test_students_are_kept_as_long_as_was_chosen(
    alice: Teacher, group: Group, typed: str, days: int | None
) -> None:
    alice.post(f"/groups/{group.public_id}/retention", {"retention": typed})
    db.session.expire_all()
    assert group.retention_days == days


@pytest.mark.parametrize("typed", ["0", "31", "-1", "for ever", "9" * 400])
def test_other_times_are_refused(alice: Teacher, group: Group, typed: str) -> None:
    response = alice.post(f"/groups/{group.public_id}/retention", {"retention": typed})
    assert response.status_code == 400
    assert "Choose one of the listed times." in response.text
    db.session.expire_all()
    assert group.retention_days == 30


def test_an_unknown_colleague_is_named(alice: Teacher, group: Group) -> None:
    path = f"/groups/{group.public_id}/instructors"
    for typed in ("nobody", "<b>nobody</b>", ""):
        response = alice.post(path, {"username": typed})
        assert response.status_code == 404
        assert 'id="username-error"' in response.text
        assert "<b>" not in response.text


def test_sharing_twice_is_sharing_once(alice: Teacher, group: Group) -> None:
    path = f"/groups/{group.public_id}/instructors"
    assert alice.post(path, {"username": "BOB"}).status_code == 303
    assert len(groups.instructors(group.id)) == 2


def test_who_leaves_sees_the_group_no_more(alice: Teacher, bob: Teacher, group: Group) -> None:
    path = f"/groups/{group.public_id}"
    assert bob.post(f"{path}/instructors/bob/removal").location == "/groups"
    assert bob.get(path).status_code == 404
    assert alice.get(path).status_code == 200


def test_the_last_one_cannot_leave(alice: Teacher, bob: Teacher, group: Group) -> None:
    path = f"/groups/{group.public_id}"
    bob.post(f"{path}/instructors/bob/removal")
    response = alice.post(f"{path}/instructors/alice/removal")
    assert response.status_code == 409
    assert "Nobody else teaches this group." in response.text
    assert alice.get(path).status_code == 200


def test_deleting_asks_first_and_says_what_goes(
    alice: Teacher, group: Group, lesson: Lesson
) -> None:
    public_id = hosting.open_session(alice.id, lesson.id, group.id)
    path = f"/groups/{group.public_id}/deletion"
    page = alice.get(path).text
    assert "1 session with its report" in page
    assert "It ends at once on every screen." in page
    assert groups.with_public_id(group.public_id) is not None, "asking deletes nothing"
    response = alice.post(path)
    assert response.location == "/groups"
    assert groups.with_public_id(group.public_id) is None
    assert sessions.with_public_id(public_id) is None


class TestStudents:
    @pytest.fixture
    def phone(self, alice: Teacher, group: Group, lesson: Lesson, app: Flask) -> Phone:
        live = sessions.with_public_id(hosting.open_session(alice.id, lesson.id, group.id))
        assert live is not None
        return Room(app, live.id, live.public_id, live.code).seat("Blue Heron")

    def path(self, group: Group, phone: Phone) -> str:
        return f"/groups/{group.public_id}/students/{phone.student.public_id}"

    def test_a_student_is_renamed(self, bob: Teacher, group: Group, phone: Phone) -> None:
        response = bob.post(self.path(group, phone) + "/name", {"name": " Coral  Tern "})
        assert response.location == f"/groups/{group.public_id}#students"
        db.session.expire_all()
        assert phone.student.alias == "Coral Tern"

    @pytest.mark.parametrize("name", ["", "\u200b", "x" * 25])
    def test_a_bad_name_is_refused_beside_the_field(
        self, alice: Teacher, group: Group, phone: Phone, name: str
    ) -> None:
        response = alice.post(self.path(group, phone) + "/name", {"name": name})
        assert response.status_code == 400
        assert 'id="name-error"' in response.text

    def test_a_student_is_deleted(self, alice: Teacher, group: Group, phone: Phone) -> None:
        assert alice.post(self.path(group, phone) + "/removal").status_code == 303
        assert groups.student_count(group.id) == 0

    @pytest.mark.parametrize("form", ["name", "removal"])
    def test_a_stranger_finds_no_student(
        self, charlie: Teacher, group: Group, phone: Phone, form: str
    ) -> None:
        path = self.path(group, phone)
        assert charlie.get(path).status_code == 404
        assert charlie.post(f"{path}/{form}", {"name": "Robin"}).status_code == 404
        own = charlie.post("/groups", {"title": "Another"}).location
        student = phone.student.public_id
        other = f"{own}/students/{student}/{form}"
        assert charlie.post(other, {"name": "Robin"}).status_code == 404, (
            "nor by way of an own group"
        )
        assert phone.student.alias == "Blue Heron"
