"""How sentences of refusal write a day."""

from datetime import date


def written(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
