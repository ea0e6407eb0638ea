"""Where the house's typeface lies, for drawings and for print.

The front-end build fetches Atkinson Hyperlegible Next as WOFF2. Where it is absent (a
bare checkout) everything falls back to what the machine has, and nothing breaks.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import goldthread
from goldthread.documents import house_style

_FACE = re.compile(
    r"(.*-)?latin(?P<ext>-ext)?-(?P<weight>\d+)-(?P<slope>normal|italic)"
)
# What the two files of a face really hold; claiming more prints empty boxes.
LETTERS = (
    "U+0000-00FF,U+0131,U+0152-0153,U+2009,U+2013-2014,U+2018-2026,U+20AC,U+2122,U+2212"
)
FURTHER_LETTERS = "U+0100-0130,U+0132-0151,U+0154-024F,U+1E80-1E85,U+1EF2-1EF3"
VENDORED = Path(goldthread.__file__).parent / "web" / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face of the typeface."""

    path: Path
    weight: int
    is_italic: bool
    is_extended: bool  # the letters beyond Latin-1, such as the Welsh ŵ


@cache
def house_fonts(folder: Path = VENDORED) -> tuple[FontFile, ...]:
    """Every vendored face in regular and bold; none where the build has not run."""
    faces = []
    for path in sorted(folder.rglob("*.woff2")):
        name = _FACE.fullmatch(path.stem)
        if name and name["weight"] in ("400", "700"):
            faces.append(
                FontFile(
                    path,
                    int(name["weight"]),
                    is_italic=name["slope"] == "italic",
                    is_extended=bool(name["ext"]),
                )
            )
    return tuple(faces)


@cache
def fingerprint(folder: Path = VENDORED) -> str:
    """Changes when the typeface does, since pictures are measured with it."""
    digest = hashlib.sha256()
    for font in house_fonts(folder):
        digest.update(font.path.read_bytes())
    return digest.hexdigest()


def unpacked(into: Path) -> Path:
    """A folder of the faces as plain TrueType, which the drawing engine needs."""
    folder = into / f"fonts-2-{fingerprint()[:16]}"
    fonts = [font for font in house_fonts() if not font.is_italic]
    wanted = [folder / (font.path.stem + ".ttf") for font in fonts]
    if not all(path.exists() for path in wanted):
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # 0.1 s

        folder.mkdir(parents=True, exist_ok=True)
        for font, path in zip(fonts, wanted, strict=True):
            face = TTFont(font.path)
            if font.is_extended:
                for record in face["name"].names:
                    if record.nameID in (1, 3, 4, 6, 16):
                        record.string = str(record).replace(
                            house_style.FONT, house_style.FURTHER_FONT
                        )
            face.flavor = None
            face["head"].modified = 0  # the same bytes on every machine
            face.recalcTimestamp = False
            draft = path.with_suffix(".draft")
            face.save(draft)
            draft.replace(path)
    return folder


def face_css(face: FontFile, address: str) -> str:
    """The style rule that brings one face in from an address.

    The further letters are a family of their own, which style sheets name second: under
    one name the PDF writer took them for one font and printed a wrong letter for ŵ.
    """
    letters = FURTHER_LETTERS if face.is_extended else LETTERS
    return (
        f'@font-face{{font-family:"{family(face)}";font-weight:{face.weight};'
        f"font-style:{'italic' if face.is_italic else 'normal'};"
        f'unicode-range:{letters};src:url("{address}") format("woff2")}}\n'
    )


def family(face: FontFile) -> str:
    """The name under which style sheets and pictures ask for a face."""
    return house_style.FURTHER_FONT if face.is_extended else house_style.FONT
