"""The text of a strategy kept as it reads on a day, for those who are asked about it."""

from copy import copy
from dataclasses import replace
from datetime import date

from goldthread.documents import stored
from goldthread.partners import glossary
from goldthread.partners.models import Installation
from goldthread.strategy.composition import document_of
from goldthread.strategy.models import Section, Strategy
from goldthread.strategy.queries.whole import whole
from goldthread.strategy.sections import without_gaps


def frozen(strategy: Strategy, *, on: date) -> str:
    """The whole document as it stands, in the form in which documents are stored."""
    installation = Installation.objects.first()
    known = whole(strategy, on=on)
    document = document_of(
        replace(known, sections=tuple(map(_for_outsiders, known.sections))),
        on=on,
        words=glossary.words(),
        invented=bool(installation and installation.is_demonstration),
        prepared_by=strategy.partnership,
    )
    return stored.to_json(document).decode()


def _for_outsiders(section: Section) -> Section:
    told = copy(section)
    told.text = without_gaps(section.text)
    return told
