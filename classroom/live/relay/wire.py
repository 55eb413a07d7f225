"""The wire between workers: one Redis channel, with an outbox that outlives a lost connection.

Redis hands a message to whoever listens at that moment and keeps none. What could not be sent waits
here, newest state instead of each change, until Redis is back.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Hashable
from typing import Any

import gevent
import redis
from gevent.event import Event
from redis.backoff import NoBackoff
from redis.retry import Retry

from classroom.limits import Limits

log = logging.getLogger(__name__)

CHANNEL = "classroom"
MOST_WAITING = 10_000
PAUSE_S = (0.3, 1.0)
"""Between two tries, at random, so that the workers do not come as one."""


class Wire:
    """Sends and hears in two greenlets. `up` is called with each connection, `down` at its loss."""

    def __init__(
        self,
        url: str,
        limits: Limits,
        *,
        heard: Callable[[bytes], None],
        up: Callable[[], None],
        down: Callable[[], None],
    ) -> None:
        self._heard, self._up, self._down = heard, up, down
        self._silence_s = limits.redis_silence_s
        self._redis = redis.Redis.from_url(
            url,
            socket_connect_timeout=limits.redis_answers_within_s,
            socket_timeout=limits.redis_answers_within_s,
            retry=Retry(NoBackoff(), 0),  # the loops below try again, and tell
        )
        self._outbox: dict[Hashable, str] = {}
        self._has_mail = Event()
        self._greenlets: list[Any] = []
        self.is_up = False

    def start(self) -> None:
        self._greenlets = [gevent.spawn(self._listen_forever), gevent.spawn(self._send_forever)]

    def send(self, topic: Hashable, text: str) -> None:
        """Send it soon. What waits under the same topic is out of date and is not sent."""
        self._outbox.pop(topic, None)
        if len(self._outbox) >= MOST_WAITING:
            self._outbox.pop(next(iter(self._outbox)))
        self._outbox[topic] = text
        self._has_mail.set()

    def close(self) -> None:
        """Send what is waiting, if that is possible at once, and stop."""
        for greenlet in self._greenlets:
            greenlet.kill()
        try:
            if self.is_up:
                self._send(list(self._outbox.values()))
        except redis.RedisError:
            log.info("Redis was gone before the last words were said")
        self._redis.close()

    def _listen_forever(self) -> None:
        while True:
            try:
                self._listen()
            except (redis.RedisError, OSError) as error:
                self._lose(error)
            except Exception:
                log.exception("The wire between workers had a fault; it is strung anew")
                self._lose(None)
            gevent.sleep(random.uniform(*PAUSE_S))

    def _listen(self) -> None:
        with self._redis.pubsub() as channel:
            channel.subscribe(CHANNEL)
            while True:
                message = channel.get_message(timeout=self._silence_s)
                if message is None:
                    raise redis.ConnectionError("silence")
                if message["type"] == "subscribe":
                    self.is_up = True
                    self._up()
                elif message["type"] == "message":
                    self._heard(message["data"])

    def _lose(self, error: Exception | None) -> None:
        if self.is_up:
            # Not its words: they may name an address with its password.
            name = type(error).__name__
            log.warning("Redis is away (%s); each worker looks after its own rooms", name)
            self._down()
        self.is_up = False

    def _send_forever(self) -> None:
        while True:
            self._has_mail.wait()
            self._has_mail.clear()
            sent, self._outbox = self._outbox, {}
            try:
                self._send(list(sent.values()))
            except (redis.RedisError, OSError):
                self._outbox = {**sent, **self._outbox}
                self._has_mail.set()
                gevent.sleep(random.uniform(*PAUSE_S))

    def _send(self, texts: list[str]) -> None:
        pipeline = self._redis.pipeline(transaction=False)
        for text in texts:
            pipeline.publish(CHANNEL, text)
        pipeline.execute()
