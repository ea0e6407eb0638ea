"""The quarterly review of access: who is asked about whom, on one page."""

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners import rules, services
from goldthread.partners.forms.reviews import ReviewForm
from goldthread.partners.queries.reviews import ReviewPage, review_page
from goldthread.partners.services import Answered
from goldthread.partners.session import signed_in

both = require_http_methods(["GET", "HEAD", "POST"])


@both
def access_review(request: HttpRequest) -> HttpResponse:
    """Confirm or end what people hold; what nobody confirms in time lapses."""
    page = review_page(signed_in(request), on=timezone.localdate())
    sent = request.POST if request.method == "POST" else None
    form = ReviewForm(sent, questions=page.questions)
    if request.method == "POST" and page.review is None:
        messages.error(request, "No review of access runs now.")
        return redirect("access_review")
    if sent is not None and form.is_valid() and _answered(request, page, form):
        return redirect("access_review")
    return render(request, "partners/access_review.html", {"page": page, "form": form})


def _answered(request: HttpRequest, page: ReviewPage, form: ReviewForm) -> bool:
    assert page.review is not None
    try:
        told = services.answer_review(
            page.review,
            form.answers(),
            on=timezone.localdate(),
            by=signed_in(request),
            at=datetime.now(UTC),
        )
    except rules.Refused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _words(told))
    return True


def _words(told: Answered) -> str:
    said = [f"{told.kept} confirmed" if told.kept else "", _ended(told.ended)]
    words = " and ".join(part for part in said if part) or "Nothing changed"
    late = f" {told.late} had been answered by somebody else." if told.late else ""
    return f"{words}.{late}"


def _ended(number: int) -> str:
    return f"{number} ended: they give no access any more" if number else ""
