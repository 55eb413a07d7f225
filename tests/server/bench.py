"""script/bench as a process, or in the test's own process on a server that stands already."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import pytest

from tests.server.accounts import add_account

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "script" / "bench.d"
ASKED = ["scenario", "kind", "students", "window_s", "pinned"]
ANSWERED = ["acknowledged", "stored", "lost", "unanswered"]
LONGEST_S = 110
Done = subprocess.CompletedProcess[str]


def process(*arguments: str) -> Done:
    """As a person runs it: it starts a server of its own from nothing."""
    return subprocess.run(
        [sys.executable, str(SCRIPT), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
    )


def figures_in(done: Done) -> dict[str, Any]:
    """What a run with --json printed, which must have gone well."""
    assert done.returncode == 0, done.stdout + done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def assert_times(*spreads: dict[str, float]) -> None:
    for times in spreads:
        assert list(times) == ["p50", "p95", "p99", "max"]
        assert 0 <= times["p50"] <= times["p95"] <= times["p99"] <= times["max"]
        assert times["max"] > 0


@dataclass(frozen=True)
class Bench:
    """script/bench in this process, whose modules may be imported by their plain names."""

    main: ModuleType

    def run(self, *arguments: str) -> Done:
        """In a thread of its own: beside tests of browsers the main one has an event loop already,
        and uvloop swallows what pytest's own time limit raises there."""
        ended: Future[int] = Future()
        thread = Thread(target=self._play, args=(arguments, ended), daemon=True)
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            thread.start()
            status = ended.result(LONGEST_S)
        return Done(arguments, status, out.getvalue(), err.getvalue())

    def _play(self, arguments: Sequence[str], ended: Future[int]) -> None:
        try:
            ended.set_result(int(self.main.main(arguments)))
        except SystemExit as end:  # how a bad argument ends
            ended.set_result(int(end.code or 0))
        except BaseException as error:
            ended.set_exception(error)

    def serve_from(
        self, patch: pytest.MonkeyPatch, serve: Callable[[Any], AbstractContextManager[Any]]
    ) -> None:
        """All scenarios ask this function for their server, which else starts from nothing."""
        for name in self.main.SCENARIOS:
            scenario = import_module(name)
            entry = "serve" if hasattr(scenario, "serve") else "fresh_server"
            patch.setattr(scenario, entry, serve)

    @contextmanager
    def server(self, prepared: Path, folder: Path, options: Any) -> Iterator[Any]:
        """A bench's server that begins as a copy of that instance."""
        module = import_module("server")
        shutil.copytree(prepared, folder / "instance")
        add_account(folder / "instance", module.USERNAME, module.PASSWORD)
        server = module.Server(folder, options.students, options.cores)
        server.start()
        try:
            server.wait_until_it_answers()
            yield server
        finally:
            server.stop()

    def options(self, **given: Any) -> Any:
        usual = {
            "kind": "single_best",
            "students": 24,
            "window_s": 1.0,
            "rounds": 1,
            "runs": 1,
            "minutes": 1.0,
            "cores": import_module("cores").Cores(),
        }
        return import_module("options").Options(**{**usual, **given})


@contextmanager
def imported() -> Iterator[Bench]:
    """Nothing of it can be imported any more after the block."""
    before = set(sys.modules)
    sys.path.insert(0, str(SCRIPT))
    try:
        spec = spec_from_file_location("bench", SCRIPT / "__main__.py")
        assert spec is not None and spec.loader is not None
        main = module_from_spec(spec)
        spec.loader.exec_module(main)
        yield Bench(main)
    finally:
        sys.path.remove(str(SCRIPT))
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if Path(file).parent == SCRIPT:
                del sys.modules[name]
