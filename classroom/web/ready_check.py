"""Before class: does a real phone arrive, by which way, is the projector there, is there room."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from classroom.screens import addresses
from classroom.screens.state import register
from classroom.storage.tables import LiveSession
from classroom.web.guard import settings
from classroom.web.rooms import hosted

blueprint = Blueprint("ready_check", __name__)

LITTLE_DISK = 500 * 1000 * 1000
"""Bytes."""


@dataclass(frozen=True)
class Readiness:
    """What is known now. `phone_elsewhere`: one came from another machine than the console's."""

    phones: int
    phone_elsewhere: bool
    by_websocket: int
    by_polling: int
    projectors: int
    free_disk: int
    """Bytes."""

    @property
    def disk_is_low(self) -> bool:
        return self.free_disk < LITTLE_DISK


@blueprint.get("/sessions/<public_id>/ready-check")
def show(public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    template = "ready_check" if not request.headers.get("HX-Request") else "_ready_check"
    return render_template(
        f"console/{template}.html",
        session=session,
        ready=_readiness(session),
        address=addresses.typed(),
        join_url=addresses.of_room(session.code),
        qr_svg=addresses.qr(addresses.of_room(session.code)),
    )


def _readiness(session: LiveSession) -> Readiness:
    here = {request.remote_addr or "", "127.0.0.1", "::1", addresses.network_address()}
    return Readiness(
        phones=register().screens(session.id, "phone"),
        phone_elsewhere=register().phones_besides(session.id, here),
        by_websocket=register().screens(session.id, "phone", "websocket"),
        by_polling=register().screens(session.id, "phone", "polling"),
        projectors=register().screens(session.id, "projector"),
        free_disk=shutil.disk_usage(settings().instance_path).free,
    )
