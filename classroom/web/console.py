"""The instructor's private screen: its page, and a form for every press.

A press answers 204: the new screen arrives by push, on every device at once.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from classroom.actions import admission, correcting, hosting, pairing, reading
from classroom.domain.codes import spoken
from classroom.domain.errors import IllegalMove, NotFound, StalePress
from classroom.screens import addresses
from classroom.screens.audiences import console_view
from classroom.screens.blocks import console_block
from classroom.screens.state import register, state_of
from classroom.storage.queries import groups, lessons, sessions
from classroom.storage.tables import LiveSession
from classroom.web.guard import settings
from classroom.web.rooms import grant, hosted, instructor_id

blueprint = Blueprint("console", __name__)


@blueprint.post("/sessions")
@login_required
def open_session() -> ResponseReturnValue:
    lesson = lessons.with_public_id(request.form.get("lesson", ""))
    if lesson is None:
        raise NotFound
    group = groups.with_public_id(request.form.get("group", ""))
    public_id = hosting.open_session(
        current_user.id,
        lesson.id,
        group.id if group else None,
        retention_days=settings().retention_days,
    )
    return redirect(url_for("console.show", public_id=public_id))


@blueprint.get("/sessions/<public_id>/console")
def show(public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    state = state_of(session)
    block = console_block(state)
    return render_template(
        "console/page.html",
        session=session,
        view=console_view(state),
        block=block,
        version=",".join(map(str, block.version)),
    )


@blueprint.post("/sessions/<public_id>/moves")
def press(public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    move, version = request.form.get("move", ""), _version()
    present = register().students(session.id)
    if move == "close_and_reveal":
        hosting.close_and_reveal(session.id, version, present=present)
    else:
        question = request.form.get("question") or None
        hosting.press(session.id, move, version, present=present, question=question)
    return _done(session)


@blueprint.post("/sessions/<public_id>/lock")
def lock(public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    hosting.lock(session.id, request.form.get("locked") == "1")
    return _done(session)


@blueprint.post("/sessions/<public_id>/settings")
def change_settings(public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    hosting.show_counts(session.id, request.form.get("shows_counts") == "1")
    return _done(session)


@blueprint.post("/sessions/<public_id>/hands")
def raise_hand(public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    change = {"1": 1, "-1": -1}.get(request.form.get("change", ""), 0)
    hosting.raise_hand(session.id, request.form.get("letter", ""), change)
    return _done(session)


@blueprint.post("/sessions/<public_id>/sentences/<sentence_id>/features")
def tick_sentence(public_id: str, sentence_id: str) -> ResponseReturnValue:
    """Say that a sentence has a feature, or has it not."""
    session = hosted(public_id)
    has = request.form.get("has") == "1"
    reading.tick(session.id, sentence_id, request.form.get("letter", ""), has)
    return _done(session)


@blueprint.post("/sessions/<public_id>/sentences/<sentence_id>/release")
def release_sentence(public_id: str, sentence_id: str) -> ResponseReturnValue:
    """Let the room read a sentence at the reveal, or keep it from the room."""
    session = hosted(public_id)
    reading.release(session.id, sentence_id, request.form.get("released") == "1")
    return _done(session)


@blueprint.post("/sessions/<public_id>/sentences/<sentence_id>/deletion")
def delete_sentence(public_id: str, sentence_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    reading.delete(session.id, sentence_id)
    return _done(session)


@blueprint.post("/sessions/<public_id>/rounds/<int:position>/corrections")
def correct(public_id: str, position: int) -> ResponseReturnValue:
    session = hosted(public_id)
    correcting.correct(
        session.id,
        position,
        request.form.get("kind", ""),
        [letters for letters in request.form.getlist("letters") if letters],
        current_user.name if instructor_id() is not None else "",
    )
    if request.form.get("back") == "report":
        place = f"question-{position}"
        return redirect(url_for("reports.session_report", public_id=public_id, _anchor=place))
    return _done(session)


@blueprint.post("/sessions/<public_id>/projectors")
def open_projector(public_id: str) -> ResponseReturnValue:
    """The projector in another window of this browser."""
    session = hosted(public_id)
    token = pairing.open_projector(session.id)
    response = redirect(url_for("projector.show", public_id=public_id))
    return grant(response, admission.PROJECTOR, session, token)


@blueprint.post("/sessions/<public_id>/pairing-numbers")
def new_pairing_number(public_id: str) -> ResponseReturnValue:
    """Six digits to type on the lecture hall's computer, good once and for ten minutes."""
    session = hosted(public_id)
    number = pairing.new_number(session.id)
    return render_template(
        "console/_pairing_number.html",
        session=session,
        number=spoken(number),
        address=f"{addresses.typed()}/projector",
    )


@blueprint.post("/sessions/<public_id>/console-links")
def new_console_link(public_id: str) -> ResponseReturnValue:
    """A QR code that makes another device a console, good once and for ten minutes."""
    session = hosted(public_id)
    link = addresses.base() + url_for(
        "console.take_over", link_token=pairing.new_console_link(session.id)
    )
    return render_template(
        "console/_console_link.html", session=session, link=link, qr_svg=addresses.qr(link)
    )


@blueprint.get("/take-over/<link_token>")
def take_over(link_token: str) -> ResponseReturnValue:
    """The page behind that QR code. Opening it uses nothing up; its button does."""
    return render_template("console/take_over.html", link_token=link_token)


@blueprint.post("/take-over/<link_token>")
def use_console_link(link_token: str) -> ResponseReturnValue:
    session_id, token = pairing.take_over(link_token)
    session = sessions.with_id(session_id)
    assert session is not None
    response = redirect(url_for("console.show", public_id=session.public_id))
    return grant(response, admission.CONSOLE, session, token)


def _version() -> int:
    try:
        return int(request.form["version"])
    except KeyError:
        raise StalePress from None
    except ValueError:
        raise IllegalMove from None


def _done(session: LiveSession) -> ResponseReturnValue:
    """Nothing to swap for htmx; for a plain form, the console again."""
    if request.headers.get("HX-Request"):
        return "", 204
    return redirect(url_for("console.show", public_id=session.public_id))
