"""The small line beside a measure: the last thirteen points, a gap where one is missing."""

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

WIDE, HIGH, EDGE = 120.0, 28.0, 3.0


@register.filter
def spark(values: Sequence[float | None]) -> SafeString:
    """Decoration for eyes: its row says the same in figures, so it is not read aloud."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    low, high = min(known), max(known)
    span = (high - low) or 1.0
    step = (WIDE - 2 * EDGE) / max(1, len(values) - 1)
    points = [
        None
        if value is None
        else (
            EDGE + at * step,
            HIGH - EDGE - (value - low) / span * (HIGH - 2 * EDGE),
        )
        for at, value in enumerate(values)
    ]
    lines = format_html_join(
        "",
        '<polyline class="gt-spark__line" points="{}"/>',
        ((run,) for run in _runs(points)),
    )
    dot = SafeString("")
    if points[-1] is not None:
        dot = format_html(
            '<circle class="gt-spark__dot" cx="{}" cy="{}" r="2.6"/>',
            f"{points[-1][0]:.1f}",
            f"{points[-1][1]:.1f}",
        )
    return format_html(
        '<svg class="gt-spark" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}</svg>',
        f"{WIDE:.0f}",
        f"{HIGH:.0f}",
        lines,
        dot,
    )


def _runs(points: Sequence[tuple[float, float] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]:.1f},{point[1]:.1f}")
    return [" ".join(run) for run in runs if len(run) > 1]
