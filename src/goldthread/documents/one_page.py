"""A strategy on a page: one sheet of A4 on its side, that a board pins to the wall.

Priorities stand side by side; the threads that run through all of them run through them
here too, as gold lines from edge to edge. The words shrink until they fit, but never
below what can be read on paper; then the page is refused, with what to shorten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from goldthread.documents import markup, numbers, page
from goldthread.documents.page import DRAFT, INVENTED, WATERMARK
from goldthread.documents.pdf import UA, Press

MOST_PRIORITIES = 6
LARGEST, SMALLEST, STEP = 12.0, 7.5, 0.25  # points; the smallest words on the page
MOST_AIR = 127  # millimetres that a short strategy leaves over, at most
STYLE = "static/documents/one_page.css"  # the site serves the same file


class DoesNotFit(ValueError):
    """The words do not fit on one page; the sentence says by how much and which."""


@dataclass(frozen=True, slots=True)
class Priority:
    """One column: what we want, where we start, and the work under way."""

    name: str
    outcomes: tuple[str, ...] = ()
    focus_areas: tuple[str, ...] = ()
    workstreams: tuple[str, ...] = ()
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """What runs through every priority, and the one sentence that says how."""

    name: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """A body and when it agreed; without a day it has not."""

    body: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class OnePage:
    """A strategy reduced to what fits on a page."""

    title: str
    vision: str
    area: str
    priorities: tuple[Priority, ...]
    threads: tuple[Thread, ...] = ()
    marking: str = ""
    handling: str = ""
    dated: date | None = None
    version: str = ""
    approvals: tuple[Approved, ...] = ()
    draft: bool = False
    invented: bool = False
    language: str = "en-GB"

    def __post_init__(self) -> None:
        if not 1 <= len(self.priorities) <= MOST_PRIORITIES:
            raise ValueError(
                f"A page holds one to {MOST_PRIORITIES} priorities; this strategy has "
                f"{len(self.priorities)}. Join some of them on the page."
            )


def fragment(one: OnePage, *, level: int = 1) -> str:
    """The page as markup to set into a site's own page; `level` is its heading's."""
    gap = '<div class="gt-onepage__gap"></div>\n'
    columns = gap.join(_column(priority, level + 1) for priority in one.priorities)
    vision = (
        f'<p class="gt-onepage__vision">{markup.escaped(one.vision)}</p>\n'
        if one.vision
        else ""
    )
    return (
        f'<article class="gt-onepage gt-onepage--{len(one.priorities)}">\n'
        f'<header class="gt-onepage__head"><p class="gt-onepage__area">'
        f"{markup.escaped(one.area)}</p>\n"
        f'<h{level} class="gt-onepage__title">{markup.escaped(one.title)}</h{level}>\n'
        f"{vision}</header>\n"
        f'<div class="gt-onepage__columns">{columns}</div>\n'
        f"{_threads(one, level + 1)}{_foot(one)}</article>\n"
    )


def html_page(one: OnePage) -> str:
    """The page as one file: side by side on a wide screen, below one another on a phone."""
    names = ("document.css", page.BLOCKS, STYLE)
    css = "".join(map(page.style, names)) + "body{max-width:80rem}\n"
    mark = f'<div class="gt-watermark" aria-hidden="true">{DRAFT}</div>' * one.draft
    return _whole(one, css + page.embedded_fonts(), mark)


def pdf_page(one: OnePage) -> bytes:
    """The page as a tagged PDF of exactly one sheet; raises `DoesNotFit`.

    Type as large as the words allow, then the space left over parts threads and foot
    from the columns, so that the foot stands at the foot.
    """
    press = Press()

    def fits(size: float, air: int) -> bool:
        return len(press.laid_out(_sheet(one, size, air)).pages) == 1

    if not fits(SMALLEST, 0):
        raise DoesNotFit(_refusal(one))
    steps = round((LARGEST - SMALLEST) / STEP)
    size = SMALLEST + STEP * _most(steps, lambda n: fits(SMALLEST + STEP * n, 0))
    air = _most(MOST_AIR, lambda millimetres: fits(size, millimetres))
    sheet = press.laid_out(_sheet(one, size, air))
    written: bytes = sheet.write_pdf(pdf_variant=UA)
    return written


def _most(highest: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to `highest` that holds, where nought does."""
    low, high = 0, highest
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _sheet(one: OnePage, size: float, air: int) -> str:
    css = "".join(map(page.style, (STYLE, "one_page.css")))
    css += f".gt-onepage{{--size:{size}pt;--air:{air}mm}}\n"
    mark = f'<img class="gt-watermark" src="{WATERMARK}" alt="">' * one.draft
    return _whole(one, css, mark)


def _refusal(one: OnePage) -> str:
    """Which column to shorten: the one with the most words."""

    def words(priority: Priority) -> int:
        lists = (priority.outcomes, priority.focus_areas, priority.workstreams)
        texts = [priority.name, priority.summary, *(t for some in lists for t in some)]
        return sum(len(text.split()) for text in texts)

    longest = max(one.priorities, key=words)
    total = sum(map(words, one.priorities))
    return (
        f"This does not fit on one page: at {SMALLEST:g} points, the smallest that can be "
        f"read on paper, its {numbers.count(total)} words of priorities run over. The "
        f"longest is {longest.name!r} with {numbers.count(words(longest))} words; shorten "
        "its outcomes, focus areas and workstreams first."
    )


def _whole(one: OnePage, css: str, watermark: str) -> str:
    title = f"{one.title}: {one.area}"
    dated = (
        f'<meta name="dcterms.created" content="{one.dated.isoformat()}">\n'
        if one.dated
        else ""
    )
    return (
        f'<!doctype html>\n<html lang="{markup.escaped(one.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{markup.escaped(title)}</title>\n{dated}"
        f'<meta name="author" content="{markup.escaped(one.area)}">\n'
        f"<style>\n{css}</style>\n</head>\n<body>\n{watermark}\n"
        f"<main>\n{fragment(one)}</main>\n</body>\n</html>\n"
    )


def _column(one: Priority, level: int) -> str:
    summary = (
        f'<p class="gt-onepage__summary">{markup.escaped(one.summary)}</p>'
        if one.summary
        else ""
    )
    parts = (
        ("What we hope to achieve", one.outcomes),
        ("Early areas of focus", one.focus_areas),
        ("Workstreams", one.workstreams),
    )
    return (
        '<section class="gt-onepage__column">'
        f'<h{level} class="gt-onepage__priority">{markup.escaped(one.name)}</h{level}>'
        f"{summary}"
        f"{''.join(_part(name, items, level + 1) for name, items in parts)}</section>\n"
    )


def _part(name: str, items: tuple[str, ...], level: int) -> str:
    if not items:
        return ""
    listed = "".join(f"<li>{markup.escaped(item)}</li>" for item in items)
    return (
        f'<h{level} class="gt-onepage__part">{name}</h{level}>'
        f'<ul class="gt-onepage__items">{listed}</ul>'
    )


def _threads(one: OnePage, level: int) -> str:
    if not one.threads:
        return ""
    rows = "".join(
        f'<li class="gt-onepage__thread"><strong>{markup.escaped(thread.name)}</strong> '
        f"<span>{markup.escaped(thread.statement)}</span></li>\n"
        for thread in one.threads
    )
    return (
        '<section class="gt-onepage__threads">'
        f'<h{level} class="gt-onepage__part">Running through every priority</h{level}>\n'
        f'<ul class="gt-onepage__rows">{rows}</ul></section>\n'
    )


def _foot(one: OnePage) -> str:
    facts = [
        f"<strong>{markup.escaped(one.marking)}</strong>" if one.marking else "",
        markup.escaped(one.handling),
        DRAFT if one.draft else "",
        numbers.day(one.dated) if one.dated else "",
        f"Version {markup.escaped(one.version)}" if one.version else "",
        INVENTED if one.invented else "",
    ]
    said = " · ".join(filter(None, facts))
    agreed = "".join(f"<li>{_approved(each)}</li>" for each in one.approvals)
    approvals = f'<ul class="gt-onepage__approvals">{agreed}</ul>' if agreed else ""
    line = f"<p>{said}</p>" if said else ""
    if not line and not approvals:
        return ""
    return f'<footer class="gt-onepage__foot">{line}{approvals}</footer>\n'


def _approved(one: Approved) -> str:
    if one.on is None:
        return f"Not yet agreed by {markup.escaped(one.body)}"
    return f"Agreed by {markup.escaped(one.body)}, {numbers.day(one.on)}"
