"""A session like an exam: nothing before the end, then everything, and counts by subject."""

from __future__ import annotations

import pytest

from classroom.domain.signature import Component, Reading, Rupture, Strained
from classroom.reports.own_marks import OwnCount
from classroom.reports.student_report import own_report
from tests.integration.reports.asking import case, poll, recall
from tests.integration.reports.told import own_pages, text_of

BOND = Reading(Rupture.NONE, Strained.NONE, Component.BOND, "his grief received")


@pytest.fixture
def exam(play):
    played = play("Mock exam", group="Tuesday", is_exam=True)
    played.seat("Robin", "Wren")
    played.ask(case("one", nce_domain=5), {"Robin": "B", "Wren": "B"}, phase="closed")
    played.ask(case("two", nce_domain=5), {"Robin": "C"}, phase="closed", watched=["Wren"])
    played.ask(case("three", nce_domain=1, reading=BOND), {}, phase="closed", watched=["Robin"])
    played.ask(
        case("void", nce_domain=1), {"Robin": "B"}, phase="closed", corrections=[("void", "")]
    )
    played.ask(poll(nce_domain=1), {"Robin": "A"}, phase="closed")
    played.ask(recall(), {"Robin": "A"}, phase="closed")
    return played


def test_nothing_is_explained_before_the_end_not_even_what_was_revealed(exam, visitor):
    exam.ask(case("revealed"), {"Robin": "C"}, phase="revealed")

    report = own_report(exam.student("Robin"), exam.public_id)
    assert [round_.explanation for round_ in report.rounds] == [None] * 7
    assert report.by_domain == report.by_component == report.calibration == ()
    for page in own_pages(exam, visitor, "Robin"):
        assert "nothing is explained before its end" in page
        assert "when the session has ended, and no earlier" in page
        assert "Best answer" not in page and "Why B stands" not in page
        assert "full marks" not in page.lower()


def test_everything_is_explained_after_the_end_and_the_page_says_so(exam, visitor):
    exam.end()

    report = own_report(exam.student("Robin"), exam.public_id)
    assert all(round_.explanation for round_ in report.rounds)
    for page in own_pages(exam, visitor, "Robin"):
        assert "every question that was asked is explained here" in page
        assert "Why B stands" in page and "nothing is explained before" not in page


def test_own_answers_are_counted_by_domain_and_by_what_was_called_for(exam):
    exam.end()

    report = own_report(exam.student("Robin"), exam.public_id)
    assert report.by_domain == (
        (1, OwnCount(asked=1, answered=0, right=0)),
        (5, OwnCount(asked=2, answered=2, right=1)),
    )
    assert report.by_component == (
        (Component.TASK, OwnCount(asked=2, answered=2, right=1)),
        (Component.BOND, OwnCount(asked=1, answered=0, right=0)),
    )


def test_the_counts_stand_on_the_page_without_a_verdict(exam, visitor):
    exam.end()

    for page in own_pages(exam, visitor, "Robin"):
        told = text_of(page)
        assert "Counseling Skills and Interventions 2 2 1" in told
        assert "Professional Practice and Ethics 1 0 0" in told
        assert "Task 2 2 1" in told and "Bond 1 0 0" in told
        assert "passed the" not in told and "failed" not in told
        assert "nothing about the result of an exam" in told


def test_an_ordinary_session_counts_by_no_domain(played, visitor):
    played.seat("Robin")
    played.ask(case(nce_domain=5), {"Robin": "B"})
    played.end()

    for page in own_pages(played, visitor, "Robin"):
        assert "By domain" not in page and "exam:" not in page
