"""One form on one page: parse, make one call, say a refusal as a sentence, go on."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from goldthread.partners.rules import Refused
from goldthread.web.forms import Form
from goldthread.web.kit import Link


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    title: str,
    button: str,
    act: Callable[[dict[str, Any]], object],
    done: str | Callable[[Any], str],  # words, or how the act's result is put in words
    then: str | Callable[[Any], str],  # where to go, or how the result says it
    crumbs: Sequence[Link] = (),
    before: str = "",
    template: str = "partners/one_form.html",
    told: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """Show a form; when it is sent and holds, do the act and go to `then`."""
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done if isinstance(done, str) else done(made))
            return redirect(then if isinstance(then, str) else then(made))
    shown = {"form": form, "title": title, "button": button, "before": before}
    return render(
        request, template, shown | {"crumbs": crumbs} | dict(told), status=200
    )
