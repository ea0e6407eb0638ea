"""The verbs that found an installation and run its site."""

import argparse
import getpass
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from goldthread.cli.booted import boot, boot_with_tables, now
from goldthread.cli.endings import DONE, Refused, UsedWrongly
from goldthread.evidence.home import home

SETTINGS = "goldthread.config.settings"
REST_AFTER_A_CRASH = 2.0  # seconds before a worker that died is started again


def serve(chosen: argparse.Namespace) -> int:
    """Run the web server and the worker until stopped."""
    if chosen.public:
        return serve_public(chosen)
    boot_with_tables()
    collect_static()
    return run(chosen.host, chosen.port, chosen.workers)


def serve_public(chosen: argparse.Namespace) -> int:
    """Run the public site alone, until stopped: no worker, nobody signs in."""
    os.environ["GOLDTHREAD_PUBLIC_ONLY"] = "yes"
    boot()
    collect_static()
    _refuse_taken(chosen.host, chosen.port)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS}
    stopping: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: stopping.append(number))
    web = _web(chosen.host, chosen.port, chosen.workers, environment)
    _wait_until_answering(web, chosen.host, chosen.port)
    print(
        f"The public site is at http://{chosen.host}:{chosen.port}/ (Ctrl-C stops it)",
        flush=True,
    )
    while not stopping and web.poll() is None:
        time.sleep(0.2)
    _end(web)
    return DONE if stopping else (web.returncode or DONE)


def setup(chosen: argparse.Namespace) -> int:
    """Make the first account and name the area; asks for what is not given."""
    boot_with_tables()
    from goldthread.partners import services

    email = chosen.email or _asked("E-mail of the first account")
    name = chosen.name or _asked("Name of that person")
    code = chosen.area or _asked("Code of the area, such as E22000341")
    area_name = chosen.area_name or _asked("Name of the partnership's area")
    services.found_installation(
        email=email,
        name=name,
        password=_password(),
        area_code=code,
        area_name=area_name,
        by=None,
        at=now(),
    )
    print(f"{area_name} is set up. Run `goldthread serve` and sign in as {email}.")
    return DONE


def collect_static() -> None:
    """Put the page files, with hashed names, where the server finds them."""
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)


def run(host: str, port: int, workers: int) -> int:
    """Keep a web server and a worker running; both end when one is told to."""
    _refuse_taken(host, port)
    take_up_again()
    environment = _where(host, port) | os.environ | {"DJANGO_SETTINGS_MODULE": SETTINGS}
    stopping: list[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):  # before anything is started
        signal.signal(name, lambda number, frame: stopping.append(number))
    web = _web(host, port, workers, environment)
    worker = _worker(environment)
    _wait_until_answering(web, host, port)
    print(
        f"Goldthread is running at http://{host}:{port}/ (Ctrl-C stops it)", flush=True
    )
    while not stopping and web.poll() is None:
        if worker.poll() is not None:
            sys.stderr.write("goldthread: the worker stopped; starting it again.\n")
            time.sleep(REST_AFTER_A_CRASH)
            take_up_again()  # what it was at, or it would stand as running for ever
            worker = _worker(environment)
        time.sleep(0.2)
    for process in (web, worker):
        _end(process)
    return DONE if stopping else (web.returncode or DONE)


def _where(host: str, port: int) -> dict[str, str]:
    """Where links in mails lead while nobody named an address: to this very site."""
    reached = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    return {"GOLDTHREAD_ADDRESS": f"http://{reached}:{port}"}


def _web(
    host: str, port: int, workers: int, environment: dict[str, str]
) -> "subprocess.Popen[bytes]":
    return _start(
        [
            "-m",
            "gunicorn",
            "goldthread.config.wsgi:application",
            "--bind",
            f"{host}:{port}",
            "--workers",
            str(workers),
            "--preload",  # once for all: a worker that died is back in no time
            "--threads",
            "4",
            "--worker-tmp-dir",
            str(_folder("run")),
            "--no-control-socket",
            "--log-level",
            "warning",
        ],
        environment,
    )


def take_up_again() -> None:
    """Put what a killed process left undone on the worker's list; none runs now."""
    from goldthread.assessment import services as assessments
    from goldthread.desk.services import take_up_stuck
    from goldthread.intake import services as deliveries
    from goldthread.web.background import take_up_interrupted

    take_up_interrupted()
    take_up_stuck(before=now())
    assessments.take_up_abandoned()
    deliveries.take_up_abandoned()


def _first_run(host: str, port: int) -> str:
    """How to make the first account, where nobody has one yet."""
    from goldthread.partners import setup_code
    from goldthread.partners.models import Installation

    if Installation.objects.exists():
        return ""
    return (
        f"Nobody can sign in yet. Set it up at http://{host}:{port}/setup/ with this "
        f"code: {setup_code.current(home())}"
    )


def _worker(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return _start(["-m", "goldthread.cli", "worker"], environment)


def _start(
    words: Sequence[str], environment: dict[str, str]
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, *words], env=environment, start_new_session=True
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_answering(web: "subprocess.Popen[bytes]", host: str, port: int) -> None:
    for _ in range(150):
        if web.poll() is not None:
            return
        try:
            socket.create_connection((host, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)


def _refuse_taken(host: str, port: int) -> None:
    if not 0 < port < 65536:
        raise UsedWrongly(f"expected a port from 1 to 65535; found {port}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Port {port} on {host} cannot be used ({error.strerror}). Stop what "
                f"runs there, or choose another: --port {port + 1}."
            ) from None


def _folder(name: str) -> Path:
    folder = home() / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _asked(what: str) -> str:
    if not sys.stdin.isatty():
        raise UsedWrongly(f"expected the {what.lower()} as an option; see --help.")
    return input(f"{what}: ").strip()


def _password() -> str:
    if given := os.environ.get("GOLDTHREAD_SETUP_PASSWORD"):
        return given
    if not sys.stdin.isatty():
        raise UsedWrongly(
            "expected a terminal to ask for the password, or the variable "
            "GOLDTHREAD_SETUP_PASSWORD."
        )
    first = getpass.getpass("Password, 15 characters or more: ")
    if first != getpass.getpass("The same again: "):
        raise UsedWrongly("the two passwords differ; nothing was made.")
    return first
