"""Pictures of public measures: drawn from the frozen figures, and from nothing else."""

import logging
from dataclasses import replace

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from goldthread.documents import html
from goldthread.documents.drawing import NotDrawn, draw_all
from goldthread.documents.html import Setting
from goldthread.documents.model import described
from goldthread.performance.published import PublishedMeasure

logger = logging.getLogger(__name__)


def of_measure(one: PublishedMeasure) -> SafeString:
    """The line of a measure with the table behind it; the table alone where undrawn."""
    chart = replace(one.chart(), caveats=())
    pictures = {}
    try:
        drawn = draw_all(
            {chart.id: described(chart)}, cache=settings.GOLDTHREAD_HOME / "drawn"
        )
        pictures[chart.id] = drawn[chart.id, "svg"].decode()
    except NotDrawn as fault:
        logger.warning("%s", fault)
    return mark_safe(html.block(chart, Setting(pictures=pictures)))
