"""Words that people typed, whose addresses and numbers can be followed; nothing else."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_FOLLOWED = re.compile(
    r"(?P<web>https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<phone>(?<![\w+])(?:\+44 ?|0)[1-9](?: ?\d){8,9}(?!\w))"
)


def linked(text: str) -> SafeString:
    """A text with its web addresses, e-mail addresses and telephone numbers as links."""
    return format_html_join("", "{}", ((part,) for part in _parts(text)))


def _parts(text: str) -> Iterator[str]:
    end = 0
    for found in _FOLLOWED.finditer(text):
        yield text[end : found.start()]
        yield format_html(
            '<a class="govuk-link" href="{}">{}</a>', _address(found), found[0]
        )
        end = found.end()
    yield text[end:]


def _address(found: re.Match[str]) -> str:
    if found["mail"]:
        return f"mailto:{found[0]}"
    return f"tel:{found[0].replace(' ', '')}" if found["phone"] else found[0]
