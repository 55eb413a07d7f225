"""A question as its instructor reads it before class: each kind shows what is right in its way."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import update

from classroom.domain.kinds import kind_names
from classroom.domain.question import Question
from classroom.screens import catalog
from classroom.screens.kinds import look_of
from classroom.screens.wording import lens_rule
from classroom.storage.queries import lessons
from classroom.storage.tables import Lesson, StoredQuestion
from classroom.storage.writer import write
from tests.conftest import Teacher
from tests.exam import one_of_each_kind


def preview(alice: Teacher, slug: str) -> tuple[Question, str]:
    """The question and the text of its preview, without tags and with single spaces."""
    stored = lessons.question_with_slug(slug)
    assert stored is not None
    page = alice.get(f"/questions/{slug}")
    assert page.status_code == 200
    part = page.text.split("question-preview")[1].split("</main>")[0]
    return stored.question, text_of(part)


def text_of(part: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split()).replace("\xa0", " ")


def flat(text: str) -> str:
    return " ".join(text.split()).replace("\xa0", " ")


def after(text: str, words: str) -> str:
    """What stands behind those words."""
    assert words in text, words
    return text.split(words, 1)[1]


@pytest.mark.parametrize("kind", kind_names())
def test_every_kind_shows_its_lines_with_their_reasons(kind: str, alice: Teacher) -> None:
    question, text = preview(alice, one_of_each_kind()[kind])
    assert text.count(flat(question.lead_in)) == 1
    for option in question.options:
        assert flat(option.text) in text
        assert flat(option.rationale) in text
        if option.misconception_label:
            assert f"Misconception: {option.misconception_label}" in text
    for source in question.sources:
        assert flat(source.citation) in text


@pytest.mark.parametrize("kind", ["single_best", "select_all"])
def test_options_to_choose_show_their_keys(kind: str, alice: Teacher) -> None:
    question, text = preview(alice, one_of_each_kind()[kind])
    assert text.count("✓ key") == len(question.key)
    for option in question.options:
        assert after(text, flat(option.text)).startswith(" ✓ key") == option.is_key


def test_an_order_stands_in_its_right_order_with_its_places(alice: Teacher) -> None:
    question, text = preview(alice, one_of_each_kind()["ordering"])
    right = sorted(question.options, key=lambda option: int(option.places[0]))
    assert [option.letter for option in right] != [option.letter for option in question.options]
    for place, option in enumerate(right, start=1):
        assert f"{option.letter}. place {place} {flat(option.text)}" in text
        text = after(text, f"place {place} ")


def test_matching_shows_each_pair_and_what_is_left_over(alice: Teacher) -> None:
    question, text = preview(alice, one_of_each_kind()["matching"])
    label = {place.id: flat(place.text) for place in question.places}
    for option in question.options:
        belongs = f"{flat(option.text)} → belongs to {label.pop(option.places[0])}"
        assert belongs in text
    assert label, "the sample has a target to spare"
    assert after(text, "Left over ").startswith(" ".join(label.values()))


def test_matching_without_a_spare_target_says_nothing_of_one(app: Flask, alice: Teacher) -> None:
    slug = one_of_each_kind()["matching"]
    stored = lessons.question_with_slug(slug)
    assert stored is not None
    used = {option.places[0] for option in stored.question.options}
    places = tuple(place for place in stored.question.places if place.id in used)
    content = replace(stored.question, places=places).to_json()
    write(
        lambda session: session.execute(
            update(StoredQuestion).where(StoredQuestion.slug == slug).values(content=content)
        )
    )
    assert "Left over" not in preview(alice, slug)[1]


def test_classify_shows_the_parts_and_the_rule_in_words(alice: Teacher) -> None:
    two_bins = [
        stored.slug
        for stored in lessons.all_questions()
        if stored.kind == "classify" and any(len(o.places) > 1 for o in stored.question.options)
    ]
    question, text = preview(alice, two_bins[0])
    look = look_of("classify")
    label = {place.id: look.place_label(place) for place in question.places}
    for option in question.options:
        bins = " / ".join(label[id_] for id_ in option.places)
        assert f"{flat(option.text)} → belongs to {bins}" in text
        assert option.rule is not None
        assert flat(lens_rule(option.rule)) in after(text, flat(option.text))


def test_a_poll_shows_its_sides_and_no_key(alice: Teacher) -> None:
    question, text = preview(alice, one_of_each_kind()["poll"])
    assert "No side is right: each has its reason." in text
    assert "✓" not in text
    assert len(question.options) >= 2


def test_a_short_text_shows_what_a_good_sentence_has(alice: Teacher) -> None:
    question, text = preview(alice, one_of_each_kind()["short_text"])
    features = after(text, "What a good sentence has ")
    assert all(flat(option.text) in features for option in question.options)
    assert "✓" not in text


def slug_with(field: str) -> str:
    return next(s.slug for s in lessons.all_questions() if getattr(s.question, field))


def test_what_bears_on_the_lesson_is_shown(alice: Teacher) -> None:
    question, text = preview(alice, slug_with("asks_certainty"))
    assert "Asks how sure students are" in text
    question, text = preview(alice, slug_with("in_practice"))
    assert re.search(rf"In practice ?: {re.escape(flat(question.in_practice))}", text)
    question, text = preview(alice, slug_with("sensitivity"))
    assert f"Sensitive ({', '.join(question.sensitivity)}): students may pass" in text
    question, text = preview(alice, slug_with("doubts"))
    assert f"Puts doubtful claims on trial: {', '.join(question.doubts)}." in text
    question, text = preview(alice, slug_with("evidence_note"))
    assert flat(question.evidence_note) in text
    question, text = preview(alice, slug_with("contested"))
    assert question.contested is not None
    assert flat(question.contested.in_the_research) in text


def test_what_a_question_does_not_have_is_not_mentioned(alice: Teacher) -> None:
    plain = next(
        stored.slug
        for stored in lessons.all_questions()
        if not (
            stored.question.asks_certainty
            or stored.question.may_pass
            or stored.question.in_practice
            or stored.question.doubts
            or stored.question.evidence_note
        )
    )
    text = preview(alice, plain)[1]
    for words in ("Asks how sure", "Sensitive (", "In practice", "on trial", "The evidence"):
        assert words not in text


def test_the_filter_of_the_bank_names_every_kind(alice: Teacher, own: Lesson) -> None:
    page = alice.get(f"/lessons/{own.public_id}/bank").text
    options = page.split('<select id="kind"')[1].split("</select>")[0]
    offered = re.findall(r'<option value="(\w+)">([^<]+)', options)
    assert {kind for kind, _name in offered} == set(kind_names())
    for kind, name in offered:
        assert name == catalog.kind_name(kind)
        found = alice.get(f"/lessons/{own.public_id}/bank?kind={kind}").text
        slugs = re.findall(r'<li class="found" id="question-([^"]+)"', found)
        assert slugs == [s.slug for s in lessons.all_questions() if s.kind == kind]
        assert slugs
