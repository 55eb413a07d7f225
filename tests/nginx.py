"""A shipped nginx example, run as it is but for its ports and its certificate."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.server_process import wait_for_port

EXAMPLES = Path(__file__).parents[1] / "deploy"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def nginx(example: str, changes: Mapping[str, str], folder: Path, port: int) -> Iterator[None]:
    """Run the example of that name with these changes until the end of the block.

    AssertionError when the example does not hold what is to be changed. Requests are logged in
    `access.log` of the folder.
    """
    text = (EXAMPLES / example).read_text()
    for shipped, here in changes.items():
        assert shipped in text, f"{example} has no {shipped!r} any more"
        text = text.replace(shipped, here)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        "events { worker_connections 512; }\n"
        f"http {{ access_log {folder}/access.log;\n"
        + "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in _TEMPORARY)
        + f"{text}\n}}\n"
    )
    process = subprocess.Popen(["nginx", "-e", str(folder / "error.log"), "-c", configuration])
    try:
        wait_for_port(port)
        yield
    finally:
        process.terminate()
        process.wait(10)
