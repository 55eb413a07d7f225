"""Bank files become rows: all of them or none, and only what changed changes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.actions.loading_banks import LoadReport, load
from classroom.banks.fault import BankFaults
from classroom.banks.files import NothingToRead
from classroom.banks.reading import read
from classroom.storage.database import db
from classroom.storage.tables import Bank, Lesson, LessonQuestion, StoredQuestion
from classroom.storage.writer import DirectWriter, write
from tests import sample_bank as sample
from tests.sample_bank import Folder, question


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Nothing but a database with empty tables."""
    app = Flask(__name__)
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db.init_app(app)
    app.extensions["classroom.writer"] = DirectWriter(url)
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["classroom.writer"].close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "banks")
    folder.put("small.yaml", sample.bank(question(), question(id="second"), question(id="third")))
    folder.put("lessons/small.yaml", sample.lesson("second", "first-question"))
    return folder


def stored(slug: str) -> StoredQuestion:
    db.session.expire_all()
    return db.session.scalars(select(StoredQuestion).filter_by(slug=slug)).one()


def lesson_questions(slug: str = "small-lesson") -> list[str]:
    db.session.expire_all()
    lesson = db.session.scalars(select(Lesson).filter_by(slug=slug)).one()
    return [item.question.slug for item in lesson.items]


def test_a_folder_becomes_banks_questions_and_sample_lessons(app: Flask, folder: Folder) -> None:
    report = load(folder.path)

    assert report == LoadReport(banks=1, questions=3, lessons=1, added=3)
    assert stored("second").question.version == stored("second").version == 1
    assert (stored("second").position, stored("second").kind) == (1, "single_best")
    assert stored("second").bank.title == "A small bank"
    assert lesson_questions() == ["second", "first-question"]
    assert db.session.scalars(select(Lesson)).one().is_sample


def test_what_is_stored_is_what_was_read(app: Flask, folder: Folder) -> None:
    load(folder.path)

    for asked in read(folder.path).banks[0].questions:
        kept = stored(asked.id).question
        assert {**kept.to_json(), "version": 0} == asked.to_json()


def test_the_shipped_banks_load(app: Flask) -> None:
    report = load()

    assert report.questions == report.added > 0
    assert report.lessons > 0


def test_a_second_load_of_the_same_files_does_not_even_read_them(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    load()
    monkeypatch.setattr("classroom.actions.loading_banks.read", pytest.fail)

    started = time.perf_counter()
    report = load()

    assert report.unchanged
    assert time.perf_counter() - started < 0.05


def test_only_a_changed_question_gets_a_new_version(app: Flask, folder: Folder) -> None:
    load(folder.path)
    folder.put(
        "small.yaml",
        sample.bank(question(title="Better"), question(id="second"), question(id="third")),
    )

    report = load(folder.path)

    assert (report.added, report.changed, report.retired) == (0, 1, 0)
    assert (stored("first-question").version, stored("first-question").title) == (2, "Better")
    assert stored("first-question").question.version == 2
    assert stored("second").version == 1


def test_a_corrected_source_is_a_change_of_the_questions_that_show_it(
    app: Flask, folder: Folder
) -> None:
    load(folder.path)
    source = {**sample.SOURCES["sources"][0], "short": "Bordin, 1979"}
    folder.put("reference/sources.yaml", {**sample.SOURCES, "sources": [source]})

    assert load(folder.path).changed == 3


def test_moving_a_question_within_its_bank_is_no_change(app: Flask, folder: Folder) -> None:
    load(folder.path)
    folder.put("small.yaml", sample.bank(question(id="third"), question(id="second"), question()))

    assert load(folder.path).changed == 0
    assert [stored(slug).position for slug in ("third", "first-question")] == [0, 2]


def test_a_vanished_question_is_retired_and_comes_back(app: Flask, folder: Folder) -> None:
    load(folder.path)
    whole = (folder.path / "small.yaml").read_bytes()
    folder.put("small.yaml", sample.bank(question(), question(id="second")))
    assert load(folder.path).retired == 1
    assert stored("third").retired
    assert load(folder.path).unchanged

    folder.put("small.yaml", whole)
    report = load(folder.path)

    assert not stored("third").retired
    assert stored("third").version == 1
    assert (report.added, report.changed) == (0, 0)


def test_a_question_may_move_to_another_bank_of_the_folder(app: Flask, folder: Folder) -> None:
    load(folder.path)
    folder.put("small.yaml", sample.bank(question(), question(id="second")))
    folder.put("other.yaml", sample.bank(question(id="third"), id="other"))

    report = load(folder.path)

    assert stored("third").bank.slug == "other"
    assert (report.added, report.changed, report.retired) == (0, 0, 0)


def test_a_lesson_follows_its_file_and_keeps_its_address(app: Flask, folder: Folder) -> None:
    load(folder.path)
    before = db.session.scalars(select(Lesson)).one().public_id
    folder.put(
        "lessons/small.yaml", sample.lesson("first-question", "third", "second", title="New")
    )

    load(folder.path)

    assert lesson_questions() == ["first-question", "third", "second"]
    folder.put("lessons/small.yaml", sample.lesson("third"))
    load(folder.path)
    assert lesson_questions() == ["third"]
    assert db.session.scalars(select(Lesson)).one().public_id == before


def test_one_fault_anywhere_and_nothing_changes(app: Flask, folder: Folder) -> None:
    load(folder.path)
    folder.put("small.yaml", sample.bank(question(title="Better")))
    folder.put(
        "other.yaml",
        sample.bank(question(id="x", lead_in="Say what a pilot brings home at dawn."), id="other"),
    )
    folder.put("broken.yaml", "a: [")

    with pytest.raises(BankFaults) as caught:
        load(folder.path)

    assert {fault.rule for fault in caught.value.faults} == {"L03", "yaml-syntax"}
    assert [bank.slug for bank in db.session.scalars(select(Bank))] == ["small"]
    assert (stored("first-question").version, stored("third").retired) == (1, False)


def test_nothing_is_kept_of_a_bad_first_load(app: Flask, folder: Folder) -> None:
    folder.put("lessons/small.yaml", sample.lesson("nowhere"))

    with pytest.raises(BankFaults):
        load(folder.path)

    assert db.session.scalars(select(Bank)).all() == []
    assert db.session.scalars(select(StoredQuestion)).all() == []


def test_an_instructors_own_banks_and_the_shipped_ones_leave_each_other_alone(
    app: Flask, folder: Folder
) -> None:
    load()
    report = load(folder.path)

    assert report.retired == 0
    assert load().unchanged
    assert load(folder.path).unchanged


def test_a_question_cannot_take_the_id_of_one_in_another_bank(
    app: Flask, folder: Folder, tmp_path: Path
) -> None:
    load(folder.path)
    mine = Folder(tmp_path / "mine")
    mine.put("mine.yaml", sample.bank(question(id="new"), question(id="second"), id="mine"))

    with pytest.raises(BankFaults) as caught:
        load(mine.path)

    (fault,) = caught.value.faults
    assert (fault.question, fault.rule) == ("second", "id-once")
    assert fault.line > 1
    assert "bank small" in fault.text
    assert not db.session.scalar(select(StoredQuestion).filter_by(slug="new"))


def test_a_bank_loaded_alone_makes_its_folder_load_again(app: Flask, folder: Folder) -> None:
    folder.put("other.yaml", sample.bank(question(id="fourth"), id="other"))
    load(folder.path)
    file = folder.put("alone/small.yaml", sample.bank(question(title="Alone")))
    moved = file.rename(folder.path.parent / "small.yaml")
    load(moved)
    (folder.path / "alone").rmdir()
    assert stored("first-question").title == "Alone"

    report = load(folder.path)

    assert not report.unchanged
    assert (stored("first-question").title, stored("first-question").version) == (
        "A first question",
        3,
    )


def test_a_lesson_loaded_alone_needs_its_questions(app: Flask, folder: Folder) -> None:
    file = folder.path / "lessons" / "small.yaml"

    with pytest.raises(BankFaults, match="first"):
        load(file)

    load(folder.path / "small.yaml")
    assert load(file).lessons == 1


def test_a_folder_without_banks_is_refused_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    empty = Folder(tmp_path / "only-reference")

    with pytest.raises(NothingToRead, match="no bank and no lesson"):
        load(empty.path)


def test_a_lesson_of_an_instructor_keeps_a_retired_question(app: Flask, folder: Folder) -> None:
    load(folder.path)
    question_id = stored("third").id

    def plan(session: Session) -> None:
        items = [LessonQuestion(question_id=question_id, position=0)]
        session.add(Lesson(title="Own", items=items))

    write(plan)
    folder.put("small.yaml", sample.bank(question(), question(id="second")))
    load(folder.path)

    own = db.session.scalars(select(Lesson).filter_by(title="Own")).one()
    assert [item.question.slug for item in own.items] == ["third"]
