"""A student's own report, as data: a border that a key must not cross too early."""

from __future__ import annotations

import pytest

from classroom.reports.student_report import own_report, sessions_of
from tests.integration.reports.asking import case, recall, select_all
from tests.integration.reports.playing import minute

pytestmark = pytest.mark.both_databases


def report_for(played, alias):
    return own_report(played.student(alias), played.public_id)


def test_a_student_reads_their_own_answers_beside_the_key(played):
    played.seat("Robin", "Wren")
    played.ask(case(), {"Robin": "C", "Wren": "B"})

    report = report_for(played, "Robin")
    [round_] = report.rounds
    assert round_.choice == ("C",) and round_.was_here
    assert round_.explanation.credit == 0 and round_.explanation.was_explained_in_class
    assert round_.explanation.tally.counts["B"] == 1
    assert (report.answered, report.best) == (1, 0)


@pytest.mark.parametrize("phase", ["open", "closed", "skipped"])
def test_nothing_of_the_key_is_there_before_the_reveal(played, phase):
    played.seat("Robin")
    played.ask(case(), {"Robin": "C"}, phase=phase)

    [round_] = report_for(played, "Robin").rounds
    assert round_.explanation is None
    assert round_.choice == ("C",) and "rationale" not in repr(round_)


@pytest.mark.parametrize("phase", ["closed", "skipped"])
def test_what_was_not_explained_in_class_is_explained_after_it(played, phase):
    played.seat("Robin")
    played.ask(case(), {"Robin": "C"}, phase=phase)
    played.end()

    [round_] = report_for(played, "Robin").rounds
    assert round_.explanation.key.letters == {"B"}
    assert not round_.explanation.was_explained_in_class


@pytest.mark.parametrize("ended", [False, True])
def test_a_question_that_the_room_never_saw_stays_unseen(played, ended):
    played.seat("Robin")
    played.ask(case("ready"), phase="ready")
    played.ask(case("held-back"), phase="skipped")
    if ended:
        played.end()

    assert report_for(played, "Robin").rounds == ()


def test_who_joined_late_reads_that_they_were_not_here_yet(played):
    played.seat("Robin")
    played.seat("Late", joined=16)
    played.ask(recall(), {})

    [round_] = report_for(played, "Late").rounds
    assert not round_.was_here and round_.explanation is not None
    [round_] = report_for(played, "Robin").rounds
    assert round_.was_here and round_.choice == ()


def test_a_correction_reaches_the_students_page(played):
    played.seat("Robin")
    played.ask(select_all(), {"Robin": "AB"}, corrections=[("replace", "AB")])

    [round_] = report_for(played, "Robin").rounds
    assert round_.explanation.credit == 1
    assert round_.explanation.corrections[-1].decided_at == minute(90)


def test_only_sessions_that_the_student_took_part_in_are_listed(play):
    first = play("First", group="Tuesday")
    first.seat("Robin")
    first.seat("Stranger", joined=None)
    second = play("Second", group_id=first.group_id)

    assert [session.title for session in sessions_of(first.student("Robin"))] == ["First"]
    assert sessions_of(first.student("Stranger")) == ()
    assert own_report(first.student("Robin"), second.public_id) is None
    assert own_report(first.student("Stranger"), first.public_id) is None
