"""The paper that boards have before them when they decide about a strategy (S48)."""

from django.http import HttpRequest
from django.utils import timezone

from goldthread.strategy import files
from goldthread.strategy.models import Strategy
from goldthread.strategy.views.page import Part, link, may
from goldthread.strategy.views.public import READ, downloads
from goldthread.web.kit import Link


def paper_of(request: HttpRequest, strategy: Strategy) -> Part:
    """What the boards have before them, to print and to send round."""
    if strategy.state != Strategy.State.PROPOSED or not may(request, READ):
        return Part()
    reading = files.reading_of(strategy, on=timezone.localdate())
    lie = downloads(strategy, files.folder_of(strategy, reading))
    links = [
        Link(
            one.words if one.kind in one.words else f"{one.words} ({one.kind})",
            one.href,
        )
        for one in lie
    ]
    reads = link("As it reads", "published_strategy", strategy)
    words = (
        ""
        if links
        else "The PDF and Word files are being written. Look again in a minute, or have them written from its page."
    )
    return Part("The paper for the boards", words, links=[*links[:2], reads])
