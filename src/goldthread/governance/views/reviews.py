"""The yearly review of workstreams, and the list of what is coming."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_safe,
)

from goldthread.documents import html
from goldthread.documents.model import Section
from goldthread.governance import rules, services, tasks
from goldthread.governance.forms.reviews import (
    AgreeReviewForm,
    IssueForm,
    JudgeStreamForm,
    OpenProposedForm,
    OpenReviewForm,
    ProposeForm,
    SettleForm,
)
from goldthread.governance.models import AnnualReview, EmergingIssue, StreamReview
from goldthread.governance.papers.written import files_of
from goldthread.governance.queries.board import tabs
from goldthread.governance.queries.carried_out import carried_out
from goldthread.governance.queries.reviews import (
    issue_page,
    judging,
    outcome_status,
    review_page,
    reviews_page,
)
from goldthread.governance.rules import COMMENT, EVERY_BOARD, may
from goldthread.governance.views.common import (
    as_markup,
    bodies_run_by,
    crumbs,
    file_of,
    now,
    today,
)
from goldthread.partners.pages import form_page
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy.queries import in_force
from goldthread.web.kit import Link
from goldthread.web.templatetags.kit import day

both = require_http_methods(["GET", "HEAD", "POST"])
REVIEWS = Link("Reviews", "/board/reviews/")


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The yearly reviews, what was seen coming, and the looks back."""
    person = signed_in(request)
    told = {
        "page": reviews_page(on=today()),
        "tabs": tabs("reviews"),
        "may_lead": may(person, EVERY_BOARD),
        "may_raise": may(person, COMMENT),
    }
    return render(request, "governance/reviews.html", told)


@both
def open_review(request: HttpRequest) -> HttpResponse:
    """Open the review of a year."""
    by, at = signed_in(request), now()
    form = OpenReviewForm(
        request.POST or None, bodies=bodies_run_by(by, today()), on=today()
    )

    def act(given: dict[str, Any]) -> AnnualReview:
        strategy = in_force(today())
        if strategy is None:
            raise Refused("No strategy is in force, so there is nothing to review.")
        return services.open_review(strategy, **given, on=today(), by=by, at=at)

    return form_page(
        request,
        form,
        title="Open the yearly review",
        before="Every workstream that is open meets the findings of the assessment and gets exactly one outcome: keep, change or close.",
        button="Open it",
        act=act,
        done="The review is open. Give each workstream its outcome.",
        then=lambda made: reverse("annual_review", args=[made.pk]),
        crumbs=crumbs(None, REVIEWS),
    )


@require_safe
def annual_review(request: HttpRequest, key: int) -> HttpResponse:
    """One review: what has no outcome yet, then the paper as it reads."""
    found = _review(key)
    page = review_page(found, on=today())
    rows = found.streams.order_by("number")
    told = {
        "page": page,
        "review": found,
        "rows": [(row, outcome_status(row)) for row in rows],
        "left": sum(not row.outcome for row in rows),
        "carried": carried_out(found, by=signed_in(request), on=today()),
        "may_lead": may(signed_in(request), EVERY_BOARD),
        "body": as_markup(page.document),
        "crumbs": crumbs(None, REVIEWS),
    }
    return render(request, "governance/annual_review.html", told)


@both
def review_stream(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Give one workstream its outcome, with what speaks for and against it in view."""
    row = _row(key, number)
    if row.review.state == AnnualReview.State.AGREED and request.method != "POST":
        return redirect("annual_review", key)  # frozen: there is nothing to choose
    by, at = signed_in(request), now()
    chosen = set(row.findings.values_list("pk", flat=True))
    known = {
        "outcome": row.outcome,
        "from_on": row.day,
        "reasons": row.reasons,
        "besides": row.besides,
    }
    form = JudgeStreamForm(
        request.POST or None,
        assessment=row.review.assessment,
        chosen=chosen,
        initial=known,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.review_stream(row, form.told, on=today(), by=by, at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("annual_review", key)
    page = judging(row, on=today())
    told = {
        "page": page,
        "form": form,
        "stands": _stands(page.stands),
        "crumbs": crumbs(None, REVIEWS, _to(row.review)),
    }
    return render(request, "governance/review_stream.html", told)


def _stands(section: Section | None) -> SafeString:
    """What speaks for and against, as our own writer made it: every word is escaped there."""
    return mark_safe(html.section(section, html.Setting()) if section else "")


@both
def propose_workstream(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a new workstream is needed."""
    review = _review(key)
    by, at = signed_in(request), now()
    form = ProposeForm(
        request.POST or None,
        assessment=review.assessment,
        chosen=set(),
        initial={"from_on": date(review.year + 1, 4, 1)},
    )
    return form_page(
        request,
        form,
        title="A new workstream is needed",
        before="It is opened in the strategy once the review is agreed, from the page of the review.",
        button="Propose it",
        act=lambda given: services.propose_workstream(
            review,
            form.told,
            title=given["title"],
            issue=given["issue"],
            on=today(),
            by=by,
            at=at,
        ),
        done="It stands in the review as new.",
        then=reverse("annual_review", args=[key]),
        crumbs=crumbs(None, REVIEWS, _to(review)),
    )


@both
def agree_review(request: HttpRequest, key: int) -> HttpResponse:
    """Agree a review in which every workstream has its outcome."""
    review = _review(key)
    by, at = signed_in(request), now()

    def act(given: dict[str, Any]) -> AnnualReview:
        closes = given.pop("closes", False)
        agree = services.agree_and_close if closes else services.agree_review
        done = agree(review, **given, on=today(), by=by, at=at)
        transaction.on_commit(
            lambda: tasks.write_paper_files.enqueue("review", done.pk)
        )
        return done

    return form_page(
        request,
        AgreeReviewForm(request.POST or None, review=review, closing=_closing(review)),
        title="The review is agreed",
        before="From then on it is frozen. Its page then shows what is to be changed, closed or opened in the strategy, each with the click that carries it out.",
        button="Agree it",
        act=act,
        done="Agreed and frozen. Its files are written now.",
        then=reverse("annual_review", args=[key]),
        crumbs=crumbs(None, REVIEWS, _to(review)),
    )


def _closing(review: AnnualReview) -> list[str]:
    """What is closed with it, each with its day."""
    rows = review.streams.filter(
        outcome=StreamReview.Outcome.CLOSE, workstream__closed_on=None
    )
    return [f"{row.title}, from {day(row.day)}" for row in rows.order_by("number")]


@both
def open_proposed(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Open in the strategy the new workstream that an agreed review asks for."""
    rows = StreamReview.objects.select_related("review__strategy", "became")
    row = get_object_or_404(rows, review=key, number=number, outcome="new")
    by, at = signed_in(request), now()
    if request.method != "POST" and rules.refusal_to_carry_out(row, by=by):
        return redirect("annual_review", key)  # there is nothing to open
    strategy = row.review.strategy
    form = OpenProposedForm(
        request.POST or None,
        strategy=strategy,
        on=today(),
        initial={"title": row.title, "purpose": row.reasons, "opened_on": row.day},
    )
    return form_page(
        request,
        form,
        title=f"Open in the strategy: {row.title}",
        before=f"{row.review} asks for it. It opens in “{strategy}”, with the review as the reason.",
        button="Open it",
        act=lambda given: services.open_proposed(row, form.told, by=by, at=at),
        done=lambda made: f"“{made}” is in the strategy.",
        then=reverse("annual_review", args=[key]),
        crumbs=crumbs(None, REVIEWS, _to(row.review)),
    )


@require_GET
def review_file(request: HttpRequest, key: int, ending: str) -> HttpResponseBase:
    """A file of an agreed review."""
    return file_of(files_of(_review(key)), ending)


@both
def raise_issue(request: HttpRequest) -> HttpResponse:
    """Put something that is coming on the list."""
    by, at = signed_in(request), now()
    return form_page(
        request,
        IssueForm(request.POST or None),
        title="Something is coming",
        before="Say it early. Somebody answers what becomes of it, and the days until then are counted.",
        button="Put it on the list",
        act=lambda given: services.raise_issue(**given, on=today(), by=by, at=at),
        done=lambda made: f"It is {made.reference} on the list.",
        then=REVIEWS.href,
        crumbs=crumbs(None, REVIEWS),
    )


@require_safe
def emerging_issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Something that is coming, and what became of it."""
    keep = may(signed_in(request), EVERY_BOARD)
    page = issue_page(_issue(reference), may_settle=keep, on=today())
    told = {"page": page, "crumbs": crumbs(None, REVIEWS)}
    return render(request, "governance/thing.html", told)


@both
def settle_issue(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what becomes of something that is coming."""
    found = _issue(reference)
    by, at = signed_in(request), now()
    return form_page(
        request,
        SettleForm(request.POST or None, on=today()),
        title=f"What becomes of {found.reference}",
        before=found.title,
        button="Save",
        act=lambda given: services.settle_issue(
            found, **given, on=today(), by=by, at=at
        ),
        done="Saved.",
        then=reverse("emerging_issue", args=[found.reference]),
        crumbs=crumbs(None, REVIEWS),
    )


def _review(key: int) -> AnnualReview:
    rows = AnnualReview.objects.select_related(
        "strategy", "assessment", "body", "decision__item", "agreed_by"
    )
    found: AnnualReview = get_object_or_404(rows, pk=key)
    return found


def _row(key: int, number: int) -> StreamReview:
    rows = StreamReview.objects.select_related("review__assessment", "workstream")
    found: StreamReview | None = rows.filter(review=key, number=number).first()
    if found is None or found.workstream_id is None:
        raise Http404("This review has no such workstream to judge.")
    return found


def _issue(reference: str) -> EmergingIssue:
    rows = EmergingIssue.objects.select_related("raised_by", "settled_by", "workstream")
    return get_object_or_404(rows, reference=reference.upper())


def _to(review: AnnualReview) -> Link:
    return Link(str(review), reverse("annual_review", args=[review.pk]))
