"""What a document still lacks before it may be shown: each fault in one sentence."""

from collections.abc import Iterator

from goldthread.documents import numbers
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Chart,
    CrossReference,
    Document,
    Figure,
    KeyFigures,
    MapBlock,
    Paragraph,
    Section,
    Table,
    Text,
    blocks_of,
    plain,
    runs,
    sections_of,
)


def faults(document: Document) -> list[str]:
    """Everything wrong with the document's form, in reading order."""
    found = [*_empty_sections(document), *_repeated_ids(document)]
    for block in blocks_of(document):
        if isinstance(block, Chart | MapBlock):
            found += _picture_faults(block)
    anchors = set(_ids(document))
    for text in texts_of(document):
        found += _figure_faults(text)
        found += [
            f"{plain(text)!r} leads to {run.to!r}, which is not in the document."
            for run in runs(text)
            if isinstance(run, CrossReference) and run.to not in anchors
        ]
    return found


def texts_of(document: Document) -> Iterator[Text]:
    """Every sentence of the document, in reading order."""
    for block in blocks_of(document):
        yield from texts_of_block(block)


def texts_of_block(block: Block) -> Iterator[Text]:
    """Every sentence of one block; what people typed is theirs and holds no figures."""
    if isinstance(block, Paragraph | Callout):
        yield block.text
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, KeyFigures):
        for item in block.items:
            yield (item.figure,)
            yield item.note
    elif isinstance(block, Table):
        yield from _table_texts(block)
    elif isinstance(block, Chart | MapBlock):
        yield block.title
        yield from block.caveats
        if isinstance(block, MapBlock):
            yield block.unlocated
        yield from _table_texts(block.table)


def _table_texts(table: Table) -> Iterator[Text]:
    yield table.caption
    yield from table.notes


def _empty_sections(document: Document) -> Iterator[str]:
    for _, section in sections_of(document):
        if not section.blocks and not section.sections:
            yield f"The section {section.heading!r} is empty; say what is missing and why."


def _ids(document: Document) -> Iterator[str]:
    for _, section in sections_of(document):
        yield section.id
        yield from _block_ids(section)


def _block_ids(section: Section) -> Iterator[str]:
    for block in section.blocks:
        if isinstance(block, Table | Chart | MapBlock) and block.id:
            yield block.id


def _repeated_ids(document: Document) -> Iterator[str]:
    seen: set[str] = set()
    for one in _ids(document):
        if one in seen:
            yield f"The id {one!r} is used twice; links to it would lead to the first."
        seen.add(one)


def _picture_faults(block: Chart | MapBlock) -> Iterator[str]:
    title = plain(block.title)
    if not _is_sentence(title):
        yield (
            f"The title {title!r} of {block.id!r} is not a sentence; say the one thing "
            "that the picture shows, and end with a full stop."
        )
    if not block.alt.strip():
        yield f"{block.id!r} has no words for people who cannot see it; describe its shape."
    if not block.source.strip():
        yield f"{block.id!r} does not say where its numbers come from; name the source."
    if isinstance(block, MapBlock) and not plain(block.unlocated).strip():
        yield f"The map {block.id!r} does not say what share of rows it cannot place."


def _is_sentence(title: str) -> bool:
    words = title.split()
    return (
        len(words) >= 3
        and title[0].isupper() | title[0].isdigit()
        and title[-1] in ".?!"
    )


def _figure_faults(text: Text) -> Iterator[str]:
    for run in runs(text):
        if isinstance(run, Figure) and not run.display.strip():
            yield f"A figure in {plain(text)!r} is not written; its value is {run.value}."
        elif (
            isinstance(run, Figure)
            and run.value is None
            and run.display != numbers.NOT_HELD
        ):
            yield (
                f"A figure in {plain(text)!r} is written {run.display!r} but is not held; "
                f"write {numbers.NOT_HELD!r}."
            )
