"""What a page shows to whom: the same question that the gate asks; loaded everywhere."""

from datetime import date, timedelta
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundWidget

from goldthread.partners.middleware import role_of
from goldthread.partners.policy import policy
from goldthread.partners.queries.people import words_of
from goldthread.web.templatetags.kit import day

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], act: str) -> bool:
    """Whether this reader may do it: {% may "load data" as can_load %}{% if can_load %}."""
    found = policy()
    if act not in found.acts:
        raise template.TemplateSyntaxError(
            f"config/roles.toml explains no act {act!r}."
        )
    return found.may(role_of(context["request"]), act)


@register.filter
def day_before(value: date) -> str:
    """The last day of something that is over on this one: 30 November 2026."""
    return day(value - timedelta(days=1))


@register.filter
def of(form: BaseForm, name: str) -> list[BoundWidget]:
    """The choices of a form's field whose name is made as the page is."""
    return list(form[name])


@register.simple_tag(takes_context=True)
def held(context: dict[str, Any]) -> list[tuple[Any, str]]:
    """The appointments that this reader could act in, in words."""
    return [
        (one, words_of(one)) for one in getattr(context["request"], "appointments", [])
    ]
