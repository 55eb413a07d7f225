"""What the loaded banks cover: tables of counts, each with the questions behind it."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import login_required

from classroom.banks.coverage.counting import ASKED, NO_DOMAIN, Part
from classroom.banks.coverage.shares import shares, weighed
from classroom.banks.coverage.tables import KEY_LETTERS
from classroom.domain.kinds import kind_names
from classroom.domain.signature import Rupture, Strained
from classroom.screens import coverage_names as names
from classroom.screens.coverage import view_of

blueprint = Blueprint("coverage", __name__)
for name in ("part", "rupture", "strained", "stage", "modality", "status"):
    blueprint.add_app_template_filter(getattr(names, f"{name}_name"))
blueprint.add_app_template_filter(names.cell_name)


@blueprint.get("/coverage")
@login_required
def show() -> ResponseReturnValue:
    """All tables; `?part=…&cell=…` lists the questions of one cell beside them."""
    view = view_of(request.args)
    outline = view.coverage.lists.outline
    return render_template(
        "coverage/coverage.html",
        view=view,
        coverage=view.coverage,
        Part=Part,
        kinds=kind_names(),
        ruptures=(Rupture.WITHDRAWAL, Rupture.CONFRONTATION, Rupture.MIXED, Rupture.NONE),
        strained=tuple(Strained),
        letters=KEY_LETTERS,
        no_domain=NO_DOMAIN,
        asked=ASKED,
        outline=outline,
        outline_holds=outline.holds(datetime.now(UTC).date()),
        weighed=[
            (bank, shares(len(bank.questions), outline.domains)) for bank in weighed(view.coverage)
        ],
    )
