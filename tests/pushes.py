"""The pushes of applications within a test, which run beside it."""

from __future__ import annotations

import threading


def let_pushes_finish() -> None:
    """Pushes run in threads of their own here, in greenlets on the server.

    Other threads are Engine.IO's, which look after its sockets for ever, and simulated phones'.
    """
    for thread in threading.enumerate():
        work = getattr(thread, "_target", None)
        if getattr(work, "__module__", "").startswith("classroom.live"):
            thread.join(timeout=5)
