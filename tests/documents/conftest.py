"""Pictures are drawn once for the whole folder: waking the engine takes half a second."""

from pathlib import Path

import pytest
from tests.documents import samples

from goldthread.documents import drawing
from goldthread.documents.model import Document, pictures_of


@pytest.fixture(scope="session")
def document() -> Document:
    return samples.document()


@pytest.fixture(scope="session")
def drawn(
    document: Document, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The SVG of every picture in the sample document, by block id."""
    cache: Path = tmp_path_factory.mktemp("drawn")
    pictures = drawing.draw_all(pictures_of(document), cache=cache)
    return {key: svg for (key, _), svg in pictures.items()}


@pytest.fixture(scope="session")
def printed(
    document: Document, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The PNG of every picture in the sample document, by block id."""
    cache: Path = tmp_path_factory.mktemp("printed")
    pictures = drawing.draw_all(pictures_of(document), ("png",), cache=cache)
    return {key: png for (key, _), png in pictures.items()}
