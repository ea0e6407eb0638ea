"""How one value is written after its name, and read back: text, day, list, yes or no."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any


class Unfit(Exception):
    """A value that cannot be read; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Value:
    """One way of writing values."""

    expects: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def _day(text: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise Unfit("a day like 2024-04-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Unfit("a day of the calendar, like 2024-04-01") from None


def _flag(text: str) -> bool:
    if text not in ("yes", "no"):
        raise Unfit("yes or no")
    return text == "yes"


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 6):
        raise Unfit("a whole number, like 24")
    return int(text)


def _money(text: str) -> Decimal:
    if not re.fullmatch(r"\d{1,10}(\.\d\d)?", text):
        raise Unfit("an amount in pounds, like 25000 or 25000.50")
    try:
        return Decimal(text)
    except InvalidOperation:  # pragma: no cover (the pattern admits only numbers)
        raise Unfit("an amount in pounds") from None


def _pounds(value: Decimal) -> str:
    return f"{value:.0f}" if value == value.to_integral() else f"{value:.2f}"


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) or len(text) > 60:
        raise Unfit("a short name in small letters, like preventing-violence")
    return text


def _list(text: str) -> tuple[str, ...]:
    # A name that holds a semicolon or a backslash has a backslash before it.
    parts = re.findall(r"(?:\\.|[^;\\])+", text)
    found = tuple(re.sub(r"\\(.)", r"\1", part.strip()) for part in parts)
    if len(found) != len(re.sub(r"\\.", "", text).split(";")) or not all(found):
        raise Unfit("names with ; between them")
    return found


def _listed(values: Collection[str]) -> str:
    return "; ".join(re.sub(r"([;\\])", r"\\\1", value) for value in values)


TEXT = Value("words", str, lambda value: " ".join(str(value).split()))
KEY = Value("a short name", _key, str)
DAY = Value("a day", _day, date.isoformat)
FLAG = Value("yes or no", _flag, lambda value: "yes" if value else "no")
WHOLE = Value("a whole number", _whole, str)
MONEY = Value("an amount", _money, _pounds)
LIST = Value("names", _list, _listed)


def choice(options: Collection[str]) -> Value:
    """One of these words."""

    def read(text: str) -> str:
        if text not in options:
            raise Unfit("one of " + ", ".join(options))
        return text

    return Value("one of " + ", ".join(options), read, str)


def choices(options: Collection[str]) -> Value:
    """Some of these words, with ; between them."""
    one = choice(options)

    def read(text: str) -> tuple[str, ...]:
        return tuple(one.read(part) for part in _list(text))

    return Value("some of " + ", ".join(options), read, _listed)
