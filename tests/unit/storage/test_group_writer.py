"""The server's writer under gevent; what is asserted here was seen by `group_writer_trial`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each trial saw, in a process that gevent has patched."""
    trial = "tests.unit.storage.group_writer_trial"
    ran = subprocess.run(
        [sys.executable, "-m", trial, str(tmp_path_factory.mktemp("trials"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr, ran.stderr
    result: dict[str, Any] = json.loads(ran.stdout)
    return result


def test_a_thousand_writes_at_once_are_all_stored_in_few_commits(seen: dict[str, Any]) -> None:
    assert seen["thousand"]["each got its own result"]
    assert seen["thousand"]["stored"] == 1000
    assert 0 < seen["thousand"]["commits"] < 100


def test_works_that_fail_undo_only_themselves_in_a_shared_commit(seen: dict[str, Any]) -> None:
    assert seen["failing"] == {
        "failed": ["ValueError", "IntegrityError", "ValueError"],
        "stored": ["taken"],
        "good": 30,
        "commits": 1,
    }


def test_nobody_is_told_before_it_is_on_disk(seen: dict[str, Any]) -> None:
    assert seen["on_disk"] == {"told before it was on disk": []}


def test_a_commit_that_fails_is_busy_for_all_of_its_batch(seen: dict[str, Any]) -> None:
    assert seen["failing_commit"] == {"results": ["Busy"] * 3, "stored": []}


def test_a_full_disk_is_busy_and_later_writes_go_on(seen: dict[str, Any]) -> None:
    assert seen["full_disk"] == {"results": ["Busy"] * 3, "stored": ["before"], "later": "yyy"}


def test_the_server_goes_on_while_the_disk_works(seen: dict[str, Any]) -> None:
    assert seen["free_loop"]["ticks during half a second of writing"] >= 10


def test_more_than_can_wait_are_told_so_and_not_stored(seen: dict[str, Any]) -> None:
    assert 0 < seen["crowded"]["busy"] < 50
    assert seen["crowded"]["told and stored alike"]


def test_closing_waits_for_what_is_waiting(seen: dict[str, Any]) -> None:
    assert seen["closing"] == {"answered": 20, "stored": 20}


def test_items_go_together_and_one_at_fault_spoils_no_other(seen: dict[str, Any]) -> None:
    assert seen["items"] == {
        "failed": ["taken"],
        "stored": 1 + 50 + 3 + 1,
        "commits for the items": 1,
        "then": ["alone of 1", "work 0", "work 1", "work 2"],
    }


def test_items_and_works_of_a_batch_keep_their_order(seen: dict[str, Any]) -> None:
    assert seen["in_order"] == {"counted": [2, 3, 5], "commits": 1}


def test_the_log_is_emptied_between_the_batches_of_others(seen: dict[str, Any]) -> None:
    assert seen["scrubbing"] == {"files that hold a secret": [[]] * 10, "others wrote": True}


def test_a_log_that_is_being_read_is_emptied_later_and_no_write_waits(
    seen: dict[str, Any],
) -> None:
    assert seen["scrubbing_late"] == {
        "others waited": False,
        "held while it was read": ["scrubbing_late.sqlite3-wal"],
        "held afterwards": [],
    }


def test_closing_does_not_wait_for_a_log_that_is_being_read(seen: dict[str, Any]) -> None:
    assert seen["closing_late"] == {"held": ["closing_late.sqlite3-wal"], "waited": False}


def test_what_a_killed_server_left_in_the_log_is_removed_at_the_start(seen: dict[str, Any]) -> None:
    assert seen["left_by_a_kill"] == {"held": True, "removed": True}
