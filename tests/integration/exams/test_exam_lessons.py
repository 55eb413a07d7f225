"""Preparing an exam: a checkbox, and what becomes of it in copies and in files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from classroom.actions import planning
from classroom.actions.loading_banks import load
from classroom.storage.database import db
from classroom.storage.queries import lessons
from classroom.storage.tables import Lesson
from tests import sample_bank as sample
from tests.conftest import Teacher
from tests.sample_bank import Folder


def lesson_at(location: str) -> Lesson:
    db.session.expire_all()
    found = lessons.with_public_id(re.findall(r"/lessons/([^/#]+)", location)[0])
    assert found is not None
    return found


def checkbox(page: str) -> str:
    (box,) = re.findall(r'<input type="checkbox" id="is_exam"[^>]*>', page)
    return str(box)


def sample_exam() -> Lesson:
    return db.session.scalars(select(Lesson).filter_by(slug="nce-style-mock")).one()


def test_a_new_lesson_is_an_exam_only_when_the_box_is_ticked(alice: Teacher) -> None:
    page = alice.get("/lessons/new").text
    assert "checked" not in checkbox(page)
    assert "Exam: nothing is explained before the end" in page
    plain = alice.post("/lessons", {"title": "Week one"}).location
    exam = alice.post("/lessons", {"title": "Mock", "minutes": "20", "is_exam": "1"}).location
    assert (lesson_at(plain).is_exam, lesson_at(exam).is_exam) == (False, True)
    page = alice.get(f"/lessons/{lesson_at(exam).public_id}").text
    assert "0 questions · 20 minutes · exam" in page
    assert "checked" in checkbox(page)


def test_a_lesson_becomes_an_exam_and_is_one_no_more(alice: Teacher) -> None:
    public_id = planning.create(alice.id, "Week one")
    path = f"/lessons/{public_id}/details"
    alice.post(path, {"title": "Week one", "is_exam": "1"})
    assert lesson_at(path).is_exam
    alice.post(path, {"title": "Week one"})
    assert not lesson_at(path).is_exam


@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize("path", ["/lessons", "details"])
def test_a_mistake_elsewhere_keeps_the_box_as_it_was_typed(
    alice: Teacher, path: str, ticked: bool
) -> None:
    public_id = planning.create(alice.id, "Week one", is_exam=not ticked)
    if path == "details":
        path = f"/lessons/{public_id}/details"
    response = alice.post(path, {"title": "", **({"is_exam": "1"} if ticked else {})})
    assert response.status_code == 400
    assert ("checked" in checkbox(response.text)) == ticked
    assert lesson_at(f"/lessons/{public_id}").is_exam == (not ticked)


def test_lists_say_which_lessons_are_exams(alice: Teacher) -> None:
    planning.create(alice.id, "My mock", "20", is_exam=True)
    for path in ("/lessons", "/home"):
        lines = re.findall(
            r'class="lesson-title"[^>]*>([^<]+)</a>\s*<p[^>]*>([^<]+)', alice.get(path).text
        )
        exams = {title for title, facts in lines if " · exam" in facts}
        assert exams == {"My mock", sample_exam().title}
        assert len(lines) > 2


def test_a_copy_of_an_exam_is_an_exam(alice: Teacher, bob: Teacher) -> None:
    first = lesson_at(bob.post(f"/lessons/{sample_exam().public_id}/copies").location)
    assert (first.is_exam, first.owner_id) == (True, bob.id)
    second = lesson_at(bob.post(f"/lessons/{first.public_id}/copies").location)
    assert second.is_exam
    plain = planning.create(bob.id, "Plain")
    assert not lesson_at(bob.post(f"/lessons/{plain}/copies").location).is_exam


def test_a_sample_cannot_be_turned_into_another_thing(alice: Teacher) -> None:
    exam = sample_exam()
    assert alice.post(f"/lessons/{exam.public_id}/details", {"title": "Mine"}).status_code == 403
    db.session.expire_all()
    assert exam.is_exam
    assert 'id="is_exam"' not in alice.get(f"/lessons/{exam.public_id}").text


def test_the_files_say_what_is_an_exam_also_when_they_change(app: Flask, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "banks")
    folder.put("small.yaml", sample.bank())

    def loaded(**given: bool) -> Lesson:
        folder.put("lessons/small.yaml", sample.lesson("first-question", **given))
        load(folder.path)
        db.session.expire_all()
        slug = sample.lesson("first-question")["id"]
        return db.session.scalars(select(Lesson).filter_by(slug=slug)).one()

    assert not loaded().is_exam
    row = loaded(exam=True)
    assert row.is_exam
    again = loaded(exam=False)
    assert (again.id, again.is_exam) == (row.id, False)
    assert loaded(exam=True).is_exam
