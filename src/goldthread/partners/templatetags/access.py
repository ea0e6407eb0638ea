"""What a page shows to whom: the same question that the gate asks; loaded everywhere."""

from typing import Any

from django import template

from goldthread.partners.middleware import role_of
from goldthread.partners.policy import policy

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
