"""Every setting: name, default, one line of meaning. Each is read from `CLASSROOM_<NAME>`.

`DATABASE_URL`, `REDIS_URL` and `PUBLIC_URL` are also read under those plain names, as hosting
services set them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path

from classroom.limits import Limits

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
    redis_url: str = ""
    """Address of the Redis through which several workers hear of each other; empty: one worker."""
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
    room_size: int = 5000
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
    limits: Limits = field(default_factory=Limits)
    """How long the server waits for whom; given by tests, never by the environment."""

    @property
    def instance_path(self) -> Path:
        return Path(self.instance).absolute()

    @property
    def secure(self) -> bool:
        """Whether people reach the server by HTTPS, so that cookies must not leave it."""
        return self.public_url.startswith("https://")

    def url_of_database(self) -> str:
        """As SQLAlchemy wants it: PostgreSQL through psycopg, however its address was written."""
        scheme, colon, rest = self.database_url.partition("://")
        if scheme in _POSTGRESQL:
            return f"postgresql+psycopg{colon}{rest}"
        return self.database_url or f"sqlite:///{self.instance_path / 'classroom.sqlite3'}"


_POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")


def from_environment(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] = os.environ
) -> Settings:
    """Settings from the environment; what is given wins. SettingError on a bad value."""
    values: dict[str, object] = {}
    plain = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL", "public_url": "PUBLIC_URL"}
    for setting in fields(Settings):
        if setting.name == "limits":
            continue  # not for those who run a server to choose
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
    _check_engines(settings)
    return settings


def _check_engines(settings: Settings) -> None:
    """SettingError when the database or Redis that was named cannot be used. Names no password."""
    scheme = settings.database_url.partition("://")[0] if settings.database_url else "sqlite"
    if scheme not in (*_POSTGRESQL, "sqlite"):
        raise SettingError("DATABASE_URL must start with postgresql:// or sqlite:///.")
    if settings.redis_url:
        if not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
            raise SettingError("REDIS_URL must start with redis://, rediss:// or unix://.")
        if scheme == "sqlite":
            raise SettingError(
                "REDIS_URL is for several workers, and they need one PostgreSQL database: name it "
                "in DATABASE_URL. With SQLite, leave REDIS_URL out and run one worker."
            )
    needed = {"psycopg": scheme in _POSTGRESQL, "redis": bool(settings.redis_url)}
    for package, is_needed in needed.items():
        if is_needed and find_spec(package) is None:
            raise SettingError(
                f"The package {package} is missing. Install what several workers need: "
                "pip install 'alliance-classroom[workers]'."
            )


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
            _make_secret_key(kept)
        return kept.read_text()
    except OSError as error:
        raise SettingError(
            f"The folder {folder} cannot be written ({error.strerror}). Make it writable, or name "
            "another one with CLASSROOM_INSTANCE."
        ) from None


def _make_secret_key(path: Path) -> None:
    """Of several workers that start at once, one makes the key and none reads half of it."""
    own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    new = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(new, "w") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(own, path)
    own.unlink()


def resources(name: str) -> Path:
    """The folder of templates, static files, banks: inside a wheel, or beside the package."""
    packed = PACKAGE / "_data" / name
    return packed if packed.exists() else PACKAGE.parent / name
