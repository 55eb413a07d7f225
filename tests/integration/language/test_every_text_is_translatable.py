"""Every visible text of the interface goes through gettext.

A made-up translation puts ⟦ ⟧ around every text that it is asked for. What a page shows without
them, and is neither content nor a name, is a text that no translator would ever see.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from flask import Flask

from classroom.actions import accounts, answering, grouping, hosting, planning
from classroom.app import create_app
from classroom.banks.reading import read
from classroom.config import PACKAGE, Settings, resources
from classroom.domain import names
from classroom.domain.question import Question
from classroom.screens.blocks import console_block, phone_block, projector_block
from classroom.screens.state import state_of
from classroom.storage.database import db
from classroom.storage.queries import lessons
from classroom.web import language
from tests.conftest import PLAN, Phone, Room, Teacher
from tests.thrift import CompiledTemplates

LANGUAGE = "eo"
ATTRIBUTES = ("aria-label", "placeholder", "title", "alt")
UNSPOKEN = {"script", "style", "template", "head", "time"}


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog in which every text of the source is itself between ⟦ and ⟧."""
    catalog = Catalog(LANGUAGE)
    sources = ((PACKAGE, [("**.py", "python")]), (resources("templates"), [("**.html", "jinja2")]))
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}
    for folder, methods in sources:
        options = {"**.html": {"trimmed": "true"}}
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(folder), methods, options, keywords, directory_filter=lambda name: True
        ):
            text = f"⟦{message[0] if isinstance(message, tuple) else message}⟧"
            catalog.add(message, (text, text) if isinstance(message, tuple) else text)
    folder = tmp_path_factory.mktemp("translations")
    (folder / LANGUAGE / "LC_MESSAGES").mkdir(parents=True)
    with (folder / LANGUAGE / "LC_MESSAGES" / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    return folder


@pytest.fixture
def app(
    prepared: Path,
    settings: Settings,
    compiled_templates: CompiledTemplates,
    translations: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Flask]:
    """The application in the made-up language."""
    monkeypatch.setattr(language, "LANGUAGES", (LANGUAGE,))
    monkeypatch.setattr(language, "TRANSLATIONS", str(translations))
    shutil.copytree(prepared, settings.instance_path)
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    app.extensions["classroom.writer"].close()


def test_pages_around_the_lesson(app: Flask, alice: Teacher, room: Room) -> None:
    phone = room.seat("Robin")
    visitor = Phone(app, room)
    group = grouping.create(alice.id, "Tuesday", 30)
    lesson = planning.create(alice.id, "Tuesday lesson")
    planning.add_question(alice.id, lesson, PLAN[0])
    with app.app_context():
        link = accounts.colleague_link()
    content = {"Robin", "Tuesday", "Tuesday lesson", "Four questions", "Alice", "alice"}
    content |= {f"{colour} {bird}" for colour in names._COLOURS for bird in names._BIRDS}
    content |= bank_texts() | list_texts()
    for browser, paths in (
        (visitor, ("/", f"/{room.code}", "/privacy", "/sign-in", "/projector", "/nowhere")),
        (visitor, (f"/welcome/{link}", "/take-over/nothing")),
        (phone, (f"/{room.code}", f"/mine/{phone.student.page_token}")),
        (alice, ("/home", "/groups", "/groups/new", f"/groups/{group}", "/lessons")),
        (alice, ("/lessons/new", f"/lessons/{lesson}", f"/lessons/{lesson}/bank", "/account")),
        (alice, ("/coverage", "/coverage?part=facts&cell=BOR-01", "/coverage?bank=x&part=x")),
        (alice, (f"/sessions/{room.public_id}/people", f"/groups/{group}/deletion")),
        (alice, (f"/sessions/{room.public_id}/ready-check",)),
    ):
        for path in paths:
            page = browser.get(path).text
            assert untranslated(page, content) == [], path


def test_every_phase_of_the_lesson(app: Flask, alice: Teacher, room: Room) -> None:
    phone = room.seat("Robin")
    content = {"Robin", "Four questions", "Alice"} | bank_texts()
    projector = alice.post(f"/sessions/{room.public_id}/projectors").headers["Location"]
    for moves in (("ask",), ("open",), ("close",), ("reveal",), ("lobby",), ("ask", "open")):
        room.press(*moves)
        if moves == ("open",):
            answering.answer(room.id, phone.student.id, room.vote_id, ["C"], 1)
        check_screens(app, room, phone, alice, projector, content)
    hosting.raise_hand(room.id, "A", 1)
    room.press("close", "reveal")
    check_screens(app, room, phone, alice, projector, content)
    room.press("end")
    check_screens(app, room, phone, alice, projector, content)
    page = alice.get(f"/sessions/{room.public_id}/report").text
    assert untranslated(page, content) == []
    mine = phone.get(f"/mine/{phone.student.page_token}/{room.public_id}").text
    assert untranslated(mine, content) == []


def check_screens(
    app: Flask, room: Room, phone: Phone, alice: Teacher, projector: str, content: set[str]
) -> None:
    with app.test_request_context():
        state = state_of(room.session)
        for block in (phone_block(state), projector_block(state), console_block(state)):
            assert untranslated(block.html, content) == [], state.shown_phase
            assert untranslated(f"<p>{block.status}</p>", content) == []
    for page in (
        phone.get(f"/{room.code}").text,
        alice.get(f"/sessions/{room.public_id}/console").text,
        alice.get(projector).text,
    ):
        assert untranslated(page, content) == []


def bank_texts() -> set[str]:
    """All that comes from the banks and keeps their language."""
    texts: set[str] = set()
    for stored in lessons.all_questions():
        texts |= {stored.bank.title, stored.bank.description}
        texts |= question_texts(stored.question)
    for lesson in lessons.for_instructor(0):
        texts |= {lesson.title, lesson.description}
    return texts


def list_texts() -> set[str]:
    """What comes from the reference lists."""
    lists = read(resources("question_banks") / "reference")
    outline = lists.outline
    return {
        *lists.facts,
        *(fact.claim for fact in lists.facts.values()),
        *(entry.label for entry in lists.misconceptions.values()),
        *(entry.believes for entry in lists.misconceptions.values()),
        *(domain.title for domain in outline.domains),
        outline.name,
        outline.validity_note,
    }


def question_texts(question: Question) -> set[str]:
    texts = {question.title, question.stem, question.lead_in, question.note, question.id}
    texts |= {question.evidence_note, *question.facts, question.iso_group or ""}
    for option in question.options:
        texts |= {option.text, option.gist, option.rationale, option.rationale_in_short}
        texts |= {option.effect or "", option.misconception_label or ""}
    for source in question.sources:
        texts |= {source.short, source.citation}
    if question.contested:
        texts |= {question.contested.on_the_exam, question.contested.in_the_research}
    if question.reading:
        texts.add(question.reading.needed)
    return texts


def untranslated(page: str, content: set[str]) -> list[str]:
    """The texts of a page, spoken or seen, that are neither translated nor content."""
    reader = Texts()
    reader.feed(page)
    joined = "\x00".join(reader.texts)
    while re.search(r"⟦[^⟦⟧]*⟧", joined):  # the innermost first: texts fill others
        joined = re.sub(r"⟦[^⟦⟧]*⟧", "", joined)
    for known in sorted(content, key=len, reverse=True):
        if known:
            joined = joined.replace(known, "")
    left = re.sub(r"https?://\S+|[\d.]+:\d+", "", joined)
    return [text.strip() for text in left.split("\x00") if re.search(r"[A-Za-z]{3}", text)]


class Texts(HTMLParser):
    """Collects visible texts and spoken attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self._untranslated: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in UNSPOKEN or given.get("translate") == "no":
            self._silent += 1
            self._untranslated.append(tag)
        if not self._silent:
            self.texts += [given[name] or "" for name in ATTRIBUTES if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self._untranslated and self._untranslated[-1] == tag:
            self._untranslated.pop()
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)
