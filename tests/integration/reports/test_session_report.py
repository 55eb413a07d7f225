"""The instructor's report, as data."""

from __future__ import annotations

import pytest

from tests.integration.reports.asking import case, recall, select_all
from tests.integration.reports.playing import minute

pytestmark = pytest.mark.both_databases


def aliases(people):
    return [person.alias for person in people]


def test_a_report_exists_from_the_moment_the_session_does(played):
    report = played.report

    assert report.rounds == () and report.came == ()
    assert report.is_live and report.group_name == "Tuesday"
    assert report.summary.hardest == () and report.summary.people == ()


def test_everyone_who_came_stands_in_one_group_of_a_round(played):
    played.seat("Answering", "Watching", "Away")
    played.seat("Late", joined=16)
    played.seat("Never", joined=None)
    played.ask(case(), {"Answering": "B"}, watched=["Watching"])

    [round_] = played.report.rounds
    assert [answer.person.alias for answer in round_.answers] == ["Answering"]
    assert aliases(round_.did_not_answer) == ["Watching"]
    assert aliases(round_.not_yet_here) == ["Late"]
    assert aliases(round_.away) == ["Away"]
    assert (round_.answered, round_.present) == (1, 2)
    assert aliases(played.report.came) == ["Answering", "Watching", "Away", "Late"]


def test_nobody_is_reproached_while_voting_is_open(played):
    played.seat("Robin", "Wren")
    played.ask(case(), {"Robin": "B"}, phase="open")

    [round_] = played.report.rounds
    assert round_.did_not_answer == round_.away == round_.not_yet_here == ()


def test_hardest_first_with_the_dominant_wrong_option(played):
    played.seat("Robin", "Wren", "Kite")
    played.ask(recall(), {"Robin": "A", "Wren": "A", "Kite": "B"})
    played.ask(case(), {"Robin": "C", "Wren": "C", "Kite": "B"})
    played.ask(select_all(), {"Robin": "AC", "Wren": "AC", "Kite": "AC"})

    hardest = played.report.summary.hardest
    assert [(hard.position, hard.full_marks, hard.answered) for hard in hardest] == [
        (2, 1, 3),
        (1, 2, 3),
        (3, 3, 3),
    ]
    assert hardest[0].wrong.letter == "C" and hardest[0].wrong_count == 2
    assert hardest[0].wrong.misconception_label == "Empathy and wait"
    assert hardest[2].wrong is None


def test_void_skipped_and_unanswered_questions_are_not_hard(played):
    played.seat("Robin")
    played.ask(case("void"), {"Robin": "C"}, corrections=[("void", "")])
    played.ask(case("skipped"), {"Robin": "C"}, phase="skipped")
    played.ask(case("unanswered"), {}, watched=["Robin"])
    played.ask(case("counted"), {"Robin": "B"})

    summary = played.report.summary
    assert [hard.position for hard in summary.hardest] == [4]
    assert [round_.is_skipped for round_ in played.report.rounds] == [False, True, False, False]
    [robin] = summary.people
    assert (robin.answered, robin.asked) == (2, 3)
    assert (robin.full_marks, robin.marked) == (1, 1)
    assert [silent.positions for silent in summary.silent] == [(3,)]


def test_who_joined_late_is_asked_for_less(played):
    played.seat("Robin")
    played.seat("Late", joined=16)
    played.ask(case("first"), {"Robin": "B"})
    played.ask(case("second"), {"Robin": "B", "Late": "B"})

    by_alias = {line.person.alias: line for line in played.report.summary.people}
    assert (by_alias["Late"].answered, by_alias["Late"].asked) == (1, 1)
    assert (by_alias["Robin"].answered, by_alias["Robin"].asked) == (2, 2)
    assert played.report.summary.silent == ()


def test_a_correction_recounts_and_the_original_stays_on_record(played):
    played.seat("Robin", "Wren")
    played.ask(case(), {"Robin": "C", "Wren": "B"}, corrections=[("replace", "C")])

    [round_] = played.report.rounds
    assert round_.record.key.letters == {"C"} and round_.question.key == {"B"}
    assert [answer.credit for answer in round_.answers] == [1, 0]
    [event] = round_.record.corrections
    assert (event.kind, event.letters) == ("replace", ("C",))
    assert (event.decided_by, event.decided_at) == ("Alice", minute(90))
    assert played.report.summary.hardest[0].wrong.letter == "B"


def test_simulated_students_never_enter_the_figures_of_a_real_session(played):
    played.seat("Robin")
    played.seat("Robot", simulated=True)
    played.ask(case(), {"Robin": "B", "Robot": "C"}, watched=["Robot"])

    report = played.report
    [round_] = report.rounds
    assert round_.record.tally.counts == {"A": 0, "B": 1, "C": 0, "D": 0}
    assert round_.present == 1 and aliases(report.came) == ["Robin"]
    assert report.left_out == 1 and not report.is_simulated


def test_a_simulated_session_shows_everything_and_says_so(play):
    played = play("Demo", simulated=True)
    played.seat("Robot", simulated=True)
    played.ask(case(), {"Robot": "C"})

    report = played.report
    assert report.is_simulated and report.left_out == 0
    assert report.rounds[0].record.tally.counts["C"] == 1


def test_forgotten_students_still_count_in_the_distribution(played):
    played.ask(case(), {}, kept={"B": 5, "C": 9})
    played.ask(select_all(), {}, kept={"A,C": 2, "A": 1})

    report = played.report
    assert report.rounds[0].record.tally.counts == {"A": 0, "B": 5, "C": 9, "D": 0}
    assert report.rounds[1].record.tally.full_marks == 2
    assert report.rounds[0].answers == () and report.forgot_students
    assert report.summary.hardest[0].answered == 14


def test_hands_without_a_phone_count(played):
    played.seat("Robin")
    played.ask(case(), {"Robin": "C"}, hands={"B": 3})

    [round_] = played.report.rounds
    assert round_.answered == 4 and round_.record.tally.full_marks == 3


def test_the_room_is_read_over_all_its_cases(played):
    played.seat("Robin", "Wren")
    played.ask(case("first"), {"Robin": "C", "Wren": "B"})
    played.ask(case("second"), {"Robin": "C", "Wren": "A"})
    played.ask(recall(), {"Robin": "A", "Wren": "A"})

    summary = played.report.summary
    assert (summary.cases, summary.choices) == (2, 4)
    found = {row.row.component: (row.row.total, row.called_for) for row in summary.components}
    assert found == {"goal": (0, 0), "task": (2, 2), "bond": (2, 0)}


def test_ideas_held_are_counted_over_the_answers_they_were_open_to(played):
    played.seat("Robin", "Wren")
    played.ask(case("first"), {"Robin": "C", "Wren": "B"})
    played.ask(case("second"), {"Robin": "C", "Wren": "C"})
    played.ask(case("accepted"), {"Robin": "C", "Wren": "C"}, corrections=[("accept", "C")])

    [empathy] = played.report.summary.misconceptions
    assert (empathy.label, empathy.chosen, empathy.chances) == ("Empathy and wait", 3, 4)
    assert empathy.positions == (1, 2)
