"""The process in which pictures are drawn: reads one order, writes files, ends."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from goldthread.documents import svg

VEGA_LITE = "6.4"
NUMBERS = {
    "decimal": ".",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["£", ""],
}
PRINT_SCALE = 3.0  # 640 pixels across an A4 column: 3 gives about 290 dots an inch


def main() -> None:
    """Draw the order on standard input, each picture into the file it names."""
    order: dict[str, Any] = json.load(sys.stdin)
    import vl_convert

    if order["fonts"]:
        vl_convert.register_font_directory(order["fonts"])
    for file, text in order["pictures"].items():
        spec = json.loads(text)
        drawn = vl_convert.vegalite_to_svg(
            spec, vl_version=VEGA_LITE, format_locale=NUMBERS
        )
        path = Path(file)
        finished = svg.finished(
            drawn,
            name=path.name[:8],
            title=spec.get("usermeta", {}).get("title", ""),
            words=spec.get("description", ""),
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        if "svg" in order["formats"]:
            _put(path.with_suffix(".svg"), finished.encode())
        if "png" in order["formats"]:
            png = vl_convert.svg_to_png(svg.on_white(finished), scale=PRINT_SCALE)
            _put(path.with_suffix(".png"), png)


def _put(path: Path, content: bytes) -> None:
    """Write beside, then swap in: a reader never sees half a picture."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.write_bytes(content)
    draft.replace(path)


if __name__ == "__main__":
    main()
