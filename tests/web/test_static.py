"""Front-end files: ours to carry, nobody else's brand, nothing inline, nothing foreign."""

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

SRC = Path(__file__).parents[2] / "src" / "goldthread"
TEMPLATES = sorted(SRC.glob("*/templates/**/*.html"))
VENDORED = SRC / "web" / "static" / "vendor"


@pytest.fixture(scope="module")
def vendor() -> ModuleType:
    path = SRC.parents[1] / "tools" / "vendor.py"
    spec = importlib.util.spec_from_file_location("vendor", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_what_is_vendored_is_what_the_lock_file_says(vendor: ModuleType) -> None:
    assert vendor.is_current(VENDORED)


def test_a_changed_file_is_noticed(vendor: ModuleType, tmp_path: Path) -> None:
    vendor.write({"a.css": b"a{}", "fonts/b.woff2": b"b"}, tmp_path / "vendor")
    assert vendor.is_current(tmp_path / "vendor")

    (tmp_path / "vendor" / "a.css").write_text("a{color:red}")

    assert not vendor.is_current(tmp_path / "vendor")


def test_a_missing_folder_is_not_current(vendor: ModuleType, tmp_path: Path) -> None:
    assert not vendor.is_current(tmp_path / "nowhere")


def test_the_stylesheet_loses_what_belongs_to_gov_uk(vendor: ModuleType) -> None:
    css = vendor.stylesheet(
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/x.woff2)}"
        "h1{font-family:GDS Transport,arial,sans-serif}"
        ".crest{background:url(/assets/images/govuk-crest.svg)}"
        "/*# sourceMappingURL=x.css.map */"
    )

    assert css.startswith('h1{font-family:"Atkinson Hyperlegible Next"')
    assert "none" in css
    assert "sourceMappingURL" not in css


def test_a_new_place_of_their_brand_stops_the_fetch(vendor: ModuleType) -> None:
    with pytest.raises(SystemExit, match="govuk-frontend changed"):
        vendor.stylesheet("a{background:url(/assets/images/crown.svg)}")


@pytest.mark.parametrize("name", ["govuk-frontend.min.css", "fonts.css"])
def test_vendored_stylesheets_point_only_at_their_own_folder(name: str) -> None:
    css = (VENDORED / name).read_text()

    assert not re.search(r"GDS Transport|crest|url\((?!fonts/|none|data:)", css)


def test_every_licence_travels_with_its_package() -> None:
    carried = {path.stem for path in (VENDORED / "licences").iterdir()}

    packages = json.loads((SRC.parents[1] / "package.json").read_text())["dependencies"]
    assert carried == {name.split("/")[-1] for name in packages}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_template_holds_style_script_or_another_host(template: Path) -> None:
    text = template.read_text()

    assert not re.search(
        r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*(?:src=|/json\"))", text
    )
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", text)
    assert "|safe" not in text
    assert "autoescape off" not in text


@pytest.mark.slow
def test_hashed_names_reach_into_stylesheets_and_modules(
    tmp_path: Path, settings: Any
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "goldthread.web.storage.HashedFiles"}
    }

    call_command("collectstatic", verbosity=0, interactive=False)

    [module] = tmp_path.glob("goldthread/goldthread.????????????.js")
    [fonts] = tmp_path.glob("vendor/fonts.????????????.css")
    assert re.search(r"govuk-frontend\.min\.[0-9a-f]{12}\.js", module.read_text())
    assert re.search(r"latin-400-normal\.[0-9a-f]{12}\.woff2", fonts.read_text())


def test_the_mark_is_found() -> None:
    assert finders.find("goldthread/mark.svg")
