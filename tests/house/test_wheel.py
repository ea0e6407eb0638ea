"""The built wheel, installed into an empty environment, is the whole product."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def run(*words: str | Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an empty environment with only the wheel in it."""
    folder = tmp_path_factory.mktemp("empty") / "env"
    uv = Path(sys.executable).parent / "uv"
    run(uv, "venv", "-q", "--python", sys.executable, folder)
    python = folder / "bin" / "python"
    run(
        *(uv, "pip", "install", "-q", "--python", python, "--require-hashes"),
        *("-r", ROOT / "requirements" / "run.txt"),
    )
    run(uv, "pip", "install", "-q", "--python", python, "--no-deps", wheel)
    return folder / "bin"


def test_the_wheel_carries_templates_assets_questions_and_generator(
    wheel: Path,
) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    for part in (
        "goldthread/web/static/vendor/manifest.json",
        "goldthread/saxonbridge/generate.py",
        "goldthread/evidence/questions/",
        "goldthread/web/templates/",
    ):
        assert any(name.startswith(part) for name in names), part
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in names)


@pytest.fixture
def site(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The demonstration of the installed wheel, built and running."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "GOLDTHREAD_HOME": str(tmp_path / "home"),
        "LANG": "C.UTF-8",
    }
    process = subprocess.Popen(
        [str(installed / "goldthread"), "demo", "--port", str(port), "--workers", "1"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(240):
            if process.poll() is not None:
                raise AssertionError(process.communicate()[0])
            try:
                urllib.request.urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(1)
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_an_empty_environment_gets_a_working_demonstration(site: str) -> None:
    with urllib.request.urlopen(site, timeout=30) as answer:
        page = answer.read().decode()

    assert "Saxonbridge" in page
    assert "invented" in page
