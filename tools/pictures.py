"""Takes the pictures of README and the tutorials again, from a demonstration of its own.

It walks the tutorials as their test does (tests/journeys/tutorials.py), so a picture
always shows what the step beside it says. Colours are counted down to a palette: pages of ink on
paper need no more, and a picture stays under 150 kB.
"""

import io
import os
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "src"))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from tests.journeys.test_tutorial import demonstration  # noqa: E402
from tests.journeys.tutorials import ALL  # noqa: E402

IMAGES = ROOT / "docs" / "images"
WIDTH, HEIGHT = 1280, 860
COLOURS = 128


def small(picture: bytes) -> bytes:
    """The same picture with as many colours as it needs."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGB")
    told = io.BytesIO()
    drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(told, "PNG", optimize=True)
    return told.getvalue()


def take_all(browser: Browser, base: str, home: Path, wanted: set[str]) -> list[Path]:
    """Walk every step of the tutorials wanted and keep each picture it names."""
    kept: list[Path] = []

    def take(page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        path = IMAGES / f"{name}.png"
        path.write_bytes(small(page.screenshot()))
        kept.append(path)

    for walk in ALL:
        if wanted and walk.file not in wanted:
            continue
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_default_timeout(60_000)
        steps = walk(page, base, home, partial(take, page)).steps()
        for heading, step in steps.items():
            sys.stderr.write(f"goldthread: {walk.file}, {heading}\n")
            step()
        page.close()
    return kept


def main() -> int:
    """Build a demonstration, walk it (all tutorials, or those named), say what was taken."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.stderr.write("goldthread: the pictures need Chromium; run make env-dev.\n")
        return 1
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "var" / "demo"
        browser = playwright.chromium.launch(executable_path=found, args=root)
        sys.stderr.write("goldthread: building a demonstration to take pictures of\n")
        with demonstration(home) as address:
            for path in take_all(browser, address, home, set(sys.argv[1:])):
                size = path.stat().st_size
                sys.stdout.write(f"{path.relative_to(ROOT)}  {size / 1000:.0f} kB\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
