"""Property tests look for wrong answers, not for slow ones: a busy machine must not fail them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from classroom.app import create_app
from classroom.config import Settings

settings.register_profile("classroom", deadline=None, max_examples=60)
settings.load_profile("classroom")


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An application to draw with; the states are made by hand, so its database stays empty."""
    app = create_app(Settings(instance=str(tmp_path_factory.mktemp("drawing")), testing=True))
    with app.test_request_context():
        yield
    app.extensions["classroom.writer"].close()
