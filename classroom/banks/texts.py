"""The texts of a question, each with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.schema import Question
from classroom.banks.yaml_text import Place


def asked_texts(question: Question) -> Iterator[tuple[Place, str]]:
    """What is read while answering: stem, lead-in, targets and options."""
    if question.stem:
        yield ("stem",), question.stem
    yield ("lead_in",), question.lead_in
    for number, target in enumerate(question.targets):
        yield ("targets", number), target
    for number, option in enumerate(question.options):
        yield ("options", number, "text"), option.text


def explaining_texts(question: Question) -> Iterator[tuple[Place, str]]:
    """What is read afterwards: rationales, and what is known about the matter."""
    for number, option in enumerate(question.options):
        yield ("options", number, "rationale"), option.rationale
    for name in ("evidence_note", "in_practice"):
        if text := getattr(question, name):
            yield (name,), text
    if question.contested:
        yield ("contested", "on_the_exam"), question.contested.on_the_exam
        yield ("contested", "in_the_research"), question.contested.in_the_research


def shown_texts(question: Question) -> Iterator[tuple[Place, str]]:
    """Every sentence that students can come to read."""
    yield from asked_texts(question)
    yield from explaining_texts(question)


def all_texts(question: Question) -> Iterator[tuple[Place, str]]:
    """What students read, and what is for the instructor alone."""
    yield ("title",), question.title
    yield from shown_texts(question)
    if question.note:
        yield ("note",), question.note
