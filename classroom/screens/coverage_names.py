"""What tables and cells of the coverage are called."""

from __future__ import annotations

from flask_babel import gettext as _

from classroom.banks.coverage.counting import NO_DOMAIN, Part
from classroom.banks.coverage.lacks import Lack
from classroom.banks.coverage.tables import Cell, Coverage
from classroom.banks.schema import Modality
from classroom.domain.signature import Rupture, Stage, Strained
from classroom.screens.catalog import kind_name, level_name, section_name
from classroom.screens.wording import component_name


def part_name(part: str) -> str:
    return {
        Part.BANKS.value: _("Banks and kinds"),
        Part.KINDS.value: _("Kinds"),
        Part.LEVELS.value: _("Levels"),
        Part.SECTIONS.value: _("Topics"),
        Part.NCE_DOMAINS.value: _("Domains of the examination"),
        Part.FACTS.value: _("Facts"),
        Part.DOUBTS.value: _("Facts on trial"),
        Part.MISCONCEPTIONS.value: _("Misconceptions"),
        Part.RUPTURE_CELLS.value: _("Ruptures"),
        Part.STAGES.value: _("Stages"),
        Part.MODALITIES.value: _("Modalities"),
        Part.KEY_POSITIONS.value: _("Key positions"),
        Part.TWINS.value: _("Twins"),
        Part.CERTAINTY.value: _("Certainty"),
    }[part]


def rupture_name(rupture: str) -> str:
    return {
        Rupture.WITHDRAWAL.value: _("Withdrawal"),
        Rupture.CONFRONTATION.value: _("Confrontation"),
        Rupture.MIXED.value: _("Mixed"),
        Rupture.NONE.value: _("No rupture"),
    }[rupture]


def strained_name(strained: str) -> str:
    return _("Nothing") if strained == Strained.NONE.value else component_name(strained)


def stage_name(stage: str) -> str:
    return {
        Stage.RAPPORT.value: _("Building rapport"),
        Stage.GOAL_SETTING.value: _("Setting goals"),
        Stage.TASK_NEGOTIATION.value: _("Negotiating tasks"),
        Stage.DEEPENING.value: _("Deepening the bond"),
    }[stage]


def modality_name(modality: str) -> str:
    return {
        Modality.CBT.value: _("Cognitive-behavioral"),
        Modality.PERSON_CENTERED.value: _("Person-centered"),
        Modality.PSYCHODYNAMIC.value: _("Psychodynamic"),
        Modality.MOTIVATIONAL.value: _("Motivational interviewing"),
    }[modality]


def status_name(status: str) -> str:
    return {"sound": _("sound"), "nuance": _("nuance"), "doubtful": _("doubtful")}[status]


def cell_name(cell: Cell, coverage: Coverage) -> str:
    """A cell's name, which says its row and its column; content keeps its language."""
    first, _dot, second = cell.id.partition(".")
    match cell.part:
        case Part.BANKS:
            return _both(_bank_title(first, coverage), kind_name(second) if second else "")
        case Part.NCE_DOMAINS:
            bank = _bank_title(first, coverage) if second else ""
            return _both(bank, _domain_title(second or first, coverage))
        case Part.KEY_POSITIONS:
            return _both(_bank_title(first, coverage), second)
        case Part.RUPTURE_CELLS:
            return _both(rupture_name(first), strained_name(second))
        case Part.MISCONCEPTIONS:
            entry = coverage.lists.misconceptions.get(cell.id)
            return entry.label if entry else cell.id
        case Part.DOUBTS:
            return _both(cell.id, _("on trial"))
        case Part.CERTAINTY:
            return _("Certainty")
    namer = {
        Part.KINDS: kind_name,
        Part.LEVELS: level_name,
        Part.SECTIONS: section_name,
        Part.STAGES: stage_name,
        Part.MODALITIES: modality_name,
    }.get(cell.part)
    return namer(cell.id) if namer else cell.id


def lack_sentence(lack: Lack) -> str:
    return _(lack.message) % lack.facts


def lack_mark(lack: Lack, cell: Cell) -> str:
    """What is said beside the number of a cell in which something is missing."""
    if lack.part is Part.TWINS:
        return _("no twin")
    if lack.part is Part.KEY_POSITIONS:
        total, most = lack.facts["total"], lack.facts["most"]
        assert isinstance(total, int) and isinstance(most, int)
        return _("too many") if 100 * cell.count > most * total else _("too few")
    if not cell.is_short:
        return _("carries a key")
    return _("too few") if cell.count else _("missing")


def _both(first: str, second: str) -> str:
    return ", ".join(word for word in (first, second) if word)


def _bank_title(id_: str, coverage: Coverage) -> str:
    return next((bank.title for bank in coverage.banks if bank.id == id_), id_)


def _domain_title(id_: str, coverage: Coverage) -> str:
    if id_ == NO_DOMAIN:
        return _("No domain named")
    domains = coverage.lists.outline.domains
    return next((domain.title for domain in domains if domain.id == id_), id_)
