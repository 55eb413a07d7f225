from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture(scope="module")
def in_english() -> Iterator[None]:
    """As much of an application as sentences need."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield
