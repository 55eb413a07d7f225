"""The instructor's report over every kind of question, as data."""

from __future__ import annotations

from dataclasses import replace

from tests.integration.reports.asking import (
    case,
    classify,
    matching,
    ordering,
    poll,
    recall,
    select_all,
    short_text,
)

RIGHT = ("A:goal", "B:task", "C:bond", "D:bond")
HERE = ("Robin", "Wren", "Kite", "Lark", "Swift")


def aliases(people):
    return [person.alias for person in people]


def with_pass(**given):
    return case(sensitivity=("bereavement",), **given)


def test_a_pass_counts_as_taking_part_and_earns_no_mark(played):
    played.seat("Robin", "Wren", "Kite")
    played.ask(with_pass(), {"Robin": "B", "Wren": ""}, watched=["Kite"])

    [round_] = played.report.rounds
    assert aliases(round_.did_not_answer) == ["Kite"]
    assert (round_.answered, round_.took_part, round_.present) == (1, 2, 3)
    assert [(answer.is_pass, answer.credit) for answer in round_.answers] == [
        (False, 1),
        (True, None),
    ]
    assert round_.record.tally.percent("B") == 100
    assert round_.record.tally.passed == 1
    by_alias = {line.person.alias: line for line in played.report.summary.people}
    wren = by_alias["Wren"]
    assert (wren.answered, wren.asked, wren.full_marks, wren.marked) == (1, 1, 0, 0)
    assert aliases(silent.person for silent in played.report.summary.silent) == ["Kite"]


def test_kept_passes_of_forgotten_students_are_passes_still(played):
    played.ask(with_pass(), {}, kept={"B": 3, "": 2})

    [round_] = played.report.rounds
    assert (round_.answered, round_.took_part) == (3, 5)
    assert round_.record.forgotten == 5


def test_who_cast_a_ballot_took_part_and_nothing_more_is_known(played):
    played.seat(*HERE, "Watching")
    played.ask(poll(), dict.fromkeys(HERE, "A"), watched=["Watching"])
    played.ask(short_text(), dict.fromkeys(HERE, "I would ask."), watched=["Watching"])

    report = played.report
    for round_ in report.rounds:
        assert round_.answers == ()
        assert aliases(round_.took_part_by_ballot) == list(HERE)
        assert aliases(round_.did_not_answer) == ["Watching"]
        assert (round_.took_part, round_.present) == (5, 6)
    assert not report.forgot_students
    assert [line.answered for line in report.summary.people] == [2, 2, 2, 2, 2, 0]
    assert [line.marked for line in report.summary.people] == [0] * 6


def test_sealed_ballots_are_no_answers_of_forgotten_students(played):
    played.seat(*HERE)
    played.ask(poll(), dict.fromkeys(HERE, "A"))

    [round_] = played.report.rounds
    assert round_.record.forgotten == 0 and not played.report.forgot_students
    assert round_.record.tally.counts == {"A": 5, "B": 0, "C": 0}


def test_nothing_of_a_ballot_is_counted_before_the_seal(played):
    played.seat(*HERE)
    played.ask(poll(), dict.fromkeys(HERE, "A"), phase="open")
    played.ask(short_text(), {"Robin": "My own words."}, phase="open")

    voting, writing = played.report.rounds
    assert voting.record.tally.counts == {"A": 0, "B": 0, "C": 0}
    assert (voting.answered, voting.took_part) == (0, 5)
    assert writing.record.sentences == () and writing.took_part == 1
    assert "My own words" not in repr(writing)


def test_a_deleted_sentence_takes_nobodys_part_away(played):
    played.seat("Robin", "Wren")
    played.ask(short_text(), {"Robin": "A rude word.", "Wren": "I would ask."})
    played.forget_sentence("A rude word.")

    [round_] = played.report.rounds
    assert (round_.answered, round_.took_part, round_.present) == (1, 2, 2)


def test_few_ballots_name_nobody_not_even_who_was_silent(played):
    played.seat("Robin", "Wren")
    played.ask(short_text(), {"Robin": "I would ask."}, watched=["Wren"])

    [round_] = played.report.rounds
    assert not round_.may_name
    assert played.report.summary.silent == ()


def test_placing_kinds_stand_among_the_hardest_with_the_line_that_was_missed_most(played):
    played.seat("Robin", "Wren", "Kite")
    played.ask(
        classify(),
        {
            "Robin": RIGHT,
            "Wren": ("A:goal", "B:bond", "C:bond", "D:contextual"),
            "Kite": ("A:goal", "C:bond", "D:bond"),
        },
    )
    played.ask(matching(), dict.fromkeys(("Robin", "Wren", "Kite"), ("A:3", "B:1", "C:2")))
    played.ask(ordering(), {"Robin": ("B:1", "C:2", "A:3"), "Wren": ("C:1", "B:2", "A:3")})
    played.ask(poll(), {"Robin": "A", "Wren": "B"})
    played.ask(short_text(), {"Robin": "I would ask."})

    sorting, order, pairs = played.report.summary.hardest
    assert (sorting.position, sorting.full_marks, sorting.answered) == (1, 1, 3)
    assert (sorting.wrong.letter, sorting.wrong_count, sorting.is_placed) == ("B", 2, True)
    assert (order.position, order.wrong.letter, order.wrong_count) == (3, "B", 1)
    assert (pairs.position, pairs.percent, pairs.wrong) == (2, 100, None)


def test_a_misconception_of_a_line_is_held_by_those_who_misplaced_it(played):
    played.seat("Robin", "Wren", "Kite")
    played.ask(
        classify(),
        {
            "Robin": RIGHT,
            "Wren": ("A:goal", "B:bond", "C:bond", "D:bond"),
            "Kite": ("A:goal", "C:bond", "D:bond"),
        },
    )
    played.ask(poll(), {"Robin": "A", "Wren": "B"})

    [idea] = played.report.summary.misconceptions
    assert (idea.label, idea.chosen, idea.chances) == ("Task is homework", 1, 3)


def test_an_idea_behind_two_lines_could_be_held_twice_in_one_answer(played):
    played.seat("Robin", "Wren")
    question = classify()
    idea = question.option("B")
    both = tuple(
        replace(
            option,
            misconception=idea.misconception,
            misconception_label=idea.misconception_label,
        )
        if option.letter == "C"
        else option
        for option in question.options
    )
    wrong = ("A:goal", "B:bond", "C:task", "D:bond")
    played.ask(replace(question, options=both), {"Robin": wrong, "Wren": wrong})

    [held] = played.report.summary.misconceptions
    assert (held.chosen, held.chances, held.percent) == (4, 4, 100)
    assert held.positions == (1,)


def test_a_corrected_place_is_no_misconception_and_earns_its_part(played):
    played.seat("Robin")
    played.ask(
        classify(),
        {"Robin": ("A:goal", "B:bond", "C:bond", "D:bond")},
        corrections=[("accept", ("B:bond",))],
    )

    report = played.report
    assert report.rounds[0].answers[0].credit == 1
    assert report.summary.misconceptions == ()


def test_who_was_sure_and_wrong_is_gathered_by_what_they_believed(played):
    played.seat("Robin", "Wren", "Kite")
    sure = dict.fromkeys(("Robin", "Wren", "Kite"), 3)
    played.ask(case("first"), {"Robin": "C", "Wren": "C", "Kite": "B"}, certainty=sure)
    played.ask(case("second"), {"Robin": "C", "Wren": "A", "Kite": "D"}, certainty={"Robin": 3})
    played.ask(recall(), {"Robin": "B"}, certainty=sure, corrections=[("void", "")])
    played.ask(select_all(), {"Robin": "AB"}, certainty={"Robin": 2})

    report = played.report
    assert report.rounds[0].sure_and_wrong == (("Empathy and wait", 2),)
    assert report.rounds[2].sure_and_wrong == () == report.rounds[3].sure_and_wrong
    [held] = report.summary.sure_and_wrong
    assert (held.words, held.number, held.positions) == ("Empathy and wait", 3, (1, 2))
    assert report.rounds[0].answers[0].certainty == 3


def test_the_room_profile_is_read_over_choices_alone(played):
    played.seat("Robin")
    played.ask(case(), {"Robin": "C"})
    played.ask(classify(), {"Robin": RIGHT})
    played.ask(poll(), {"Robin": "A"})

    summary = played.report.summary
    assert (summary.cases, summary.choices) == (1, 1)
