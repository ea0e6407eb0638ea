"""What the assessment's pages show, gathered into frozen values."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from goldthread.assessment import files
from goldthread.assessment.models import Assessment, Finding
from goldthread.assessment.queries import HeadingState, heading_states
from goldthread.core.periods import Period, statutory_year_of, twelve_months_ending
from goldthread.documents import html, stored
from goldthread.documents.drawing import draw_all
from goldthread.documents.model import (
    Block,
    Chart,
    Document,
    MapBlock,
    Section,
    Table,
    blocks_of,
    described,
)
from goldthread.evidence.catalogue import questions
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake


@dataclass(frozen=True, slots=True)
class ChapterLink:
    """One line of the contents: a chapter, and what stands inside it."""

    heading: str
    href: str
    is_waiting: bool  # for the partnership's words
    inside: tuple[tuple[str, str], ...]  # heading and address


@dataclass(frozen=True, slots=True)
class ContentsPage:
    """The first page of an assessment."""

    assessment: Assessment
    document: Document
    opening: SafeString  # the key findings, as markup
    chapters: tuple[ChapterLink, ...]
    headings: tuple[HeadingState, ...]
    owed: int
    formats: tuple[tuple[str, str, int], ...]  # kind, address, bytes


@dataclass(frozen=True, slots=True)
class ChapterPage:
    """One chapter, as markup, with its neighbours."""

    assessment: Assessment
    document: Document
    section: Section
    body: SafeString
    before: ChapterLink | None
    after: ChapterLink | None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that a finding put to the lake."""

    name: str
    title: str
    parameters: tuple[tuple[str, str], ...]
    command: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """One finding: what it says and how we know."""

    finding: Finding
    body: SafeString
    asked: tuple[AskedQuestion, ...]
    chapter: ChapterLink | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A document, and where the files of this very state of it lie."""

    document: Document
    folder: Path


@lru_cache(maxsize=8)
def _shown(key: int, state: str, words: tuple[int, ...], made: str) -> Shown:
    # The folder's name is a hash of the whole document: 0.1 s of CPU, once a state.
    assessment = Assessment.objects.get(pk=key)
    document = files.current_document(assessment)
    return Shown(document, files.folder_of(assessment, document))


def shown(assessment: Assessment) -> Shown:
    """The assessment's document; composed once for every state of its words."""
    words = tuple(assessment.wordings.order_by("pk").values_list("pk", flat=True))
    return _shown(assessment.pk, assessment.state, words, str(assessment.made_at))


def document_shown(assessment: Assessment) -> Document:
    """The document alone."""
    return shown(assessment).document


def contents_page(assessment: Assessment) -> ContentsPage:
    """The key findings and what stands where."""
    known = shown(assessment)
    document = known.document
    states = heading_states(assessment)
    found = files.files_in(known.folder)
    return ContentsPage(
        assessment=assessment,
        document=document,
        opening=_markup(assessment, document.sections[0], level=2),
        chapters=_chapters(assessment, document),
        headings=states,
        owed=sum(state.is_owed for state in states),
        formats=tuple(
            (
                path.suffix[1:],
                reverse("assessment_file", args=[assessment.pk, path.suffix[1:]]),
                path.stat().st_size,
            )
            for path in found
        ),
    )


def chapter_page(assessment: Assessment, key: str) -> ChapterPage | None:
    """One chapter of the document; None where there is none of that name."""
    document = document_shown(assessment)
    links = _chapters(assessment, document)
    for number, section in enumerate(document.sections):
        if section.id == key:
            return ChapterPage(
                assessment=assessment,
                document=document,
                section=section,
                body=_markup(assessment, section, level=1),
                before=links[number - 1] if number else None,
                after=links[number + 1] if number + 1 < len(links) else None,
            )
    return None


def finding_page(finding: Finding) -> FindingPage:
    """One finding with its questions, its method and its lake version."""
    kept = stored.from_json(finding.blocks)
    section = Section("finding", finding.heading, kept.sections[0].blocks)
    links = _chapters(finding.assessment, document_shown(finding.assessment))
    chapter = next(
        (
            link
            for link in links
            if any(href.endswith(f"#{finding.chapter}") for _, href in link.inside)
            or link.href.endswith(f"/{finding.chapter}/")
        ),
        None,
    )
    return FindingPage(
        finding=finding,
        body=_markup(finding.assessment, section, level=2, own_page=True),
        asked=tuple(_asked(finding, each) for each in finding.questions),
        chapter=chapter,
    )


def table_of(assessment: Assessment, key: str) -> Table | None:
    """The table of that name, or the one behind the picture of that name."""
    for block in blocks_of(document_shown(assessment)):
        if isinstance(block, Table) and block.id == key:
            return block
        if isinstance(block, Chart | MapBlock) and block.id == key:
            return block.table
    return None


def specification_of(assessment: Assessment, key: str) -> str | None:
    """The Vega-Lite specification of the picture of that name, as JSON."""
    for block in blocks_of(document_shown(assessment)):
        if isinstance(block, Chart | MapBlock) and block.id == key:
            return json.dumps(described(block), indent=1)
    return None


def periods_offered() -> tuple[Period, ...]:
    """Periods that the lake reaches: its newest twelve months, then statutory years."""
    lake = Lake(home())
    months = sorted(
        row["month"]
        for row in lake.coverage().to_pylist()
        if row["source"] == "offence" and row["state"] != "missing"
    )
    if not months:
        return ()
    newest = twelve_months_ending(months[-1])
    years: list[Period] = []
    year = statutory_year_of(months[-1])
    while year.end > months[0]:
        years.append(year)
        year = statutory_year_of(date(year.start.year - 1, 4, 1))
    # Where the newest twelve months are a statutory year, they are offered once.
    return tuple(years) if newest.end == years[0].end else (newest, *years)


def areas_offered() -> tuple[tuple[str, str], ...]:
    """Every partnership the lake knows, by name."""
    version = Lake(home()).version()
    found = version.areas("csp") or version.areas("local_authority")
    return tuple(sorted(((a.code, a.name) for a in found), key=lambda pair: pair[1]))


def _chapters(assessment: Assessment, document: Document) -> tuple[ChapterLink, ...]:
    return tuple(
        ChapterLink(
            heading=section.heading,
            href=(href := reverse("chapter", args=[assessment.pk, section.id])),
            is_waiting=_waits(section),
            inside=tuple(
                (inner.heading, f"{href}#{inner.id}") for inner in section.sections
            ),
        )
        for section in document.sections
    )


def _waits(section: Section) -> bool:
    return any(
        getattr(block, "kind", "") == "awaiting-words" for block in section.blocks
    )


def _markup(
    assessment: Assessment, section: Section, *, level: int, own_page: bool = False
) -> SafeString:
    """A section as markup with its pictures set in and the ways on under each block.

    The writer escapes everything that comes from data (documents/html.py, tested).
    """
    blocks = list(_blocks(section))
    specs = {b.id: described(b) for b in blocks if isinstance(b, Chart | MapBlock)}
    drawn = draw_all(specs, cache=files.drawn_folder()) if specs else {}
    links = _links(assessment, blocks, {} if own_page else _findings(assessment))
    setting = html.Setting(
        pictures={key: svg.decode() for (key, _), svg in drawn.items()}, links=links
    )
    return mark_safe(html.section(section, setting, level=level))


def _blocks(section: Section) -> Sequence[Block]:
    inner = [block for each in section.sections for block in _blocks(each)]
    return [*section.blocks, *inner]


def _findings(assessment: Assessment) -> Mapping[str, str]:
    """Which finding each picture and table belongs to."""
    return _belongs(assessment.pk, str(assessment.made_at))


@lru_cache(maxsize=8)
def _belongs(key: int, made: str) -> dict[str, str]:
    rows = Finding.objects.filter(assessment_id=key).values_list("ref", "blocks")
    return {
        block.id: ref
        for ref, text in rows
        for block in blocks_of(stored.from_json(text))
        if isinstance(block, Chart | MapBlock | Table) and block.id
    }


def _links(
    assessment: Assessment, blocks: Sequence[Block], findings: Mapping[str, str]
) -> dict[str, list[html.Link]]:
    found: dict[str, list[html.Link]] = {}
    for block in blocks:
        if not isinstance(block, Chart | MapBlock | Table) or not block.id:
            continue
        place = [assessment.pk, block.id]
        found[block.id] = [
            html.Link(
                "Download the table (CSV)", reverse("assessment_table", args=place)
            )
        ]
        if not isinstance(block, Table):
            found[block.id].append(
                html.Link(
                    "Download the drawing's specification (JSON)",
                    reverse("assessment_specification", args=place),
                )
            )
        if ref := findings.get(block.id):
            found[block.id].append(
                html.Link("How we know", reverse("finding", args=[assessment.pk, ref]))
            )
    return found


def _asked(finding: Finding, each: Mapping[str, Any]) -> AskedQuestion:
    name, parameters = each["question"], each["parameters"]
    known = questions().get(name)
    words = {"area": "--area", "start": "--from", "end": "--to"}
    shown = " ".join(
        f"{words[key]} {_month(key, value)}"
        if key in words
        else f"--with {key}={value}"
        for key, value in parameters.items()
    )
    return AskedQuestion(
        name=name,
        title=known.title if known else name,
        parameters=tuple((key, str(value)) for key, value in parameters.items()),
        command=f"goldthread ask {name} {shown} --as-of {finding.lake_version[:12]}",
    )


def _month(key: str, value: Any) -> str:
    if key == "area":
        return str(value)
    day = date.fromisoformat(str(value))
    if key == "end":  # the command names the last month, the question the one after
        day = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
    return f"{day:%Y-%m}"
