"""The bones of markup: what stylesheets, scripts and screen readers hold on to.

    div.govuk-form-group
      label.govuk-label[for]
      input.govuk-input[aria-describedby=hint error]

Words, ids and our own classes go; GOV.UK Frontend's classes, roles, ARIA and the hooks of
its scripts stay, each element at its depth. Elements that carry none of these go too.
"""

import re
from html.parser import HTMLParser

_VOID = {"input", "img", "br", "path", "meta", "link", "hr"}
_KEPT = ("role", "data-module", "type", "scope", "rel", "multiple", "autocapitalize")
# The size of a heading, label or box is a choice of the page, not of the component.
_SIZES = re.compile(r"--(s|m|l|xl|width-\d+)$")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = _line(tag, {name: value or "" for name, value in attrs})
        if line:
            self.lines.append("  " * sum(kept for _, kept in self.open) + line)
        if tag not in _VOID:
            self.open.append((tag, bool(line)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag not in _VOID and self.open and self.open.pop()[0] != tag:
            pass


def outline(markup: str) -> list[str]:
    """One line an element that matters, indented by its depth."""
    reader = _Reader()
    reader.feed(markup)
    return reader.lines


def _line(tag: str, attrs: dict[str, str]) -> str:
    classes = [
        name
        for name in attrs.get("class", "").split()
        if name.startswith("govuk-")
        and not _SIZES.search(name)
        and not name.startswith("govuk-!-")
    ]
    told = [
        f"{name}={_value(name, value)}"
        for name, value in sorted(attrs.items())
        if name in _KEPT or name.startswith("aria-")
    ]
    if not classes and not told:
        return ""
    # A field inside a label or a summary is nothing without what it belongs to.
    told += ["for"] if "for" in attrs else []
    return tag + "".join(f".{c}" for c in classes) + "".join(f"[{t}]" for t in told)


def _value(name: str, value: str) -> str:
    if name == "aria-describedby":
        return " ".join(each.rsplit("-", 1)[-1] for each in value.split())
    if name in ("aria-controls", "aria-labelledby"):
        return "an id"
    return re.sub(r"\d+", "1", value)
