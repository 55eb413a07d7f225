"""Nothing of Python's own housekeeping while times are taken."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collector() -> Iterator[None]:
    """With thousands of phones, the collector of the generator would be seen in the figures."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
