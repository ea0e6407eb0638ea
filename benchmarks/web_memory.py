"""How much memory a web worker holds after it served every assessment page.

The bar is 200 MB. The demonstration is built once under a temporary home; its pictures
are drawn by the build, so that the worker serves what lies there.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any


def run() -> dict[str, Any]:
    """Serve every page of the published assessment three times, then read VmRSS."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"GOLDTHREAD_HOME": f"{folder}/home"}
        command = [sys.executable, "-m", "goldthread.cli", "demo"]
        subprocess.run(
            [*command, "--build-only"],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        site = subprocess.Popen(
            [*command, "--port", str(port), "--workers", "1"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            pages = _serve_all(f"http://127.0.0.1:{port}")
            resident = max(_resident_mb(pid) for pid in _workers(site.pid))
        finally:
            site.terminate()
            site.wait(timeout=60)
    return {
        "name": "a web worker that served every assessment page",
        "measure": "resident MB",
        "value": resident,
        "required": "at most 200",
        "pages": pages,
    }


def _serve_all(base: str) -> int:
    for _ in range(100):
        try:
            front = _get(base + "/")
            break
        except OSError:
            time.sleep(0.2)
    links = set(re.findall(r'href="(/assessments/[^"#]+)"', front))
    for link in sorted(links):
        inner = _get(base + link)
        links |= set(
            re.findall(r'href="(/assessments/[^"#]+/findings/[^"#]+/)"', inner)
        )
    for _ in range(3):
        for link in sorted(links):
            _get(base + link)
    return len(links)


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode(errors="replace"))


def _workers(parent: int) -> list[int]:
    """Every process below `parent` that runs the web server's worker."""
    found, todo = [], [parent]
    while todo:
        pid = todo.pop()
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            todo.append(int(child))
            if b"gunicorn" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(int(child))
    return found


def _resident_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) / 1024 if found else 0.0


if __name__ == "__main__":
    print(run())
