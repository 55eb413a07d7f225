from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from classroom.banks import sheets
from classroom.banks.yaml_text import Document, read_document
from classroom.config import resources
from tests.sample_bank import Folder

_parsed_once = cache(read_document)


@pytest.fixture(scope="module", autouse=True)
def _shipped_files() -> Iterator[None]:
    """The files that come with the program are parsed once: nearly every reading looks at them."""
    shipped = resources("question_banks")

    def read(file: Path) -> Document:
        return (_parsed_once if file.is_relative_to(shipped) else read_document)(file)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "read_document", read)
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "banks")
