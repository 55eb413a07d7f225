"""Every kind on the instructor's report and on a student's page, in words."""

from __future__ import annotations

import re

import pytest

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
from tests.integration.reports.told import article, own_pages, report_page, text_of

QUESTIONS = (case, select_all, recall, classify, matching, ordering, poll, short_text)
SORTED = ("A:goal", "B:bond", "C:bond")


@pytest.mark.parametrize("phase", ["ready", "open", "closed", "skipped", "revealed"])
@pytest.mark.parametrize("ended", [False, True])
def test_every_kind_has_its_pages_in_every_phase(played, alice, visitor, phase, ended):
    played.seat("Robin")
    for question in QUESTIONS:
        played.ask(question(), phase=phase)
    if ended:
        played.end()

    told = report_page(played, alice)
    assert told.count("<article") == len(QUESTIONS)
    for page in own_pages(played, visitor, "Robin"):
        assert page.count("<article") == (0 if phase in ("ready", "skipped") else len(QUESTIONS))


def test_a_pass_is_never_a_missing_answer(played, alice, visitor):
    played.seat("Robin", "Wren")
    played.ask(case(sensitivity=("bereavement",)), {"Robin": "", "Wren": "B"})

    told = report_page(played, alice)
    assert "Did not answer" not in told
    assert re.search(r"<dt>Passed .*?</dt><dd><span>Robin</span>", told)
    assert "2 of 2 present took part. 1 passed." in text_of(told)
    for page in own_pages(played, visitor, "Robin"):
        assert "You passed. That counts as taking part." in page
        assert "did not answer" not in page and "You took part in 1 of 1 question" in page


def test_who_answered_what_stands_in_words(played, alice):
    played.seat("Robin", "Wren")
    played.ask(classify(), {"Robin": SORTED})
    played.ask(matching(), {"Robin": ("A:3", "C:1")})
    played.ask(ordering(), {"Robin": ("B:1", "C:2", "A:3")})
    played.ask(select_all(), {"Robin": "AC", "Wren": "B"})

    page = report_page(played, alice).replace("\u00a0", " ")
    answers = [
        re.findall(r"<dt>(.*?)(?: <span|</dt>)", article(page, number)) for number in (1, 2, 3, 4)
    ]
    assert answers[0][0] == "A Goal · B Bond · C Bond"
    assert answers[1][0] == "A 3 · C 1"
    assert answers[2][0] == "B, C, A"
    assert answers[3][:2] == ["A, C", "B"]


def test_the_right_order_is_drawn_with_its_steps_and_the_orders_chosen_most(played, alice):
    played.seat("Robin", "Wren")
    played.ask(ordering(), {"Robin": ("B:1", "C:2", "A:3"), "Wren": ("C:1", "B:2", "A:3")})

    told = text_of(article(report_page(played, alice), 1))
    assert "1 of 2 kept the next step" in told
    assert "B → C → A 1 of 2 ✓&nbsp;the lesson's order" in told and "C → B → A 1 of 2" in told
    assert told.index("1 B B. Option B") < told.index("2 C C. Option C")


def test_lines_are_drawn_with_where_they_were_put_and_where_they_belong(played, alice):
    played.seat("Robin", "Wren")
    played.ask(classify(), dict.fromkeys(("Robin", "Wren"), SORTED))

    told = article(report_page(played, alice), 1)
    assert told.count('class="split-bar"') == 4
    assert re.search(r'<g class="goal"><rect class="solid" x="0%" width="100%"', told)
    assert re.search(r'<g class="bond"><rect class="hatched" x="0%" width="100%"', told)
    assert "2 of 2" in told and "0 of 2" in told
    assert "Where the room put each line, in answers" in told
    assert "In practice" in told and "Most moves work on two parts at once." in told


def test_a_student_reads_their_own_lines_right_or_elsewhere(played, visitor):
    played.seat("Robin")
    played.ask(classify(), {"Robin": SORTED})
    played.ask(matching(), {"Robin": ("A:3", "B:4", "C:2")})
    played.ask(ordering(), {"Robin": ("B:1", "A:2", "C:3")})

    for page in own_pages(played, visitor, "Robin"):
        sorting, pairs, order = (article(page, number) for number in (1, 2, 3))
        assert sorting.count("own-line right") == 2 and sorting.count("own-line elsewhere") == 2
        assert "You: Bond" in sorting and "You left it open" in sorting
        assert pairs.count("own-line right") == 2 and "You: Target number 4" in pairs
        assert order.count("own-line right") == 1 and "place 3 in the lesson" in order


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (classify, SORTED, "A Goal · B Bond · C Bond"),
        (matching, ("A:3", "B:4"), "A 3 · B 4"),
        (ordering, ("C:1", "B:2", "A:3"), "C, B, A"),
    ],
)
def test_before_the_reveal_a_student_reads_their_choice_and_nothing_of_the_key(
    played, visitor, question, answer, words
):
    played.seat("Robin")
    played.ask(question(), {"Robin": answer}, phase="closed")

    for page in own_pages(played, visitor, "Robin"):
        told = article(page, 1).replace("\u00a0", " ")
        assert f"Your answer: <b>{words}</b>" in told
        assert "Why A stands" not in told and "own-line" not in told and "✓" not in told
        assert "R3" not in told and "In practice" not in told


def test_what_a_sentence_is_read_for_stays_hidden_until_the_reveal(played, visitor):
    played.seat("Robin")
    played.ask(short_text(), {"Robin": "I would ask."}, phase="closed")

    for page in own_pages(played, visitor, "Robin"):
        assert "Option A" not in page and "I would ask." not in page


def test_a_poll_knows_no_right_side(played, alice, visitor):
    played.seat(*"ABCDEF")
    played.ask(poll(), dict.fromkeys("ABCDEF", "A"))

    for page in (report_page(played, alice), *own_pages(played, visitor, "A")):
        told = article(page, 1)
        assert "6 of 6" in told and "For each side, and what it costs" in told
        assert not re.search("Best answer|Also accepted|Why it works|Correct the key|>Key<", told)


def test_a_correction_of_places_reads_in_words(played, alice, visitor):
    played.seat("Robin")
    played.ask(
        classify(),
        {"Robin": SORTED},
        corrections=[("replace", ("B:bond",)), ("accept", ("A:task", "C:goal"))],
    )

    told = text_of(report_page(played, alice))
    assert "the key was A: Goal, B: Task, C: Bond, D: Bond, D: Frame." in told
    assert "Now right: B: Bond." in told
    assert "A: Task, C: Goal counts as right too." in told
    for page in own_pages(played, visitor, "Robin"):
        assert "The key was corrected. A: Task, C: Goal counts as right too." in text_of(page)
        assert "B:bond" not in text_of(page)


def test_places_are_corrected_from_the_report_with_its_empty_fields(played, alice):
    played.seat("Robin")
    played.ask(classify(), {"Robin": SORTED})

    response = alice.post(
        f"/sessions/{played.public_id}/rounds/1/corrections",
        {"kind": "replace", "letters": ["", "B:bond", "", ""], "back": "report"},
    )
    assert response.status_code in (302, 303)
    assert "B:bond" in played.report.rounds[0].record.key.letters
    assert "Now right: B: Bond." in report_page(played, alice)


def test_a_key_can_be_corrected_only_where_there_is_one(played, alice):
    played.seat("Robin")
    for question in (case, classify, ordering, poll, short_text):
        played.ask(question())

    page = report_page(played, alice)
    offered = ["Correct the key" in article(page, number) for number in range(1, 6)]
    assert offered == [True, True, True, False, False]


def test_sure_and_wrong_stands_first_in_the_summary(played, alice):
    played.seat("Robin", "Wren")
    played.ask(case(), {"Robin": "C", "Wren": "B"}, certainty={"Robin": 3, "Wren": 3})

    page = report_page(played, alice)
    assert page.index("sure, and wrong") < page.index("Hardest first")
    assert "Empathy and wait 1 answer · question 1" in text_of(page)
    assert re.search(r"Sure, and wrong.*Empathy and wait", text_of(article(page, 1)))


def test_a_student_reads_how_sure_and_how_right_they_were(played, visitor):
    played.seat("Robin", "Wren")
    for slug, answer, level in (("one", "B", 3), ("two", "C", 3), ("three", "B", 1)):
        played.ask(case(slug), {"Robin": answer, "Wren": "B"}, certainty={"Robin": level})
    played.ask(case("void"), {"Robin": "C"}, certainty={"Robin": 3}, corrections=[("void", "")])
    played.ask(case("hidden"), {"Robin": "C"}, certainty={"Robin": 3}, phase="closed")

    for page in own_pages(played, visitor, "Robin"):
        told = text_of(page)
        assert "3 more than 4 in 5 1 of 2 right" in told
        assert "1 less than 2 in 3 1 of 1 right" in told
        assert "How sure you were: 3 (more than 4 in 5)" in text_of(article(page, 2))
    for page in own_pages(played, visitor, "Wren"):
        assert "How sure you were" not in page


def test_what_the_exam_wants_stands_beside_what_research_says(played, visitor):
    played.seat("Robin")
    played.ask(recall(), {"Robin": "A"})

    for page in own_pages(played, visitor, "Robin"):
        assert "On the exam" in page and "Research argues about it." in page
