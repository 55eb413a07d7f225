"""The student's way: code → name → phone. Every step works without JavaScript too."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from classroom.actions import admission, answering, joining
from classroom.domain.certainty import LEVELS
from classroom.domain.codes import normal_room_code
from classroom.domain.errors import (
    AnswerRefused,
    Busy,
    ClassroomError,
    MalformedAnswer,
    MalformedRoomCode,
    NoSessionLive,
    NotFound,
    NotSeated,
    UnknownResumeCode,
    UnknownRoom,
)
from classroom.domain.standing import Standing
from classroom.observing import metrics
from classroom.screens import drawn
from classroom.screens.blocks import phone_block
from classroom.screens.kinds import look_of
from classroom.screens.state import State, state_of
from classroom.screens.wording import sentence
from classroom.storage.queries import groups, sessions
from classroom.storage.tables import LiveSession, Student
from classroom.web.codes import WrongCodes, browser
from classroom.web.guard import set_private_cookie, settings
from classroom.web.rooms import room

blueprint = Blueprint("student", __name__)

SEAT_DAYS = 400
HIGHEST_ID = 2**63 - 1
"""A larger number is none that a database could hold."""
T = TypeVar("T")


@blueprint.get("/")
def start() -> ResponseReturnValue:
    return render_template("student/start.html", code="", error=None)


@blueprint.post("/")
def find_room() -> ResponseReturnValue:
    typed = request.form.get("code", "")
    try:
        code = normal_room_code(typed)
        _patiently(lambda: room(code))
    except ClassroomError as error:
        page = render_template("student/start.html", code=typed[:20], error=sentence(error))
        return page, error.status
    return redirect(url_for("student.phone", code=code))


@blueprint.get("/<room_code:code>")
def phone(code: str) -> ResponseReturnValue:
    """The phone of whoever has a seat here, the way to one for everybody else."""
    normal = normal_room_code(code)
    if normal != code:
        return redirect(url_for("student.phone", code=normal))
    session = _room(code)
    student = admission.seat(request.cookies, session.group)
    if student is not None:
        return _phone_page(session, student)
    return _join_page(session)


@blueprint.post("/<room_code:code>/seat")
def take_seat(code: str) -> ResponseReturnValue:
    session = _room(code)
    group = session.group
    if admission.seat(request.cookies, group) is not None:
        return redirect(url_for("student.phone", code=session.code))
    cookie = admission.seat_cookie(group)
    try:
        token = joining.join(
            session.id,
            request.form.get("name", ""),
            suggested=request.form.get("suggested", ""),
            room_size=settings().room_size,
        )
    except ClassroomError as error:
        return _join_page(session, error=error, name=request.form.get("name", ""))
    return _seated(code, cookie, token)


@blueprint.post("/<room_code:code>/resumption")
def resume_seat(code: str) -> ResponseReturnValue:
    """The same seat on another device, by its short code."""
    session = _room(code)
    try:
        token = _patiently(
            lambda: joining.resume(session.group_id, request.form.get("resume_code", ""))
        )
    except ClassroomError as error:
        return _join_page(session, error=error, resuming=True)
    return _seated(code, admission.seat_cookie(session.group), token)


@blueprint.post("/<room_code:code>/merger")
def merge_seat(code: str) -> ResponseReturnValue:
    """“This is also me”: the seat with that code becomes part of this one."""
    session = _room(code)
    student = _seat(session)
    try:
        _patiently(
            lambda: joining.merge(session.group_id, student.id, request.form.get("resume_code", ""))
        )
    except ClassroomError as error:
        return _phone_page(session, student, notice=sentence(error), status=error.status)
    return redirect(url_for("student.phone", code=session.code))


@blueprint.post("/<room_code:code>/answers")
def send_answer(code: str) -> ResponseReturnValue:
    """An answer from a page without JavaScript."""
    started = time.perf_counter()
    session = _room(code)
    student = _seat(session)
    try:
        joining.attend(session.id, student.id)
        answering.answer(
            session.id,
            student.id,
            _vote_id(request.form),
            _marks(request.form),
            certainty=_certainty(request.form),
            passes="passes" in request.form,
        )
    except (AnswerRefused, Busy) as error:
        metrics.answer_refused(error.code)
        return _phone_page(session, student, notice=sentence(error), status=error.status)
    metrics.answer_acknowledged(time.perf_counter() - started)
    return redirect(url_for("student.phone", code=session.code))


@blueprint.get("/join/<join_token>")
def join_group(join_token: str) -> ResponseReturnValue:
    """A group's lasting link: leads to whatever session is live."""
    group = groups.with_join_token(join_token)
    if group is None:
        raise NotFound
    live = sessions.live_for_group(group.id)
    if live is None:
        page = render_template("student/waiting.html", group=group, error=sentence(NoSessionLive()))
        return page, 404
    return redirect(url_for("student.phone", code=live.code))


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template("student/privacy.html", retention_days=settings().retention_days)


def _phone_page(
    session: LiveSession, student: Student, *, notice: str = "", status: int = 200
) -> ResponseReturnValue:
    mine = sessions.standing(session, student.id)
    if mine is None:
        block, standing = drawn.blocks().phone(session), ""
    else:
        state = state_of(session)
        block, standing = phone_block(state, mine), _no_script_status(state, mine)
    page = render_template(
        "student/page.html",
        session=session,
        student=student,
        mine=mine,
        block=block,
        version=",".join(map(str, block.version)),
        notice=notice or standing,
    )
    return page, status


def _join_page(
    session: LiveSession,
    *,
    error: ClassroomError | None = None,
    name: str = "",
    resuming: bool = False,
) -> ResponseReturnValue:
    page = render_template(
        "student/join.html",
        session=session,
        suggested=request.form.get("suggested") or joining.suggest_alias(session.group_id),
        name=name[:100],
        resuming=resuming,
        error=sentence(error) if error else None,
        is_instructor=current_user.is_authenticated,
    )
    if not session.is_live and error is None:
        return page, 410
    return page, error.status if error else 200


def _seated(code: str, cookie: str, token: str) -> ResponseReturnValue:
    response = redirect(url_for("student.phone", code=normal_room_code(code)))
    set_private_cookie(response, cookie, token, days=SEAT_DAYS)
    return response


def _room(code: str) -> LiveSession:
    """The session with that code; a wrong one counts, whichever address it stands in."""
    return _patiently(lambda: room(normal_room_code(code)))


def _seat(session: LiveSession) -> Student:
    student = admission.seat(request.cookies, session.group)
    if student is None:
        raise NotSeated
    return student


def _vote_id(form: MultiDict[str, str]) -> int:
    try:
        vote_id = int(form["vote"])
    except (KeyError, ValueError):
        raise MalformedAnswer from None
    if vote_id > HIGHEST_ID:
        raise MalformedAnswer
    return vote_id


def _marks(form: MultiDict[str, str]) -> list[str]:
    """What was chosen: `choice`, or a field of its own for each option, such as `choice-B`."""
    chosen = [word for name in form if name.startswith("choice") for word in form.getlist(name)]
    return [word for word in chosen if word]


def _certainty(form: MultiDict[str, str]) -> int | None:
    typed = form.get("certainty", "")
    return int(typed) if typed in {str(level) for level in LEVELS} else None


def _no_script_status(state: State, mine: Standing) -> str:
    if state.shown_phase != "open" or state.question is None:
        return ""
    if mine.is_pass:
        return _("You passed. You can still answer until voting closes.")
    words = look_of(state.question.kind).in_words(mine.choice, state.question)
    return _("Saved %(answer)s. You can change it until voting closes.", answer=words)


def _patiently(look_up: Callable[[], T]) -> T:
    """Look a code up, counting a wrong one against the browser that typed it."""
    wrong: WrongCodes = current_app.extensions["classroom.wrong_codes"]
    wrong.check(browser())
    try:
        return look_up()
    except (UnknownRoom, UnknownResumeCode, MalformedRoomCode):
        wrong.count(browser())
        raise
