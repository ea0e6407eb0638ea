"""Why a key is not made, and for how long one may be; sentences, no queries."""

from datetime import date, timedelta

LONGEST = timedelta(days=366)
MOST = 20  # working keys of one person
CALLS_A_MINUTE = 120  # of one key: Power BI asks 20 for a plan of 10,000 actions

# What a role must be allowed for a key of this scope to be of use: the page's own act.
ACTS = {
    "measures": "read measures",
    "plan": "read the plan",
    "board": "read the board",
    "strategy": "read the strategy",
    "thread": "own account",
}


def refusal_to_issue(
    *, name: str, last_day: date, on: date, working: int, may: bool
) -> str | None:
    """Why no key is made; None when it is."""
    if not name.strip():
        return (
            "Say what the key is for, so that you know it again when you take it back."
        )
    if not may:
        return "Your role may not read this by itself, so a key could not either."
    if last_day < on:
        return "The last day lies in the past. Choose one that is still to come."
    if last_day - on > LONGEST:
        return f"A key works for a year at most. Choose a last day up to {_day(on + LONGEST)}."
    if working >= MOST:
        return (
            f"You have {working} keys that work. Take back one that is no longer used."
        )
    return None


def refusal_to_go_on(*, name: str, seconds: int) -> str:
    """What a program is told that asks too often."""
    return f"The key “{name}” was used {CALLS_A_MINUTE} times in this minute, which is as often as a key may be. Ask again in {seconds} seconds, for more at once: limit=500."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
