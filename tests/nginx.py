"""A shipped nginx example, run as it is but for its ports and its certificate."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.server_process import wait_for_port

EXAMPLES = Path(__file__).parents[1] / "deploy"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def before_workers(workers: Sequence[int], port: int, unused: int) -> dict[str, str]:
    """The changes to `nginx-workers.conf` for workers on these ports, without HTTPS.

    `port` is where nginx listens, `unused` a free one for what leads from HTTP to HTTPS.
    """
    all_workers = " ".join(
        f"server 127.0.0.1:{worker} max_fails=1 fail_timeout=2s;" for worker in workers
    )
    return {
        "listen 443 ssl;": f"listen 127.0.0.1:{port};",
        "listen 80;": f"listen 127.0.0.1:{unused};",
        "    ssl_certificate ": "    # ssl_certificate ",
        "    ssl_certificate_key ": "    # ssl_certificate_key ",
        "server 127.0.0.1:8001 max_fails=1 fail_timeout=2s;": all_workers,
        "server 127.0.0.1:8002 ": "# server 127.0.0.1:8002 ",
    }


@contextmanager
def nginx(
    example: str,
    changes: Mapping[str, str],
    folder: Path,
    port: int,
    *,
    connections: int = 512,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the example of that name with these changes until the end of the block.

    `connections` is how many it may have open, of which a socket takes two.

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
        f"events {{ worker_connections {connections}; }}\n"
        f"http {{ access_log {folder}/access.log;\n"
        + "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in _TEMPORARY)
        + f"{text}\n}}\n"
    )
    process = subprocess.Popen(["nginx", "-e", str(folder / "error.log"), "-c", configuration])
    try:
        wait_for_port(port)
        yield process
    finally:
        process.terminate()
        process.wait(10)
