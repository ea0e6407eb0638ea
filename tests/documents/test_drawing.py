"""Pictures: drawn elsewhere, kept by content, safe inside a strict page."""

import re
import resource
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.documents import samples

from goldthread.documents import charts, drawing, svg
from goldthread.documents.model import Document, pictures_of

SVG = "{http://www.w3.org/2000/svg}"


def test_every_picture_is_an_image_with_a_title_and_words(
    drawn: dict[str, bytes],
) -> None:
    for name, picture in drawn.items():
        root = ET.fromstring(picture)
        assert root.get("role") == "img", name
        labelled = (root.get("aria-labelledby") or "").split()
        named = {element.get("id"): element for element in root}
        assert [named[one].tag for one in labelled] == [f"{SVG}title", f"{SVG}desc"]
        assert named[labelled[0]].text


def test_no_picture_needs_a_style_a_script_or_another_host(
    drawn: dict[str, bytes],
) -> None:
    for picture in drawn.values():
        text = picture.decode()
        assert "style=" not in text
        assert "<script" not in text
        assert "<image" not in text
        assert set(re.findall(r"https?://[^\"']+", text)) <= {
            "http://www.w3.org/2000/svg",
            "http://www.w3.org/1999/xlink",
        }


def test_words_in_a_picture_stay_words(drawn: dict[str, bytes]) -> None:
    texts = [e.text for e in ET.fromstring(drawn["chart-years"]).iter(f"{SVG}text")]

    assert "4\u00a0120" in texts
    assert "not held" in texts
    assert all(
        e.get("opacity") != "0" for e in ET.fromstring(drawn["chart-line"]).iter()
    )


def test_ids_are_unique_across_pictures_so_that_a_page_can_hold_many(
    drawn: dict[str, bytes],
) -> None:
    ids = [
        element.get("id")
        for picture in drawn.values()
        for element in ET.fromstring(picture).iter()
        if element.get("id")
    ]

    assert len(ids) == len(set(ids)) >= 2 * len(drawn)


def test_the_line_is_broken_where_a_month_is_missing(drawn: dict[str, bytes]) -> None:
    lines = [
        path.get("d") or ""
        for path in ET.fromstring(drawn["chart-line"]).iter(f"{SVG}path")
        if path.get("stroke") == "#9aa3ae"
    ]

    # Gaps after month 20, 22 and 40 part the line into four strokes.
    assert max(line.count("M") for line in lines) == 4


def test_a_picture_is_drawn_once_and_then_read(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    specs = {"a": pictures_of(document)["chart-ranked"]}
    first = drawing.draw_all(specs, ("svg", "png"), cache=tmp_path)

    monkeypatch.setattr(
        drawing, "_draw_elsewhere", lambda *_: pytest.fail("drew again")
    )
    again = drawing.draw_all(specs, ("svg", "png"), cache=tmp_path)

    assert again == first
    assert first["a", "png"].startswith(b"\x89PNG")
    assert first["a", "svg"].startswith(b"<svg")


def test_a_second_drawing_gives_the_same_bytes(
    document: Document, drawn: dict[str, bytes], tmp_path: Path
) -> None:
    assert (
        drawing.draw(pictures_of(document)["chart-line"], cache=tmp_path)
        == (drawn["chart-line"])
    )


def test_a_picture_that_cannot_be_drawn_is_named_and_the_others_are_kept(
    tmp_path: Path,
) -> None:
    good = charts.ranked_bars([charts.Rated("A", 3)], unit="offences")

    with pytest.raises(drawing.NotDrawn, match="'bad' could not be drawn"):
        drawing.draw_all({"bad": {"mark": "no such"}, "good": good}, cache=tmp_path)

    assert len(list(tmp_path.rglob("*.svg"))) == 1


def test_an_engine_that_stops_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(drawing.NotDrawn, match="The drawing engine stopped"):
        drawing.draw({"mark": "point"}, cache=tmp_path)


def test_control_characters_in_a_name_do_not_spoil_a_picture(tmp_path: Path) -> None:
    rows = [charts.Rated("Wick\x07 & <b>North\x00</b>", 3)]

    picture = drawing.draw(charts.ranked_bars(rows, unit="offences"), cache=tmp_path)

    texts = [element.text for element in ET.fromstring(picture).iter(f"{SVG}text")]
    assert "Wick & <b>North</b>" in texts


def test_the_calling_process_never_wakes_the_drawing_engine(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from goldthread.documents import charts, drawing\n"
        "spec = charts.ranked_bars([charts.Rated('A', 3)], unit='offences')\n"
        f"drawing.draw(spec, cache=Path({str(tmp_path)!r}))\n"
        "print('vl_convert' in sys.modules, 'shapely' in sys.modules)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["False", "False"]


def test_styles_become_attributes_and_references_follow_renamed_ids() -> None:
    raw = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 5">'
        '<defs><clipPath id="clip0"><rect width="3" height="3"/></clipPath></defs>'
        '<g clip-path="url(#clip0)"><path d="M0 0h3" style="fill: red; stroke:#123"/></g>'
        '<text opacity="0">ghost</text></svg>'
    )

    done = svg.finished(raw, name="n", title="T", words="")

    assert 'id="n-clip0"' in done
    assert 'clip-path="url(#n-clip0)"' in done
    assert 'fill="red" stroke="#123"' in done
    assert "ghost" not in done
    assert 'aria-labelledby="n-title"' in done


@pytest.mark.slow
def test_thirty_charts_and_six_maps_are_drawn_in_four_seconds_of_work(
    tmp_path: Path,
) -> None:
    kinds = list(samples.every_chart().values())
    specs = {f"c{n}": {**kinds[n % 8], "usermeta": {"n": n}} for n in range(30)}
    from goldthread.documents import maps

    shaded = maps.shaded_map(samples.city(160), unit="offences")
    specs |= {f"m{n}": {**shaded, "usermeta": {"n": n}} for n in range(6)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    drawing.draw_all(specs, cache=tmp_path)

    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < 4.0  # measured 1.9
