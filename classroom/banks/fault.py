"""What is wrong with a bank file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """`question` is the id of the question, lesson, fact or source concerned; empty: the file."""

    file: str
    line: int
    question: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} · {self.question or '-'} · {self.rule} · {self.text}"


class BankFaults(Exception):
    """Everything that was found in the files read together; none of them is used."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
