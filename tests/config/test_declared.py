"""Settings: safe when left out, refused in a sentence when wrong."""

from pathlib import Path

import pytest

from goldthread.config import declared
from goldthread.config.databases import WAL_IS_SAFE_FROM, database, journal_mode
from goldthread.config.declared import Misconfigured
from goldthread.config.mail import mail
from goldthread.config.secrets import secret_key


def test_without_any_setting_only_this_machine_is_answered() -> None:
    assert declared.hosts({}) == ["localhost", "127.0.0.1", "[::1]"]
    assert not declared.yes("GOLDTHREAD_DEBUG", {})
    assert not declared.yes("GOLDTHREAD_HTTPS", {})


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({"GOLDTHREAD_HOSTS": "*"}, "Name the hosts"),
        ({"GOLDTHREAD_HOSTS": "csp.example.org"}, "set GOLDTHREAD_HTTPS=yes"),
        (
            {
                "GOLDTHREAD_HOSTS": "csp.example.org",
                "GOLDTHREAD_HTTPS": "yes",
                "GOLDTHREAD_DEBUG": "yes",
            },
            "Set GOLDTHREAD_DEBUG=no",
        ),
        ({"GOLDTHREAD_HTTPS": "true"}, "must be yes or no"),
    ],
)
def test_unsafe_hosts_are_refused_with_what_to_do(
    environ: dict[str, str], says: str
) -> None:
    with pytest.raises(Misconfigured, match=says):
        declared.hosts({"GOLDTHREAD_HOSTS": "csp.example.org"} | environ)


def test_a_host_behind_https_is_answered() -> None:
    environ = {"GOLDTHREAD_HOSTS": "csp.example.org, ", "GOLDTHREAD_HTTPS": "yes"}

    assert declared.hosts(environ) == ["csp.example.org"]


@pytest.mark.parametrize("wrong", ["-1", "6", "two", "1.5", "²", "9" * 5000])
def test_a_number_outside_its_limits_is_refused(wrong: str) -> None:
    with pytest.raises(Misconfigured, match="whole number from 0 to 5"):
        declared.whole_number(
            "GOLDTHREAD_PROXIES", low=0, high=5, environ={"GOLDTHREAD_PROXIES": wrong}
        )


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "home" / "secret-key"

    first = secret_key(path)

    assert len(first) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    assert secret_key(path) == first
    assert [p.name for p in path.parent.iterdir()] == ["secret-key"]


def test_a_secret_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    secret_key(path)
    path.chmod(0o640)

    with pytest.raises(Misconfigured, match="chmod 600"):
        secret_key(path)


def test_a_short_secret_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    path.write_text("changeme")
    path.chmod(0o600)

    with pytest.raises(Misconfigured, match="holds 8 characters"):
        secret_key(path)


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "DELETE"), ((3, 51, 2), "DELETE"), (WAL_IS_SAFE_FROM, "WAL")],
)
def test_wal_is_used_only_where_sqlite_cannot_corrupt_it(
    version: tuple[int, ...], mode: str
) -> None:
    assert journal_mode(version) == mode


def test_sqlite_in_the_home_folder_is_the_default(tmp_path: Path) -> None:
    chosen = database("", tmp_path)

    assert chosen["NAME"] == tmp_path / "goldthread.sqlite3"
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "recursive_triggers=ON" in chosen["OPTIONS"]["init_command"]


def test_a_postgres_address_is_taken_apart(tmp_path: Path) -> None:
    chosen = database("postgres://ann:p%40ss@db.example.org:5433/csp", tmp_path)

    assert (chosen["USER"], chosen["PASSWORD"]) == ("ann", "p@ss")
    assert (chosen["HOST"], chosen["PORT"], chosen["NAME"]) == (
        "db.example.org",
        "5433",
        "csp",
    )
    assert chosen["CONN_HEALTH_CHECKS"]
    assert chosen["OPTIONS"]["sslmode"] == "verify-full"


def test_a_far_database_that_is_not_proved_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="verify-full"):
        database("postgres://ann@db.example.org/csp?sslmode=require", tmp_path)


def test_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="mysql://"):
        database("mysql://ann@localhost/csp", tmp_path)


def test_mail_goes_to_files_until_a_server_is_named(tmp_path: Path) -> None:
    assert mail("", tmp_path)["EMAIL_FILE_PATH"] == tmp_path / "outbox"
    assert mail("smtps://a:b@mail.example.org", tmp_path)["EMAIL_PORT"] == 465
    assert mail("smtp://mail.example.org:25", tmp_path)["EMAIL_USE_TLS"]


@pytest.mark.parametrize("wrong", ["mail.example.org", "http://x", "smtp://"])
def test_a_mail_server_that_cannot_be_is_refused(wrong: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="smtp://USER"):
        mail(wrong, tmp_path)


def test_every_setting_is_on_the_reference_page_and_in_the_settings_file() -> None:
    page = declared.reference_page()
    folder = Path(declared.__file__).parent
    code = "".join(
        (folder / name).read_text() for name in ("settings.py", "declared.py")
    )

    for setting in declared.SETTINGS:
        assert f"`{setting.name}`" in page
        # Once where it is declared; read somewhere else too.
        read = code.count(setting.name) > 1 or setting.name == "GOLDTHREAD_HOME"
        assert read, setting.name
