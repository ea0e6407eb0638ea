"""The process in which pictures are drawn: reads one order, writes files, ends."""

import json
import os
import sys
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

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
    """Draw the order on standard input, each picture into the file it names.

    What could not be drawn is answered on standard output, file by file with the
    reason; the rest is drawn all the same.
    """
    order: dict[str, Any] = json.load(sys.stdin)
    import vl_convert

    if order["fonts"]:
        vl_convert.register_font_directory(order["fonts"])
    failed: dict[str, str] = {}
    for file, text in order["pictures"].items():
        try:
            _draw(Path(file), _printable(json.loads(text)), order["formats"])
        except (ValueError, ParseError) as error:
            lines = str(error).strip().splitlines() or [type(error).__name__]
            failed[file] = lines[0]
    json.dump(failed, sys.stdout)


def _draw(path: Path, spec: dict[str, Any], formats: list[str]) -> None:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(
        spec, vl_version=VEGA_LITE, format_locale=NUMBERS
    )
    finished = svg.finished(
        drawn,
        name=path.name[:8],
        title=spec.get("usermeta", {}).get("title", ""),
        words=spec.get("description", ""),
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    if "svg" in formats:
        _put(path.with_suffix(".svg"), finished.encode())
    if "png" in formats:
        png = vl_convert.svg_to_png(svg.on_white(finished), scale=PRINT_SCALE)
        _put(path.with_suffix(".png"), png)


def _printable(value: Any) -> Any:
    """The same without control characters: names in files hold them, and a NUL stops
    the engine, not only the picture."""
    if isinstance(value, str):
        return svg.NOT_XML.sub("", value)
    if isinstance(value, list):
        return [_printable(item) for item in value]
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    return value


def _put(path: Path, content: bytes) -> None:
    """Write beside, then swap in: a reader never sees half a picture."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.draft")
    draft.write_bytes(content)
    draft.replace(path)


if __name__ == "__main__":
    main()
