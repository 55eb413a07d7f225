"""`classroom bank`: check bank files, and load them into the database."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

import click

from classroom.actions import loading_banks
from classroom.banks import reading
from classroom.banks.fault import BankFaults, Fault, Level
from classroom.banks.files import NothingToRead
from classroom.banks.library import Library
from classroom.commands.application import application
from classroom.commands.bank_coverage import coverage
from classroom.config import resources

_PATH = click.argument("path", required=False, type=click.Path(path_type=Path))


@click.group()
def bank() -> None:
    """Check the files of a question bank, and load them."""


bank.add_command(coverage)


@bank.command()
@_PATH
@click.option("--all", "everything", is_flag=True, help="Print infos and accepted warnings, too.")
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
def check(path: Path | None, everything: bool, as_json: bool) -> None:
    """Check a folder of banks, or one file, and print every fault in it.

    A line of the output is file:line · question · rule · level: what to change. The exit status
    is 1 when there is an error; warnings leave it at 0. A warning that its file accepts (with a
    reason, under “exceptions”) is printed only with --all. Without PATH the banks that come with
    the program are checked. The rules are explained in docs/bank-format.md.
    """
    try:
        checked = reading.check(path or resources("question_banks"))
    except NothingToRead as error:
        raise click.ClickException(str(error)) from None
    faults = [fault for fault in _near(checked.faults) if everything or _matters(fault)]
    if as_json:
        _print_json(faults)
    else:
        _print_faults(faults)
    if checked.library is None:
        raise SystemExit(1)
    if not as_json:
        nothing = "No errors" if faults else "No faults"
        click.echo(f"{nothing}: {_contents(checked.library)}.", err=True)


@bank.command()
@_PATH
def load(path: Path | None) -> None:
    """Load a folder of banks, or one file, into the database.

    All of it is loaded or, when there is a fault anywhere, nothing. Without PATH the banks that
    come with the program are loaded, as every start of the server does. Reports of past sessions
    keep their questions as they were asked.
    """
    try:
        with application():
            report = loading_banks.load(path)
    except NothingToRead as error:
        raise click.ClickException(str(error)) from None
    except BankFaults as error:
        _print_faults(_near(error.faults))
        click.echo("Nothing was loaded.", err=True)
        raise SystemExit(1) from None
    if report.unchanged:
        click.echo("Nothing to do: these files are loaded already.")
        return
    click.echo(
        f"Loaded {_count(report.banks, 'bank')}, {_count(report.questions, 'question')} "
        f"({report.added} new, {report.changed} changed, {report.retired} retired) "
        f"and {_count(report.lessons, 'lesson')}."
    )


def _matters(fault: Fault) -> bool:
    """Whether somebody has to do something about it."""
    return fault.level is not Level.INFO and not fault.accepted_because


def _near(faults: Iterable[Fault]) -> list[Fault]:
    """The faults with paths as they look from the current folder, where they are shorter."""
    here = Path.cwd()
    return [
        replace(fault, file=os.path.relpath(fault.file))
        if Path(fault.file).is_relative_to(here)
        else fault
        for fault in faults
    ]


def _print_faults(faults: list[Fault]) -> None:
    """A line for each, and how many there are; nothing when there are none."""
    for fault in faults:
        click.echo(str(fault))
    if faults:
        levels = [_count(number, level) for level in Level if (number := _of(faults, level))]
        where = _count(len({fault.file for fault in faults}), "file")
        click.echo(f"{', '.join(levels)} in {where}.", err=True)


def _of(faults: Iterable[Fault], level: Level) -> int:
    return sum(fault.level is level for fault in faults)


def _print_json(faults: list[Fault]) -> None:
    """`accepted_because` is there only where a warning is accepted."""
    listed = [
        {
            name: value
            for name, value in asdict(fault).items()
            if value or name != "accepted_because"
        }
        for fault in faults
    ]
    click.echo(json.dumps({"faults": listed}, ensure_ascii=False, indent=2))


def _contents(library: Library) -> str:
    questions = sum(len(bank.questions) for bank in library.banks)
    return (
        f"{_count(len(library.banks), 'bank')}, {_count(questions, 'question')}, "
        f"{_count(len(library.lessons), 'lesson')}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
