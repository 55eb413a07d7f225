"""The block of each screen: the same template whoever asks, a page load or a push."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from classroom.domain.standing import Standing
from classroom.screens.audiences import console_view, phone_view, projector_view
from classroom.screens.state import State


@dataclass(frozen=True)
class Block:
    """What is drawn inside `#screen`, with what its client needs to know about it.

    `version` is (moves of the session, milliseconds since 1970 at which it began to be read): a
    client drops what is older than it shows.
    `status` is the sentence for people who cannot see that the screen changed.
    """

    version: tuple[int, int]
    html: Markup
    phase: str
    status: str
    vote: int | None

    def payload(self) -> dict[str, object]:
        return {
            "version": list(self.version),
            "html": str(self.html),
            "phase": self.phase,
            "status": self.status,
            "vote": self.vote,
        }


def phone_block(state: State, mine: Standing | None = None) -> Block:
    """The phone's block, the same for every student; `mine` only for a page load."""
    html = render_template("student/_screen.html", view=phone_view(state), mine=mine)
    return _block(state, html)


def projector_block(state: State) -> Block:
    html = render_template("projector/_screen.html", view=projector_view(state))
    return _block(state, html)


def console_block(state: State) -> Block:
    html = render_template("console/_screen.html", view=console_view(state))
    return _block(state, html)


def _block(state: State, html: str) -> Block:
    vote = state.vote.id if state.vote else None
    # What a template has drawn is escaped already, so a page may carry it as it is.
    version = (state.session.version, state.as_of_ms)
    return Block(version, Markup(html), state.shown_phase, _status(state), vote)  # noqa: S704


def _status(state: State) -> str:
    number = state.round.position if state.round else 0
    total = max(number, len(state.plan))
    match state.shown_phase:
        case "ready":
            return _("Question %(number)s of %(total)s is next.", number=number, total=total)
        case "open":
            return _("Question %(number)s of %(total)s is open.", number=number, total=total)
        case "closed":
            if state.session.is_exam:
                return _("Voting is closed. The explanation follows at the end.")
            return _("Voting is closed.")
        case "revealed":
            return _("The answers of question %(number)s are shown.", number=number)
        case "ended":
            return _("The session has ended.")
    return ""
