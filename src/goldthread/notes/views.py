"""Saving drafts; and the views that rooms call for their own objects.

A room checks that the reader may see its object, makes a `Place`, and calls
`comment_page`, `file_page` or `serve_attachment`.
"""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from goldthread.notes import keeping, panels, services
from goldthread.notes.about import Place
from goldthread.notes.drafting import (
    Drafting,
    drafting_for,
    finish_draft,
    kept_from,
    page_with,
)
from goldthread.notes.editing import Conflict, Overtaken, Theirs, show_both, status_of
from goldthread.notes.forms import AttachForm, CommentForm
from goldthread.notes.inspection import BY_NAME
from goldthread.notes.models import Attachment, Comment, Draft
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.web.access import published
from goldthread.web.once import answer_once


@published  # the slip in the form says whose it is: see sheets.py
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed: asked by the page every few seconds, or by a button."""
    by_button = "keep_draft" in request.POST
    try:
        kept = kept_from(request, at=datetime.now(UTC))
    except Refused as refusal:
        if by_button:
            raise BadRequest(str(refusal)) from None
        return JsonResponse({"refused": str(refusal)}, status=400)
    if kept is None:
        raise BadRequest("The form came without the slip that says whose it is.")
    sheet, saved = kept
    if by_button:
        return redirect(page_with(sheet))
    if saved.finished_at:  # the form was sent already: typing goes on on a new sheet
        return JsonResponse({"slip": sheet.anew().slip}, status=409)
    return JsonResponse(
        {
            "saved": f"{localtime(saved.saved_at):%H:%M}",
            "signed_out": saved.was_signed_out,
        }
    )


@require_POST
def throw_away_draft(request: HttpRequest, sheet: UUID) -> HttpResponse:
    """A draft is not wanted any more; nobody's but one's own."""
    unwanted = get_object_or_404(Draft, sheet=sheet, writer=signed_in(request))
    keeping.throw_away_draft(unwanted)
    return redirect(unwanted.page)


def comment_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Take a comment, a change of one or its withdrawal; the room checked who may.

    GET shows the form alone, `?edit=7` with an own comment in it: what one gets without
    JavaScript, and where a form comes back that could not be taken.
    """
    if request.POST.get("what") == "withdraw":
        return _withdrawn(request, place)
    comment = _chosen(request, place)
    drafting = _drafting(request, place, comment)
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        initial={"text": comment.text, "seen": comment.version} if comment else {},
        auto_id="comment_%s",
    )
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        now = datetime.now(UTC)
        try:
            return answer_once(
                request, lambda: _said(request, place, comment, form, now), at=now
            )
        except Overtaken:
            conflict = show_both(form, theirs=_newest(comment))
        except Refused as refusal:
            form.add_error("text", str(refusal))
    return render(
        request,
        "notes/comment_page.html",
        {
            "form": drafting.filled(form),
            "place": place,
            "comment": comment,
            "drafting": drafting,
            "conflict": conflict,
            "handles": panels.names_of(place),
        },
        status=status_of(conflict),
    )


def file_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Take a file, remove one or put one back; the room checked who may."""
    what, now = request.POST.get("what", ""), datetime.now(UTC)
    if what in ("remove", "restore"):
        return _moved(request, place, what, now)
    form = AttachForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        auto_id="attach_%s",
    )
    if request.method == "POST" and form.is_valid():
        try:
            return answer_once(
                request, lambda: _attached(request, place, form, now), at=now
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
    context = {"form": form, "place": place}
    return render(request, "notes/file_page.html", context)


def serve_attachment(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The file itself, to take away: never opened within the site (trust FIL-6).

    The room has checked that the reader may see the object, and found the attachment by
    `queries.attachment_on(about, key)`.
    """
    if attachment.removed_at or attachment.purged_at:
        raise Http404("This file was removed.")
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404("This file is not where it was kept. Tell whoever runs this site.") from None  # fmt: skip
    answer = FileResponse(
        content,
        as_attachment=True,
        filename=attachment.name,
        content_type=BY_NAME[attachment.kind].declared[0],
    )
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


def _drafting(request: HttpRequest, place: Place, comment: Comment | None) -> Drafting:
    if comment is None:
        return drafting_for(request, place.about, form="comment", page=place.page)
    return drafting_for(
        request,
        place.about,
        form=f"comment-{comment.pk}",
        based_on=comment.version,
        page=f"{place.address}?edit={comment.pk}",
    )


def _chosen(request: HttpRequest, place: Place) -> Comment | None:
    """The comment that is being changed; it must be on this very object."""
    key = request.POST.get("comment") or request.GET.get("edit")
    return _comment(place, key) if key else None


def _comment(place: Place, key: str) -> Comment:
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404("There is no such comment here.")
    return get_object_or_404(Comment, pk=int(key), **place.about.columns)


def _said(
    request: HttpRequest,
    place: Place,
    comment: Comment | None,
    form: CommentForm,
    now: datetime,
) -> str:
    text, by = form.cleaned_data["text"], signed_in(request)
    if comment is None:
        said = services.add_comment(
            place.about, text, mentionable=place.mentionable, by=by, at=now
        )
    else:
        said = services.edit_comment(
            comment,
            text,
            seen=form.cleaned_data["seen"] or 0,
            mentionable=place.mentionable,
            by=by,
            at=now,
        )
    finish_draft(request, at=now)
    return f"{place.page}#comment-{said.pk}"


def _newest(comment: Comment | None) -> Theirs:
    if comment is None:
        raise Http404("There is no such comment here.")
    comment.refresh_from_db()
    return Theirs(
        comment.text,
        comment.written_by.name,
        comment.edited_at or comment.written_at,
        comment.version,
    )


def _withdrawn(request: HttpRequest, place: Place) -> HttpResponse:
    comment = _comment(place, request.POST.get("comment", ""))
    try:
        services.withdraw_comment(
            comment,
            moderates=place.moderates,
            by=signed_in(request),
            at=datetime.now(UTC),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{place.page}#comment-{comment.pk}")


def _attached(
    request: HttpRequest, place: Place, form: AttachForm, now: datetime
) -> str:
    kept = services.attach_file(
        place.about, form.cleaned_data["file"], by=signed_in(request), at=now
    )
    without = " without the place and the device it was taken with"
    is_photo = kept.kind in ("jpeg", "png")
    messages.success(request, f"Attached: {kept.name}{without if is_photo else ''}.")
    return f"{place.page}#files"


def _moved(
    request: HttpRequest, place: Place, what: str, now: datetime
) -> HttpResponse:
    try:
        key = UUID(request.POST.get("file", ""))
    except ValueError:
        raise Http404("There is no such file here.") from None
    file = get_object_or_404(Attachment, pk=key, **place.about.columns)
    act = services.remove_attachment if what == "remove" else services.restore_attachment  # fmt: skip
    try:
        act(file, moderates=place.moderates, by=signed_in(request), at=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{place.page}#files")
