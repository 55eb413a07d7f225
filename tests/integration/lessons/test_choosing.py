"""Choosing questions from the banks: looking, filtering, adding."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from classroom.storage.queries import lessons
from classroom.storage.tables import Lesson, StoredQuestion
from classroom.storage.writer import write
from tests.conftest import Browser, Teacher

Slugs = Callable[[Lesson], list[str]]


def test_every_question_of_every_bank_is_there(alice: Teacher, own: Lesson) -> None:
    page = alice.get(f"/lessons/{own.public_id}/bank").text
    assert len(_found(page)) == len(lessons.all_questions())
    assert "3 in the lesson" in page


@pytest.mark.parametrize(
    ("search", "rule"),
    [
        ("level=recall", lambda question: question.level == "recall"),
        ("section=RUP", lambda question: question.section == "RUP"),
        ("kind=select_all", lambda question: question.kind == "select_all"),
        (
            "kind=single_best&level=apply&section=RUP",
            lambda question: (
                (question.kind, question.level, question.section) == ("single_best", "apply", "RUP")
            ),
        ),
        ("text=BORDIN+paper", lambda question: question.id == "bordin-claim"),
        ("text=zebras+on+ice", lambda question: False),
        ("level=no-such-level", lambda question: False),
    ],
)
def test_a_search_shows_what_fits(
    alice: Teacher, own: Lesson, search: str, rule: Callable[..., bool]
) -> None:
    page = alice.get(f"/lessons/{own.public_id}/bank?{search}").text
    wanted = [stored.slug for stored in lessons.all_questions() if rule(stored.question)]
    assert _found(page) == wanted
    assert ("No question fits that search." in page) == (not wanted)


def test_a_search_survives_adding_and_removing(alice: Teacher, own: Lesson, slugs: Slugs) -> None:
    search = {"level": "recall", "text": "bordin"}
    path = f"/lessons/{own.public_id}/questions"
    added = alice.post(path, {"question": "polite-twin-of-none", **search})
    assert added.status_code == 404
    slug = next(s.slug for s in lessons.all_questions() if s.slug not in slugs(own))
    response = alice.post(path, {"question": slug, **search})
    assert slugs(own)[-1] == slug
    assert re.search(r"/bank\?focus=.+&text=bordin&level=recall#", response.location)
    response = alice.post(f"{path}/{slug}/removal", {"back": "bank", **search})
    assert re.search(r"/bank\?focus=.+&text=bordin&level=recall#", response.location)
    assert slug not in slugs(own)


def test_adding_twice_is_adding_once(alice: Teacher, own: Lesson, slugs: Slugs) -> None:
    before = slugs(own)
    assert (
        alice.post(f"/lessons/{own.public_id}/questions", {"question": before[0]}).status_code
        == 303
    )
    assert slugs(own) == before


def test_a_retired_question_stays_where_it_is_and_is_added_no_more(
    alice: Teacher, own: Lesson, slugs: Slugs
) -> None:
    def retire(session: Session) -> None:
        session.execute(update(StoredQuestion).values(retired=True))

    slug = next(s.slug for s in lessons.all_questions() if s.slug not in slugs(own))
    write(retire)
    path = f"/lessons/{own.public_id}"
    response = alice.post(f"{path}/questions", {"question": slug})
    assert response.status_code == 409
    assert "That question is no longer in its bank." in response.text
    assert "no longer in its bank" in alice.get(path).text
    assert "No bank is loaded yet." in alice.get(f"{path}/bank").text


def test_the_bank_of_a_sample_is_not_offered(alice: Teacher, sample: Lesson) -> None:
    assert alice.get(f"/lessons/{sample.public_id}/bank").status_code == 404


def test_a_question_shows_its_key_and_reasons_to_instructors_alone(
    alice: Teacher, visitor: Browser
) -> None:
    page = alice.get("/questions/bordin-claim").text
    stored = lessons.question_with_slug("bordin-claim")
    assert stored is not None
    assert page.count("key-word") == 1
    for option in stored.question.options:
        assert option.rationale[:30] in page
    assert visitor.get("/questions/bordin-claim").status_code == 303
    assert alice.get("/questions/no-such-question").status_code == 404


def test_every_question_of_the_banks_can_be_shown(alice: Teacher) -> None:
    for stored in lessons.all_questions():
        assert alice.get(f"/questions/{stored.slug}").status_code == 200


def _found(page: str) -> list[str]:
    return re.findall(r'<li class="found" id="question-([^"]+)"', page)
