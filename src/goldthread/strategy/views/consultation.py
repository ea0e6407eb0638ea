"""What people are asked about: the draft as it was put out, for whoever has the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from goldthread.documents import html, stored
from goldthread.documents.html import Setting
from goldthread.strategy.linked import linked
from goldthread.strategy.models.strategies import A_DAY
from goldthread.strategy.views.page import ALL, home_of, may, strategy_of
from goldthread.web.access import published


@published
@require_safe
def consultation(request: HttpRequest, key: str) -> HttpResponse:
    """The draft, its days and how to answer; the text itself on those days only.

    Whoever writes the strategy reads on before and after.
    """
    strategy = strategy_of(key)
    opens, closes = strategy.consultation_opens_on, strategy.consultation_closes_on
    if not (strategy.consultation_document and opens and closes):
        raise Http404("No consultation is held on this strategy.")
    today, works_here = timezone.localdate(), may(request, "read the strategy")
    is_open = strategy.asks_on(today)
    document = stored.from_json(strategy.consultation_document)
    told = {
        "strategy": strategy,
        "document": document,
        "how": linked(strategy.consultation_answers),
        "opens": opens,
        "last": closes - A_DAY,
        "is_open": is_open,
        "is_early": today < opens,
        "crumbs": (ALL, home_of(strategy)) if works_here else (),
    }
    if is_open or works_here:
        told["chapters"] = document.sections
        told["body"] = mark_safe(html.sections(document, Setting()))
    return render(request, "strategy/consultation.html", told)
