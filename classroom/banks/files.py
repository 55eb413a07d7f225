"""Which files are read: those that were asked for, and those they may refer to."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import classroom
from classroom.config import resources

REFERENCE = "reference"
_ENDINGS = (".yaml", ".yml")


class NothingToRead(Exception):
    """There is no file to read there; the text says what to do."""


def asked_for(path: Path) -> list[Path]:
    """The file, or every YAML file in the folder and below, in order; NothingToRead."""
    if path.is_file():
        return [path]
    if not path.exists():
        raise NothingToRead(f"There is no file or folder {path}. Check the spelling.")
    if not path.is_dir():
        raise NothingToRead(f"{path} is neither a file nor a folder.")
    if not os.access(path, os.R_OK | os.X_OK):
        raise NothingToRead(f"The folder {path} cannot be opened. Check its permissions.")
    found = _below(path)
    if not found:
        raise NothingToRead(f"No bank found: {path} holds no file that ends with .yaml.")
    return found


def around(path: Path) -> list[Path]:
    """The files that those of `path` may refer to: the folder of banks that a lone file stands in,
    else the banks that come with the program."""
    shipped = resources("question_banks")
    context = shipped
    if path.is_file():
        folder = path.absolute().parent
        homes = (home for home in (folder, folder.parent) if (home / REFERENCE).is_dir())
        context = next(homes, shipped)
    if context.resolve() == path.resolve():
        return []
    return [file for file in _below(context) if file.resolve() != path.resolve()]


def shipped_lists() -> list[Path]:
    """The reference lists that come with the program, for whatever a folder does not bring."""
    return _below(resources("question_banks") / REFERENCE)


def digest(path: Path) -> str:
    """SHA-256 of every file that reading `path` looks at, and of the program's version."""
    total = hashlib.sha256(classroom.__version__.encode())
    for file in (*asked_for(path), *around(path)):
        try:
            content = file.read_bytes()
        except OSError:
            content = b""
        name = os.fsencode(os.path.relpath(file, path))
        total.update(b"%d %s %d " % (len(name), name, len(content)))
        total.update(content)
    return total.hexdigest()


def _below(folder: Path) -> list[Path]:
    found = []
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(parent, name)
            for name in sorted(names)
            if name.endswith(_ENDINGS) and not name.startswith(".")
        ]
    return [file for file in found if file.is_file()]
