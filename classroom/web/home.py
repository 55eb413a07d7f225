"""The instructor's first page: what is live, what can be opened, what has been."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from classroom.storage.queries import groups, lessons, sessions
from classroom.storage.tables import Group, LiveSession

blueprint = Blueprint("home", __name__)

MOST_PAST = 10


@blueprint.get("/home")
@login_required
def show() -> ResponseReturnValue:
    all_sessions = sessions.of_instructor(current_user.id)
    past = [session for session in all_sessions if not session.is_live]
    shows_all = request.args.get("past") == "all"
    own_groups = groups.of_instructor(current_user.id, one_off=False)
    return render_template(
        "home/home.html",
        live=[session for session in all_sessions if session.is_live],
        past=past if shows_all else past[:MOST_PAST],
        more_past=0 if shows_all else max(0, len(past) - MOST_PAST),
        lessons=lessons.for_instructor(current_user.id),
        groups=own_groups,
        usual_group=usual_group(own_groups, all_sessions[0] if all_sessions else None),
    )


def usual_group(own: Sequence[Group], last: LiveSession | None) -> Group | None:
    """The group to offer first: that of the last session; None is “just this once”."""
    if last is None:
        return own[0] if own else None
    return next((group for group in own if group.id == last.group_id), None)
