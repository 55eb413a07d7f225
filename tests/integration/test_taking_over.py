"""New banks take the questions of an old one over: the same rows, under a new roof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from classroom.actions import answering
from classroom.actions.loading_banks import LoadReport, load
from classroom.banks.fault import BankFaults
from classroom.storage.database import db
from classroom.storage.queries import sessions
from classroom.storage.tables import Bank, Lesson, LessonQuestion, StoredQuestion
from classroom.storage.writer import write
from tests import sample_bank as sample
from tests.conftest import Room, Teacher
from tests.sample_bank import Folder
from tests.sample_bank import question as asked

OLD_BANK = "alliance-foundations"
OLD_QUESTIONS = [
    "after-the-goals",
    "away-or-against",
    "best-hour",
    "blank-pages",
    "bordin-claim",
    "camera-off",
    "dear-expert",
    "empathy-and-alliance",
    "eyes-closed",
    "first-hour",
    "forty-seconds",
    "four-looks",
    "four-questions",
    "going-well",
    "her-copy-of-the-plan",
    "kitchen-timer",
    "laid-off-monday",
    "less-stressed",
    "like-your-brother",
    "lunch-question",
    "nineteenth-floor",
    "noon-bus",
    "parts-of-the-alliance",
    "peace-at-home",
    "polite-withdrawal",
    "repaired-ruptures",
    "rosa-sums-up",
    "sent-by-the-school",
    "six-weeks-home",
    "sleep-or-nursing",
    "told-the-teacher",
    "two-families-of-repair",
]
"""What the one bank of the first release held."""
REWORDED = ("bordin-claim", "polite-withdrawal", "eyes-closed")
"""Questions of it that say something else in the database than the files do now."""
NEW_FIELDS = ("places", "asks_certainty", "doubts", "in_practice")


def rows() -> dict[str, StoredQuestion]:
    db.session.expire_all()
    return {stored.slug: stored for stored in db.session.scalars(select(StoredQuestion))}


def bank_slugs() -> set[str]:
    return set(db.session.scalars(select(Bank.slug)))


def go_back(session: Session) -> None:
    """The database as the first release left it: one bank, its questions, and no others."""
    old = Bank(slug=OLD_BANK, title="Foundations", digest="of-the-first-release")
    session.add(old)
    session.flush()
    for stored in session.scalars(select(StoredQuestion)):
        if stored.slug in OLD_QUESTIONS:
            stored.bank_id = old.id
            stored.version = 5
            question = replace(stored.question, version=5)
            if stored.slug in REWORDED:
                question = replace(question, lead_in="How was this asked before?")
            content: dict[str, Any] = question.to_json()
            for name in NEW_FIELDS:
                if not content[name]:
                    del content[name]
            stored.content = content
    session.flush()
    session.execute(delete(LessonQuestion).where(LessonQuestion.question_id.in_(_younger())))
    session.execute(delete(StoredQuestion).where(StoredQuestion.slug.not_in(OLD_QUESTIONS)))
    session.execute(delete(Bank).where(Bank.slug != OLD_BANK))


def _younger() -> Any:
    return select(StoredQuestion.id).where(StoredQuestion.slug.not_in(OLD_QUESTIONS))


@pytest.fixture
def first_release(app: Flask) -> None:
    """The shipped questions as they lay in the old bank."""
    write(go_back)
    db.session.expire_all()
    assert set(rows()) == set(OLD_QUESTIONS)
    assert bank_slugs() == {OLD_BANK}


def test_the_shipped_banks_take_the_old_one_over(first_release: None) -> None:
    before = {slug: stored.id for slug, stored in rows().items()}
    assert len(before) == 32

    report = load()

    after = rows()
    assert {slug: after[slug].id for slug in before} == before
    versions = {slug: after[slug].version for slug in before}
    assert {slug for slug, version in versions.items() if version != 5} == set(REWORDED)
    assert {versions[slug] for slug in REWORDED} == {6}
    for slug in before:
        assert after[slug].question.version == versions[slug]
        assert not after[slug].retired
    assert OLD_BANK not in bank_slugs()
    assert (report.added, report.changed, report.retired) == (len(after) - 32, 3, 0)
    assert load() == LoadReport(unchanged=True)


def test_lessons_and_reports_stay_as_they_were(
    first_release: None, alice: Teacher, lesson: Lesson, open_room: Callable[..., Room]
) -> None:
    room = open_room()
    phone = room.seat("Robin")
    room.press("ask", "open")
    answering.answer(room.id, phone.student.id, room.vote_id, ["B"])
    room.press("close", "reveal")
    asked_then = room.question
    assert asked_then.lead_in == "How was this asked before?"
    own = [(item.id, item.question_id, item.position) for item in lesson.items]
    sample_address = _sample("rupture-and-repair").public_id

    load()

    db.session.expire_all()
    assert [(item.id, item.question_id, item.position) for item in lesson.items] == own
    assert room.question == asked_then
    (round_,) = sessions.rounds(room.id)
    assert sessions.tally_of(round_, round_.votes[0]).counts["B"] == 1
    assert "How was this asked before?" in alice.get(f"/sessions/{room.public_id}/report").text
    assert _sample("rupture-and-repair").public_id == sample_address
    room.press("ask", "open")
    assert room.question == rows()[room.question.id].question


def _sample(slug: str) -> Lesson:
    return db.session.scalars(select(Lesson).filter_by(slug=slug)).one()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Banks of somebody's own: `small` with two questions."""
    folder = Folder(tmp_path / "banks")
    folder.put("small.yaml", sample.bank(asked(), asked(id="second")))
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "elsewhere")


def taking(*ids: str, **given: Any) -> dict[str, Any]:
    questions = (asked(id=id_) for id_ in ids)
    return sample.bank(*questions, **{"id": "successor", "takes_over": ["small"], **given})


def test_what_is_left_in_the_old_bank_keeps_it(
    app: Flask, folder: Folder, elsewhere: Folder
) -> None:
    load(folder.path)
    elsewhere.put("new.yaml", taking("second"))
    load(elsewhere.path)
    assert {"small", "successor"} <= bank_slugs()
    assert rows()["second"].bank.slug == "successor"
    assert rows()["first-question"].bank.slug == "small"
    assert not rows()["first-question"].retired


def test_an_emptied_bank_goes_and_may_come_back(
    app: Flask, folder: Folder, elsewhere: Folder
) -> None:
    load(folder.path)
    elsewhere.put("new.yaml", taking("second", "first-question"))
    load(elsewhere.path)
    assert "small" not in bank_slugs()
    with pytest.raises(BankFaults) as caught:
        load(folder.path)
    assert {fault.question for fault in caught.value.faults} == {"first-question", "second"}
    assert {fault.rule for fault in caught.value.faults} == {"id-once"}
    assert rows()["second"].bank.slug == "successor"


@pytest.mark.parametrize("takes_over", [(), ("another-bank",), ("successor",)])
def test_a_bank_steals_no_question_of_one_that_it_does_not_take_over(
    app: Flask, folder: Folder, elsewhere: Folder, takes_over: tuple[str, ...]
) -> None:
    load(folder.path)
    before = rows()["second"].content
    elsewhere.put("new.yaml", taking("new", "second", takes_over=list(takes_over)))
    with pytest.raises(BankFaults) as caught:
        load(elsewhere.path)
    (fault,) = caught.value.faults
    assert (fault.question, fault.rule) == ("second", "id-once")
    assert (rows()["second"].bank.slug, rows()["second"].content) == ("small", before)
    assert "successor" not in bank_slugs()
    assert "new" not in rows()


def test_only_the_bank_that_says_so_takes_over(
    app: Flask, folder: Folder, elsewhere: Folder
) -> None:
    load(folder.path)
    elsewhere.put("new.yaml", taking("third"))
    elsewhere.put("beside.yaml", taking("second", id="beside", takes_over=[]))
    with pytest.raises(BankFaults) as caught:
        load(elsewhere.path)
    assert [fault.question for fault in caught.value.faults] == ["second"]
    assert "successor" not in bank_slugs()
