"""How long a server waits, for whom, in seconds: every deadline of a connection and of a worker.

Those who run a server do not choose them; tests that would wait one out do.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The values that are shipped, unless others are given."""

    # A connection, in `http_server`
    head_within_s: float = 10.0
    """From connecting, or from the first byte on a connection that is used again, to the end of the
    request's head."""
    body_within_s: float = 20.0
    """From the end of a request's head to the end of its body."""
    idle_s: float = 75.0
    """Between two requests; longer than the 60 s after which nginx lets go of a connection, so that
    it never sends on one that is being closed."""
    response_within_s: float = 60.0
    """For each part of a response that is written at once."""

    # A socket, in `live`
    asked_within_s: float = 10.0
    """From the handshake of a socket to its being admitted to a screen."""
    changed_within_s: float = 10.0
    """From the handshake of a WebSocket that a client which polls changes to, to the end of the
    change."""
    leaves_within_s: float = 1.0
    """From saying that it leaves to ending its connection, which clients do by themselves."""
    emptied_within_s: float = 15.0
    """How long a reader may take to empty its outbox: as long as it may take to answer a ping."""
    ping_interval_s: float = 10.0
    """From the answer to a ping to the next ping."""
    ping_timeout_s: float = 15.0
    """From a ping to its answer."""

    # A worker, beside others and beside the database
    alive_every_s: float = 2.5
    """How often a worker tells the others that it lives."""
    worker_lasts_s: float = 10.0
    """A worker that was not heard for so long is gone, and everybody who was connected there."""
    redis_silence_s: float = 10.0
    """Each worker hears itself too: without a word for so long, the connection is dead."""
    redis_answers_within_s: float = 5.0
    """From connecting, or from a command, to the answer of Redis."""
    looks_every_s: float = 1.0
    """How often a server looks into the database for what no announcement told."""
    seals_every_s: float = 5.0
    """How often a server seals what the worker that closed a vote left unsealed."""
