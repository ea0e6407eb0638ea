"""The text of a strategy kept as it reads on a day, for those who are asked about it."""

from datetime import date

from goldthread.documents import stored
from goldthread.partners import glossary
from goldthread.partners.models import Installation
from goldthread.strategy.composition import document_of
from goldthread.strategy.models import Strategy
from goldthread.strategy.queries.whole import whole


def frozen(strategy: Strategy, *, on: date) -> str:
    """The whole document as it stands, in the form in which documents are stored."""
    installation = Installation.objects.first()
    document = document_of(
        whole(strategy, on=on),
        on=on,
        words=glossary.words(),
        invented=bool(installation and installation.is_demonstration),
        prepared_by=strategy.partnership,
    )
    return stored.to_json(document).decode()
