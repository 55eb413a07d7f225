"""The room's public screen, opened by a number on the lecture hall's own computer."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classroom.actions import admission, pairing
from classroom.domain.errors import ClassroomError
from classroom.screens.audiences import projector_view
from classroom.screens.blocks import projector_block
from classroom.screens.state import state_of
from classroom.screens.wording import sentence
from classroom.storage.queries import sessions
from classroom.web.rooms import grant, projected

blueprint = Blueprint("projector", __name__)


@blueprint.get("/projector")
def enter_number() -> ResponseReturnValue:
    return render_template("projector/pair.html", number="", error=None)


@blueprint.post("/projector")
def pair() -> ResponseReturnValue:
    typed = request.form.get("number", "")
    try:
        session_id, token = pairing.pair(typed)
    except ClassroomError as error:
        page = render_template("projector/pair.html", number=typed[:10], error=sentence(error))
        return page, error.status
    session = sessions.with_id(session_id)
    assert session is not None
    response = redirect(url_for("projector.show", public_id=session.public_id))
    return grant(response, admission.PROJECTOR, session, token)


@blueprint.get("/projector/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    session = projected(public_id)
    state = state_of(session)
    block = projector_block(state)
    return render_template(
        "projector/page.html",
        session=session,
        view=projector_view(state),
        block=block,
        version=",".join(map(str, block.version)),
    )
