"""Loading bank files into the database: all of them or, if one has a fault, none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classroom.banks import files
from classroom.banks.fault import BankFaults, Fault
from classroom.banks.files import NothingToRead
from classroom.banks.library import Bank, Lesson, Library
from classroom.banks.reading import read
from classroom.config import resources
from classroom.domain.question import Question
from classroom.storage import tables
from classroom.storage.database import now
from classroom.storage.queries import banks
from classroom.storage.tables import LessonQuestion, StoredQuestion
from classroom.storage.writer import write


@dataclass(frozen=True)
class LoadReport:
    """What the files held, and what that changed. `unchanged`: they were not even read."""

    unchanged: bool = False
    banks: int = 0
    questions: int = 0
    lessons: int = 0
    added: int = 0
    changed: int = 0
    retired: int = 0


def load(path: Path | None = None) -> LoadReport:
    """Load a folder of banks or one file; without a path the banks that come with the program.

    Banks, questions and sample lessons are put in or brought up to date, by their ids. What the
    files do not mention stays, but for questions that vanished from their bank: those are retired.
    BankFaults and NothingToRead change nothing.
    """
    path = path or resources("question_banks")
    digest = files.digest(path)
    if banks.is_loaded(digest):
        return LoadReport(unchanged=True)
    library = read(path)
    if not library.banks and not library.lessons:
        raise NothingToRead(f"{path} holds no bank and no lesson: there is nothing to load.")
    return write(lambda session: _store(session, library, digest))


def _store(session: Session, library: Library, digest: str) -> LoadReport:
    if session.scalar(select(tables.Bank.id).filter_by(digest=digest).limit(1)) is not None:
        return LoadReport(unchanged=True)  # by another worker that started at the same time
    _refuse_taken_ids(session, library)
    report = LoadReport(
        banks=len(library.banks),
        questions=sum(len(bank.questions) for bank in library.banks),
        lessons=len(library.lessons),
    )
    rows = [_store_bank(session, bank, digest) for bank in library.banks]
    for row, bank in zip(rows, library.banks, strict=True):
        report = _store_questions(session, row, bank, report)
    _drop_emptied(session, {slug for bank in library.banks for slug in bank.takes_over})
    for lesson in library.lessons:
        _store_lesson(session, lesson)
    return report


def _refuse_taken_ids(session: Session, library: Library) -> None:
    """BankFaults when a question has the id of one in a bank that is not being loaded, unless its
    own bank takes that one over."""
    loading = {bank.id for bank in library.banks}
    taken: list[Fault] = []
    for bank in library.banks:
        for slug, owner in _owners(session, bank.questions):
            if owner not in loading and owner not in bank.takes_over:
                text = f"“{slug}” is taken by a question of the bank {owner}; choose another id"
                taken.append(Fault(bank.file, bank.lines.get(slug, 1), slug, "id-once", text))
    if taken:
        raise BankFaults(taken)


def _owners(session: Session, questions: Iterable[Question]) -> list[tuple[str, str]]:
    slugs = [question.id for question in questions]
    rows = session.execute(
        select(StoredQuestion.slug, tables.Bank.slug)
        .join(tables.Bank, StoredQuestion.bank_id == tables.Bank.id)
        .where(StoredQuestion.slug.in_(slugs))
    )
    return [(slug, owner) for slug, owner in rows]


def _store_bank(session: Session, bank: Bank, digest: str) -> tables.Bank:
    row = session.scalar(select(tables.Bank).filter_by(slug=bank.id))
    if row is None:
        row = tables.Bank(slug=bank.id)
        session.add(row)
    elif row.digest != digest:
        # A digest stands for a whole load: it no longer holds for the banks loaded beside this one.
        session.execute(
            update(tables.Bank).where(tables.Bank.digest == row.digest).values(digest="")
        )
    row.title = bank.title
    row.description = bank.description
    row.language = bank.language
    row.digest = digest
    row.loaded_at = now()
    session.flush()
    return row


def _store_questions(
    session: Session, row: tables.Bank, bank: Bank, report: LoadReport
) -> LoadReport:
    added = changed = retired = 0
    for position, question in enumerate(bank.questions):
        stored = session.scalar(select(StoredQuestion).filter_by(slug=question.id))
        if stored is None:
            stored = StoredQuestion(slug=question.id)
            session.add(stored)
            _put(stored, replace(question, version=1))
            added += 1
        elif replace(stored.question, version=0) != question:
            _put(stored, replace(question, version=stored.version + 1))
            changed += 1
        stored.bank_id = row.id
        stored.position = position
        stored.retired = False
    session.flush()
    present = {question.id for question in bank.questions}
    for stored in session.scalars(select(StoredQuestion).filter_by(bank_id=row.id, retired=False)):
        if stored.slug not in present:
            stored.retired = True
            retired += 1
    return replace(
        report,
        added=report.added + added,
        changed=report.changed + changed,
        retired=report.retired + retired,
    )


def _drop_emptied(session: Session, taken_over: set[str]) -> None:
    """Banks all of whose questions have moved to others are there no more; else the rest stays."""
    for row in session.scalars(select(tables.Bank).where(tables.Bank.slug.in_(taken_over))):
        held = session.scalar(select(StoredQuestion.id).filter_by(bank_id=row.id).limit(1))
        if held is None:
            session.delete(row)
    session.flush()


def _put(stored: StoredQuestion, question: Question) -> None:
    stored.kind = question.kind
    stored.title = question.title
    stored.version = question.version
    stored.content = question.to_json()


def _store_lesson(session: Session, lesson: Lesson) -> None:
    row = session.scalar(select(tables.Lesson).filter_by(slug=lesson.id))
    if row is None:
        row = tables.Lesson(slug=lesson.id)
        session.add(row)
    row.title = lesson.title
    row.description = lesson.description
    row.minutes = lesson.minutes
    row.is_exam = lesson.is_exam
    row.items = _items(session, row, lesson)
    session.flush()


def _items(session: Session, row: tables.Lesson, lesson: Lesson) -> list[LessonQuestion]:
    """The lesson's rows in their new order; a question that stays keeps its row and its mode."""
    ids = dict(
        session.execute(
            select(StoredQuestion.slug, StoredQuestion.id).where(
                StoredQuestion.slug.in_(lesson.questions)
            )
        ).all()
    )
    _refuse_unloaded(lesson, ids)
    kept = {item.question_id: item for item in row.items}
    items = []
    for position, slug in enumerate(lesson.questions):
        item = kept.get(ids[slug]) or LessonQuestion(question_id=ids[slug])
        item.position = position
        items.append(item)
    return items


def _refuse_unloaded(lesson: Lesson, ids: Iterable[str]) -> None:
    """BankFaults when a lesson that is loaded alone names a question that is not loaded yet."""
    unloaded = [slug for slug in lesson.questions if slug not in ids]
    if unloaded:
        rule = "lesson-questions-exist"
        raise BankFaults(
            Fault(lesson.file, lesson.line, lesson.id, rule, f"load the bank of “{slug}” first")
            for slug in unloaded
        )
