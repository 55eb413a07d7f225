"""DATABASE_URL and REDIS_URL: what is understood, and the sentence for what is not."""

from __future__ import annotations

import pytest

from classroom import config
from classroom.config import SettingError, from_environment

HERE = "classroom:secret@db.example/school"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_is_reached_through_psycopg_however_it_is_written(scheme: str) -> None:
    settings = from_environment(environ={"DATABASE_URL": f"{scheme}://{HERE}"})
    assert settings.url_of_database() == f"postgresql+psycopg://{HERE}"


def test_without_an_address_the_database_is_sqlite_in_the_folder() -> None:
    settings = from_environment(environ={"CLASSROOM_INSTANCE": "/srv/quiz"})
    assert settings.url_of_database() == "sqlite:////srv/quiz/classroom.sqlite3"


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"DATABASE_URL": "mysql://db/school"}, "DATABASE_URL must start with postgresql://"),
        ({"REDIS_URL": "redis://:pw-of-redis@cache"}, "name it in DATABASE_URL"),
        (
            {"REDIS_URL": "http://:pw-of-redis@cache", "DATABASE_URL": f"postgres://{HERE}"},
            "REDIS_URL must start with redis://",
        ),
    ],
)
def test_what_cannot_be_used_is_told_without_its_password(
    environ: dict[str, str], words: str
) -> None:
    with pytest.raises(SettingError) as told:
        from_environment(environ=environ)
    assert words in str(told.value)
    assert "pw-of-redis" not in str(told.value) and "secret" not in str(told.value)


@pytest.mark.parametrize("package", ["psycopg", "redis"])
def test_a_missing_package_is_named_with_what_to_install(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "find_spec", lambda name: None if name == package else object())
    environ = {"DATABASE_URL": f"postgres://{HERE}", "REDIS_URL": "redis://cache"}
    with pytest.raises(SettingError, match=rf"{package} is missing.*classroom\[workers\]"):
        from_environment(environ=environ)
