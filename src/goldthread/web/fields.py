"""Fields that Django lacks: words that say something, dates, times as typed, many files."""

import re
import unicodedata
from calendar import month_name
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

# Marks that turn the direction of text around: harmless in Arabic or Hebrew words, but
# they can make one name look like another.
_BIDI_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class Words(forms.CharField):
    """Text for people: stored composed, refused when nothing in it can be seen."""

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        if any(mark in text for mark in _BIDI_OVERRIDES):
            raise ValidationError(
                f"{self.label} holds marks that turn text around. Type it again instead of pasting it.",
                code="bidi",
            )
        visible = (
            unicodedata.category(sign) not in ("Cf", "Zs", "Cc") for sign in text
        )
        return text if any(visible) else ""


# A month in words, whole or by its first three letters: October, oct, Sept.
_NAMES = tuple(name.casefold() for name in month_name)
_MONTHS = {name: number for number, name in enumerate(_NAMES) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}


class DateBoxes(forms.MultiWidget):
    """Day, month and year, each in its own box, as people type dates they know."""

    kind = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput() for name in ("day", "month", "year")
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]


class DateField(forms.MultiValueField):
    """A date from three boxes, refused in a sentence that says which one is wrong.

    The month may be typed as a word.
    """

    widget = DateBoxes

    def __init__(self, *, first: int = 1900, last: int = 2100, **kwargs: Any) -> None:
        self.first, self.last = first, last
        parts = tuple(forms.CharField(required=False) for _ in range(3))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        if not data_list or not any(data_list):
            return None
        typed_day, typed_month, typed_year = data_list
        day, year = self._number(typed_day), self._number(typed_year)
        month = _MONTHS.get(typed_month.casefold()) or self._number(typed_month)
        if not self.first <= year <= self.last:
            raise ValidationError(
                f"The year must be between {self.first} and {self.last}, such as 2022."
            )
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(
                f"There is no {day}/{month}/{year}. Enter a real date, such as 27 3 2022."
            ) from None

    @staticmethod
    def _number(part: str) -> int:
        if part.isascii() and part.isdigit() and len(part) <= 4:
            return int(part)
        raise ValidationError(
            "Enter the day, the month and the year as numbers, such as 27 3 2022."
        )


class TimeField(forms.CharField):
    """A time of day as people type it: 2pm, 2.30pm, 14:00, 14.00, 1400, noon."""

    _TYPED = re.compile(
        r"(?P<hour>\d{1,2})(?:[:.h ]?(?P<minute>\d{2}))?\s*(?P<half>[ap])?\.?(?(half)m?\.?)",
    )
    _NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}

    def to_python(self, value: Any) -> time | None:  # type: ignore[override]
        if isinstance(value, time):
            return value
        typed = (super().to_python(value) or "").casefold().strip()
        if not typed:
            return None
        if typed in self._NAMED:
            return self._NAMED[typed]
        found = self._TYPED.fullmatch(typed)
        told = self._time(found) if found else None
        if told is None:
            raise ValidationError(
                f"“{value}” is no time of day. Enter one such as 2pm, 2.30pm or 14:00.",
                code="invalid",
            )
        return told

    @staticmethod
    def _time(found: re.Match[str]) -> time | None:
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        half = found["half"]
        if half is None and found["minute"] is None:
            return None  # "2" alone may be day or night
        if half is not None:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0)
        return time(hour, minute) if hour < 24 and minute < 60 else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class PoundsField(forms.DecimalField):
    """Pounds as people write them: 48500, £48,500, 48 500.50."""

    widget = forms.TextInput
    _BETWEEN = re.compile(r"(?<=\d)[,\s](?=\d{3}(?!\d))")

    def __init__(self, **kwargs: Any) -> None:
        said = {
            "invalid": "Enter an amount in pounds, such as 12500 or £12,500.50.",
            "min_value": "Enter nothing, or an amount of 0 or more.",
        }
        said |= kwargs.pop("error_messages", {})
        super().__init__(
            min_value=0,
            max_digits=12,
            decimal_places=2,
            error_messages=said,
            **kwargs,
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str):
            value = self._BETWEEN.sub("", value.strip().removeprefix("£").strip())
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        is_whole = isinstance(value, Decimal) and value == value.to_integral_value()
        return f"{value:.0f}" if is_whole else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal"}


class NamesInput(forms.TextInput):
    """A box that offers names as one types: the browser's own list, without JavaScript.

    Each option is a name and what it is, which stands beside it in the list.
    """

    template_name = "web/names_input.html"
    options: Sequence[tuple[str, str]] = ()

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        own |= {"list": f"{own.get('id', name)}-names", "autocomplete": "off"}
        return context | {"options": self.options}


class ManyFilesInput(forms.FileInput):
    """A place to drop or choose several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [file for file in given if file]
        if not files:
            super().clean(None, initial)
            return []
        return [super(ManyFilesField, self).clean(file, initial) for file in files]
