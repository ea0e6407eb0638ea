"""What was done in one workstream, for whoever leads it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_GET

from goldthread.audit.services import Subject
from goldthread.delivery import queries, rules
from goldthread.partners.session import signed_in
from goldthread.strategy.models import Workstream
from goldthread.web.agency_record import part_of_the_record
from goldthread.web.kit import Link


@require_GET
def workstream_record(request: HttpRequest, key: int) -> HttpResponse:
    """Every act on a workstream and its actions, the newest first; nothing of others."""
    rows = Workstream.objects.select_related("strategy", "lead")
    workstream = get_object_or_404(rows, pk=key)
    if refusal := rules.refusal_to_read_record(workstream, by=signed_in(request)):
        raise Http404(refusal)
    strategy = workstream.strategy
    back = reverse("strategy_workstream", args=[strategy.key, workstream.key])
    return part_of_the_record(
        request,
        verb="record.workstream_read",
        subject=Subject("strategy.workstream", str(workstream.pk), str(workstream)),
        template="delivery/workstream_record.html",
        told={
            "workstream": workstream,
            "crumbs": (Link(workstream.title, back),),
        },
        nothing="Nothing was done in this workstream in the last three months.",
        things=queries.recorded_things(workstream),
    )
