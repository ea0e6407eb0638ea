"""Does the figure support this sentence? Sentences with a claim are held against the test.

A sentence that says "fell" of a measure whose test says "no real change" is marked, and so
is a number that is none of the measure's own. The mark stands beside the sentence wherever
it goes; nobody is kept from saying it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldthread.core.status import CHANGE, CONCERN, IMPROVEMENT, UNKNOWN, USUAL
from goldthread.core.units import PER_CENT
from goldthread.performance.models import Indicator, Reading, Standing
from goldthread.performance.records import calls_record, record_faults

SMALLEST_BASE = 20  # no per cent under it: 1 to 2 is not +100 % (E36)

_RISE = r"rose|rises|rising|risen|increas\w+|grew|grown|growing|higher|went up|more (?:people|reports|crimes|victims|offences)|climb\w*|doubl\w+"
_FALL = r"fell|falls|falling|fallen|decreas\w+|drop(?:s|ped|ping)?(?!-)|lower|went down|fewer|declin\w+|reduc\w+|halv\w+|down by"
_GOOD = r"improv\w+|better|good news|success\w*|progress"
_BAD = r"wors\w+|deteriorat\w+|bad news"
_SAME = r"no (?:real |significant )?change|unchanged|stable|steady|same as|level(?:led)? off|stood still"
_NOT = re.compile(r"\b(?:not|no|never|neither|nor|hardly|cannot)\b", re.IGNORECASE)
# What somebody means to do is no claim about what happened: "we will reduce thefts".
_MEANT = re.compile(
    r"\b(?:will|would|should|shall|aims?|hopes?|plans?|wants?|in order to"
    r"|to (?:reduce|lower|cut|increase|improve|raise|stop))\b",
    re.IGNORECASE,
)
_PATTERNS = {
    name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for name, words in (
        ("rise", _RISE),
        ("fall", _FALL),
        ("better", _GOOD),
        ("worse", _BAD),
        ("same", _SAME),
    )
}
_NUMBER = re.compile(
    r"(?<![\w.])([+\N{MINUS SIGN}-]?\d{1,3}(?:[ ,\N{NARROW NO-BREAK SPACE}]\d{3})+(?:\.\d+)?|[+\N{MINUS SIGN}-]?\d+(?:\.\d+)?)(?:\s*(%|per cent))?(?!\w)"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.\d+[^.!?\n]*)*[.!?]?")


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and whether the figures support it; `why` says why not."""

    sentence: str
    is_claim: bool
    is_unsupported: bool
    why: str = ""


def claims_on(
    text: str, indicator: Indicator, reading: Reading, standing: Standing | None
) -> tuple[Claim, ...]:
    """Every sentence of a text, held against a measure's reading and its test."""
    return tuple(
        claim_in(sentence, indicator, reading, standing)
        for sentence in sentences_in(text)
    )


def claim_in(
    sentence: str, indicator: Indicator, reading: Reading, standing: Standing | None
) -> Claim:
    """One sentence held against a measure's reading and its test."""
    said = {name for name, words in _PATTERNS.items() if words.search(sentence)}
    numbers = list(_numbers(sentence))
    is_record = calls_record(sentence) and not _is_denied(sentence)
    if not said and not is_record and not any(percent for _, _, percent in numbers):
        return Claim(sentence, False, False)
    faults = [
        *_direction_faults(said, sentence, indicator, reading, standing),
        *_number_faults(numbers, reading, standing),
        *(record_faults(sentence, indicator, reading) if is_record else ()),
    ]
    return Claim(sentence, True, bool(faults), " ".join(faults))


def sentences_in(text: str) -> Iterator[str]:
    """The sentences of running text; a point inside a number ends none."""
    for found in _SENTENCE.finditer(text):
        if words := found.group().strip():
            yield words


def _direction_faults(
    said: set[str],
    sentence: str,
    indicator: Indicator,
    reading: Reading,
    standing: Standing | None,
) -> Iterator[str]:
    moved = said & {"rise", "fall", "better", "worse"}
    denied = _is_denied(sentence)
    variation = standing.variation if standing else UNKNOWN
    if "same" in said and variation in (IMPROVEMENT, CONCERN, CHANGE):
        yield "The test finds a real change."
        return
    if not moved or denied or "same" in said:
        return
    if standing is None or variation == UNKNOWN:
        yield "There is too little to tell a change from chance."
    elif variation == USUAL:
        yield "The test finds no real change."
    elif (up := _is_up(indicator, reading, standing)) and "rise" not in said:
        if "fall" in said:
            yield "The figures rose."
    elif not up and "fall" not in said and "rise" in said:
        yield "The figures fell."
    if variation == CONCERN and "better" in said and "worse" not in said:
        yield "The change is not the one hoped for."
    if variation == IMPROVEMENT and "worse" in said and "better" not in said:
        yield "The change is one for the better."
    if standing and standing.word == "Cannot tell" and said & {"better", "worse"}:
        yield "Whether it is good or bad cannot be told without its companion."


def _is_denied(sentence: str) -> bool:
    """Whether it says what did not happen, or what somebody means to do."""
    return bool(_NOT.search(sentence) or _MEANT.search(sentence))


def _is_up(indicator: Indicator, reading: Reading, standing: Standing) -> bool:
    if standing.variation == IMPROVEMENT:
        return indicator.polarity == "up"
    if standing.variation == CONCERN:
        return indicator.polarity == "down"
    return standing.mean is not None and reading.value > standing.mean


def _numbers(sentence: str) -> Iterator[tuple[float, int, bool]]:
    """Value, decimals, whether it is per cent; years and days of a month are left out."""
    for found in _NUMBER.finditer(sentence):
        text = re.sub(r"[ ,\N{NARROW NO-BREAK SPACE}+]", "", found[1])
        text = text.replace("\N{MINUS SIGN}", "-")
        value, percent = float(text), bool(found[2])
        is_plain = text.lstrip("-").isdigit() and text == found[1]
        if is_plain and not percent and 1990 <= value <= 2100:
            continue
        after = sentence[found.end() : found.end() + 12].strip().lower()
        if not percent and re.match(_AFTER, after):
            continue
        yield abs(value), len(text.partition(".")[2]), percent


_AFTER = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|months?|years?|weeks?|days?|quarters?)\b"


def _number_faults(
    numbers: list[tuple[float, int, bool]], reading: Reading, standing: Standing | None
) -> Iterator[str]:
    plain, percents, small = _facts(reading, standing)
    is_percent = reading.indicator.kind == "percent"
    for value, places, percent in numbers:
        own = any(_same(value, fact, places) for fact in plain)
        if own and (not percent or is_percent):
            continue
        if percent and any(_same(value, fact, places) for fact in small):
            yield f"{value:g}{PER_CENT} is of fewer than {SMALLEST_BASE}: say the numbers instead."
        elif not (percent and any(_same(value, fact, places) for fact in percents)):
            shown = f"{value:,.{places}f}"
            yield f"{shown}{PER_CENT if percent else ''} is none of this measure's figures."


def _facts(
    reading: Reading, standing: Standing | None
) -> tuple[list[float], list[float], list[float]]:
    """Figures that may be said; changes in per cent; those on too small a base."""
    plain = [
        fact
        for fact in (
            reading.value,
            reading.numerator,
            reading.denominator,
            reading.low,
            reading.high,
        )
        if fact is not None
    ]
    percents: list[float] = []
    small: list[float] = []
    if standing is None:
        return plain, percents, small
    for name in ("previous", "year_ago", "baseline", "three_year_mean", "target"):
        base = getattr(standing, name)
        if base is None:
            continue
        plain += [base, abs(reading.value - base)]
        if base and name != "target":
            change = abs((reading.value - base) / base * 100)
            is_small = reading.indicator.kind == "count" and base < SMALLEST_BASE
            (small if is_small else percents).append(change)
    plain += [
        fact
        for fact in (standing.twelve_months, standing.low, standing.high, standing.mean)
        if fact is not None
    ]
    return plain, percents, small


def _same(said: float, fact: float, places: int) -> bool:
    """Whether the fact, rounded as the sentence rounds, is what was said."""
    close: bool = abs(abs(fact) - said) <= 0.5 / 10**places + 1e-9
    return close
