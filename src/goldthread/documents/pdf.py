"""A document as PDF: tagged for screen readers, searchable, with every page marked."""

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from goldthread.documents import fonts, house_style
from goldthread.documents.model import Document
from goldthread.documents.page import DRAFT, WATERMARK, printed_page

UA = "pdf/ua-1"  # tagged, so that a screen reader follows it
_SCHEME = "goldthread"
_WATERMARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640" '
    'viewBox="-320 -320 640 640"><text transform="rotate(-45)" y="60" font-size="170" '
    f'font-weight="700" font-family="{house_style.FAMILY}" text-anchor="middle" '
    f'fill="{house_style.WATERMARK}">{DRAFT}</text></svg>'
)


def write_pdf(document: Document, pictures: Mapping[str, bytes]) -> bytes:
    """The document as PDF/UA-1; `pictures` are drawn SVGs by block id.

    Equal documents give equal bytes: the PDF carries the document's date, not the clock.
    """
    addresses = {key: f"{_SCHEME}:picture/{key}" for key in pictures}
    markup = printed_page(document, addresses)
    with _collecting_later():
        written: bytes = Press(pictures).laid_out(markup).write_pdf(pdf_variant=UA)
    return written


class Press:
    """Sets markup on pages with the house's typeface, as often as it is asked.

    Unpacking the typeface takes 0.2 of the 0.3 seconds of a short page, so one press
    serves a page that is tried at many sizes. Nothing is fetched from outside.
    """

    def __init__(self, pictures: Mapping[str, bytes] = MappingProxyType({})) -> None:
        from weasyprint import CSS  # 0.6 s and 60 MB: only where a PDF is written
        from weasyprint.text.fonts import FontConfiguration

        logging.getLogger("weasyprint").setLevel(logging.ERROR)
        self._fetcher = _fetcher(pictures)
        self._fonts = FontConfiguration()
        self._faces = CSS(
            string=_font_css(), font_config=self._fonts, url_fetcher=self._fetcher
        )

    def laid_out(self, markup: str) -> Any:
        """The pages, not yet written."""
        from weasyprint import HTML

        source = HTML(
            string=markup, url_fetcher=self._fetcher, base_url=f"{_SCHEME}:document/"
        )
        return source.render(
            font_config=self._fonts, stylesheets=[self._faces], pdf_variant=UA
        )


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Layout makes millions of small objects that all live to the end; looking for
    garbage among them took 1.5 of 8.7 seconds for 64 pages, and freed 8 MB."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _font_css() -> str:
    return "".join(
        fonts.face_css(face, f"{_SCHEME}:font/{face.path.name}")
        for face in fonts.house_fonts()
    )


def _fetcher(pictures: Mapping[str, bytes]) -> Any:
    """Hands out our own pictures and fonts; nothing else is ever fetched."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    faces = {face.path.name: face.path for face in fonts.house_fonts()}

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc, unused-ignore]
        def fetch(self, url: str, headers: Any = None) -> Any:
            kind, _, name = url.removeprefix(f"{_SCHEME}:").partition("/")
            if kind == "picture" and name in pictures:
                svg = {"Content-Type": "image/svg+xml"}
                return URLFetcherResponse(url, pictures[name], svg)
            if url == WATERMARK:
                svg = {"Content-Type": "image/svg+xml"}
                return URLFetcherResponse(url, _WATERMARK.encode(), svg)
            if kind == "font" and name in faces:
                woff = {"Content-Type": "font/woff2"}
                return URLFetcherResponse(url, faces[name].read_bytes(), woff)
            raise ValueError(
                f"A document fetches nothing from outside; it asked for {url}."
            )

    return OwnFilesOnly()
