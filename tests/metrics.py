"""What a real server has counted, as its monitoring reads it."""

from __future__ import annotations

from tests.server_process import ServerProcess

TOKEN = "a-token-of-the-monitoring"
"""What a server has to be started with, as CLASSROOM_METRICS_TOKEN."""
CUT_OFF = "classroom_slow_consumers_total"


def metrics(server: ServerProcess) -> dict[str, float]:
    """Each figure by its name and labels."""
    done = server.visitor().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert done.status_code == 200
    rows = (line.rsplit(" ", 1) for line in done.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows}
