"""How a thing on the thread stands, drawn once for each word that there is."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from goldthread.web.kit import Status
from goldthread.web.templatetags import kit

register = template.Library()


@register.filter
@lru_cache(maxsize=256)  # 400 lines show six words: drawing each anew costs 40 ms
def standing(value: Status) -> SafeString:
    """The icon and the word, as {% status %} draws them."""
    # Our own markup, whose words the template has escaped.
    return mark_safe(render_to_string("web/kit/status.html", kit.status(value)))
