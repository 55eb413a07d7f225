"""Every setting: name, default, one line of meaning. Each is read from `CLASSROOM_<NAME>`.

`DATABASE_URL` and `PUBLIC_URL` are also read under those plain names, as hosting services set them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

PACKAGE = Path(__file__).parent
LOG_STYLES = ("text", "json")


class SettingError(Exception):
    """A setting that cannot be used; the text says which and what to do."""


@dataclass(frozen=True)
class Settings:
    instance: str = "instance"
    """Folder of the database, the secret key and a lock; made on the first run."""
    database_url: str = ""
    """SQLAlchemy address of the database; empty: SQLite in the instance folder."""
    secret_key: str = ""
    """Signs the cookies; empty: made on the first run and kept in the instance folder."""
    public_url: str = ""
    """Address under which people reach a hosted server, such as https://quiz.example.edu."""
    proxy_hops: int = 0
    """How many trusted proxies stand in front; their forwarded headers are believed, no others."""
    host: str = "0.0.0.0"  # noqa: S104 - phones in the room must reach it
    """Network address to listen on; 127.0.0.1 keeps the server to this machine."""
    port: int = 8000
    """Port to listen on."""
    room_size: int = 2000
    """Most students in one session."""
    retention_days: int = 30
    """Days after a group's last session when its students are forgotten, for new groups."""
    log: str = "text"
    """How the log is written: text for a person, or json, one object a line with every request."""
    metrics_token: str = ""
    """Whoever sends it as a bearer token may read /metrics; empty: there is no such page."""
    asynchronous: bool = False
    """Set by the server itself once gevent is in place; commands and tests leave it off."""
    testing: bool = False
    """Errors surface instead of being shown politely."""

    @property
    def instance_path(self) -> Path:
        return Path(self.instance).absolute()

    @property
    def secure(self) -> bool:
        """Whether people reach the server by HTTPS, so that cookies must not leave it."""
        return self.public_url.startswith("https://")

    def url_of_database(self) -> str:
        return self.database_url or f"sqlite:///{self.instance_path / 'classroom.sqlite3'}"


def from_environment(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Settings from the environment; what is given wins. SettingError on a bad value."""
    values: dict[str, object] = {}
    plain = {"database_url": "DATABASE_URL", "public_url": "PUBLIC_URL"}
    for setting in fields(Settings):
        name = f"CLASSROOM_{setting.name.upper()}"
        text = environ.get(name) or environ.get(plain.get(setting.name, ""), "")
        if text:
            values[setting.name] = _parsed(name, text, setting.type)
    values.update(given or {})
    settings = Settings(**values)  # type: ignore[arg-type]
    if settings.public_url and not settings.public_url.startswith(("https://", "http://")):
        raise SettingError("PUBLIC_URL must start with https:// (or http://).")
    if settings.log not in LOG_STYLES:
        raise SettingError(f"CLASSROOM_LOG must be text or json, not {settings.log!r}.")
    return settings


def _parsed(name: str, text: str, kind: object) -> object:
    if kind == "int":
        try:
            return int(text)
        except ValueError:
            raise SettingError(f"{name} must be a whole number, not {text!r}.") from None
    if kind == "bool":
        return text.lower() in ("1", "true", "yes", "on")
    return text.rstrip("/") if name.endswith("PUBLIC_URL") else text


def prepare_instance(settings: Settings) -> str:
    """Make the instance folder and return the secret key, made once; SettingError if it cannot."""
    folder = settings.instance_path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if settings.secret_key:
            return settings.secret_key
        kept = folder / "secret_key"
        if not kept.exists():
            new = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(new, "w") as file:
                file.write(secrets.token_urlsafe(48))
        return kept.read_text()
    except OSError as error:
        raise SettingError(
            f"The folder {folder} cannot be written ({error.strerror}). Make it writable, or name "
            "another one with CLASSROOM_INSTANCE."
        ) from None


def resources(name: str) -> Path:
    """The folder of templates, static files, banks: inside a wheel, or beside the package."""
    packed = PACKAGE / "_data" / name
    return packed if packed.exists() else PACKAGE.parent / name
