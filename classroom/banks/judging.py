"""Entries against the rules: one by one, bank by bank, and all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from classroom.banks import rules, schema
from classroom.banks.fault import Fault, Level
from classroom.banks.known import Known
from classroom.banks.rules import Shelf, WholeBank
from classroom.banks.rules.acceptance import acceptable
from classroom.banks.sheets import Entry

EXCEPTION_USED = "exception-used"
RULES = {
    EXCEPTION_USED: (
        "Every exception of a question or of a bank's head accepts a warning that is really there."
    ),
}
"""Name of the rule → what it asks for. Broken, it is a warning."""

Found = tuple[Entry, Fault]


def judged(entries: Sequence[Entry], known: Known, levels: Collection[Level]) -> Iterator[Fault]:
    """What the rules of these levels find in the entries.

    What a file accepts of its warnings carries the reason. Exceptions are looked at only together
    with warnings.
    """
    found = [
        *_one_by_one(entries, known, levels),
        *_bank_by_bank(entries, known, levels),
        *_together(entries, known, levels),
    ]
    if Level.WARNING not in levels:
        yield from (fault for _, fault in found)
        return
    by_entry: dict[int, list[Fault]] = defaultdict(list)
    for entry, fault in found:
        by_entry[id(entry)].append(fault)
    misshapen = _misshapen(entries)
    for entry in entries:
        faults = by_entry[id(entry)]
        yield from _with_reasons(entry, faults)
        if entry.sheet.file not in misshapen:
            yield from _idle_exceptions(entry, faults)


def _one_by_one(
    entries: Iterable[Entry], known: Known, levels: Collection[Level]
) -> Iterator[Found]:
    for entry in entries:
        if entry.model is None:
            continue
        language = entry.sheet.language
        for rule, (place, text) in rules.findings(
            entry.model, known, language=language, levels=levels
        ):
            yield entry, entry.fault(place, rule.name, text, rule.level)


def _bank_by_bank(
    entries: Sequence[Entry], known: Known, levels: Collection[Level]
) -> Iterator[Found]:
    """Shares and runs are judged where every question of the bank can be counted."""
    misshapen = _misshapen(entries)
    for head in entries:
        if isinstance(head.model, schema.Bank) and head.sheet.file not in misshapen:
            asked = [entry for entry in entries if entry.sheet is head.sheet]
            bank = WholeBank(head.model, _questions(asked))
            yield from _wide(bank, [head, *asked], known, levels)


def _together(entries: Sequence[Entry], known: Known, levels: Collection[Level]) -> Iterator[Found]:
    yield from _wide(Shelf(_questions(entries)), entries, known, levels)


def _wide(
    subject: WholeBank | Shelf,
    entries: Sequence[Entry],
    known: Known,
    levels: Collection[Level],
) -> Iterator[Found]:
    """Findings about several entries; what is said of no question is said of the first entry."""
    of_model = {id(entry.model): entry for entry in entries if entry.model is not None}
    language = subject.head.language if isinstance(subject, WholeBank) else ""
    for rule, (question, place, text) in rules.findings(
        subject, known, language=language, levels=levels
    ):
        entry = of_model[id(question)] if question is not None else entries[0]
        yield entry, entry.fault(place, rule.name, text, rule.level)


def _questions(entries: Iterable[Entry]) -> tuple[schema.Question, ...]:
    return tuple(entry.model for entry in entries if isinstance(entry.model, schema.Question))


def _misshapen(entries: Iterable[Entry]) -> set[str]:
    """The files that hold something that does not fit its shape."""
    return {entry.sheet.file for entry in entries if entry.model is None}


def _with_reasons(entry: Entry, faults: Iterable[Fault]) -> Iterator[Fault]:
    reasons = {accepted.rule: accepted.because for accepted in _exceptions(entry)}
    for fault in faults:
        accepted = not fault.is_error and fault.rule in reasons
        yield replace(fault, accepted_because=reasons[fault.rule]) if accepted else fault


def _idle_exceptions(entry: Entry, faults: Iterable[Fault]) -> Iterator[Fault]:
    """An exception must not outlive its cause, or it would hide the next one."""
    needed = {fault.rule for fault in faults if not fault.is_error}
    for number, accepted in enumerate(_exceptions(entry)):
        if accepted.rule in acceptable() and accepted.rule not in needed:
            remove = f"remove the exception: nothing here goes against {accepted.rule}"
            place = ("exceptions", number)
            yield entry.fault(place, EXCEPTION_USED, remove, Level.WARNING)
        needed.discard(accepted.rule)


def _exceptions(entry: Entry) -> tuple[schema.Accepted, ...]:
    if isinstance(entry.model, schema.Question | schema.Bank):
        return entry.model.exceptions
    return ()
