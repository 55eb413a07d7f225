"""`classroom bank coverage`: what the questions cover, and what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import click

from classroom.banks.coverage.figures import figures
from classroom.banks.coverage.tables import coverage_of
from classroom.banks.fault import BankFaults
from classroom.banks.files import NothingToRead
from classroom.banks.library import Library
from classroom.banks.reading import read
from classroom.commands.coverage_text import lines
from classroom.config import resources


@click.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--bank", "only", metavar="ID", help="Look at one bank alone.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
def coverage(path: Path | None, only: str | None, as_json: bool) -> None:
    """Count what the questions of a folder of banks, or of one file, cover.

    Tables of kinds, levels, sections, domains of the examination, facts, misconceptions, ruptures,
    stages, modalities, key positions and twins, and then what is missing, by name. Without PATH the
    banks that come with the program are counted. The exit status is 0 also when something is
    missing: this reports, and `classroom bank check` judges.
    """
    library = _library(path or resources("question_banks"))
    if only is not None and only not in (ids := [bank.id for bank in library.banks]):
        raise click.ClickException(f"There is no bank {only} here, only {', '.join(ids)}.")
    found = coverage_of(library.banks, library, only=only)
    if as_json:
        click.echo(json.dumps(figures(found), ensure_ascii=False, indent=2))
        return
    for line in lines(found):
        click.echo(line)


def _library(path: Path) -> Library:
    try:
        library = read(path)
    except NothingToRead as error:
        raise click.ClickException(str(error)) from None
    except BankFaults as error:
        click.echo(str(error))
        raise click.ClickException("Nothing was counted: correct these faults first.") from None
    if not library.banks:
        raise click.ClickException(f"{path} holds no bank: there is nothing to count.")
    return library
