"""How the changes since last year are told: in words, as dots, as a table."""

from datetime import date

from goldthread.assessment import guards, wording
from goldthread.assessment.chapters.change import (
    BOTH,
    CHAPTER,
    NOT_A_CATEGORY,
    NOTICEABLE,
    REF,
    Changed,
    Moved,
    changed,
)
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.polarity import caveat_of, verdict
from goldthread.assessment.recipe import Recipe, Told
from goldthread.assessment.scope import Scope
from goldthread.core.change import Change
from goldthread.documents import charts, numbers
from goldthread.documents.model import (
    Block,
    Callout,
    Cell,
    Chart,
    Column,
    Interval,
    Paragraph,
    Run,
    Table,
    Text,
)
from goldthread.evidence.offences import ALL_CRIME, ASB, category_name

MEANING = "Whether a movement is better or worse is said only where fewer recorded means fewer."
MEANS = (
    "The mean of the three years before stands only where all three are held, ordinary "
    "and counted the same way."
)


def tell_changed(scope: Scope, result: Changed, notebook: Notebook) -> Told:
    """Which categories moved beyond chance, in words, as dots and as a table."""
    sentence = _sentence(result)
    blocks: list[Block] = []
    if not result.whole_year:
        blocks.append(_like_months(result))
    blocks += [Paragraph(sentence), _dots(scope, result)]
    if abs(result.places_alone) >= NOTICEABLE:
        blocks.insert(
            -1, Callout("caveat", _places_words(result), "Records without a place")
        )
    moved = [m for m in result.moved if m.direction in ("higher", "lower")]
    blocks += [
        Callout("caveat", f"{_name(m.category)}: {caveat_of(m.category)}")
        for m in moved
        if caveat_of(m.category) and m.category != ALL_CRIME
    ]
    if any(m.category == ASB for m in moved):
        blocks += [Paragraph(text) for text in _both_words(result)]
    return Told(tuple(blocks), key=sentence, weight=90.0)


def _places_words(result: Changed) -> Text:
    return (
        "Records without a place are in no area's count. They were ",
        numbers.share_figure(result.unlocated_before, REF),
        " of the force's records a year before and ",
        numbers.share_figure(result.unlocated_now, REF),
        " now: that alone moves every count here by about ",
        numbers.signed_share_figure(result.places_alone, REF),
        ".",
    )


def _both_words(result: Changed) -> tuple[Text, ...]:
    """Whether anti-social behaviour moved, or only its name did (E39)."""
    both = next((m for m in result.moved if m.category == BOTH), None)
    if both is None or both.change is None:
        return ()
    verdict_words = {
        "higher": "are distinguishably higher too",
        "lower": "are distinguishably lower too",
    }.get(both.direction, "cannot be told apart from no change")
    return (
        (
            "Taken together, anti-social behaviour and public order (",
            numbers.count_figure(both.before, REF),
            " to ",
            numbers.count_figure(both.now, REF),
            f") {verdict_words}; a movement in one alone can be a change of name into the other.",
        ),
    )


def _like_months(result: Changed) -> Callout:
    words: Text = (
        "The whole year is not compared with the year before (",
        f"{result.left_out}). What follows compares ",
        numbers.count_figure(len(result.months), REF),
        f" months with the same months a year earlier: {_named(result.months)}.",
    )
    return Callout("caveat", words, "Like with like")


def _sentence(result: Changed) -> Text:
    crime = next(m for m in result.moved if m.category == ALL_CRIME)
    rises, falls = result.in_direction("higher"), result.in_direction("lower")
    still = [m for m in result.moved if m.direction == "not distinguishable"]
    words: list[Run] = [*_crime_words(result, crime)]
    for found, verb in ((rises, "higher"), (falls, "lower")):
        if found:
            words.append(f" Distinguishably {verb}: ")
            words.extend(wording.listed_some([_movement(m) for m in found]))
            words.append(".")
    if still:
        words += [
            " The other " if rises or falls else " The ", numbers.count_figure(len([m for m in still if m.category not in NOT_A_CATEGORY]), REF),
            " categories cannot be told apart from no change.",
        ]  # fmt: skip
    return tuple(words)


def _crime_words(result: Changed, crime: Moved) -> tuple[Run, ...]:
    when = "the year before" if result.whole_year else "the same months a year earlier"
    # 12,417 crimes beside the year's 48,314 puzzle a reader who is not told of what months.
    of = "" if result.whole_year else f" of {_named(result.months)}"
    if crime.change is None:
        return (
            f"Recorded crime{of} was ", numbers.count_figure(crime.now, REF),
            f"; it is not compared with {when}: {crime.refused}",
        )  # fmt: skip
    verb = {
        "higher": "was distinguishably higher than in",
        "lower": "was distinguishably lower than in",
    }.get(crime.direction, "cannot be told apart from")
    return (
        f"Recorded crime{of} (", numbers.count_figure(crime.now, REF), f") {verb} {when} (",
        numbers.count_figure(crime.before, REF), *_percent(crime.change), ").",
    )  # fmt: skip


def _percent(moved: Change) -> tuple[Run, ...]:
    if moved.percent is None or moved.percent_low is None or moved.percent_high is None:
        return ()
    return (
        "; ", numbers.signed_share_figure(moved.percent / 100, REF), ", 99% limits ",
        numbers.share_interval_figure(moved.percent_low / 100, moved.percent_high / 100, REF),
    )  # fmt: skip


def _movement(moved: Moved) -> tuple[Run, ...]:
    found = moved.change
    name = wording.name_in_sentence(moved.category)
    numbers_of = (
        numbers.count_figure(moved.before, REF),
        " to ",
        numbers.count_figure(moved.now, REF),
    )
    if found is None or found.percent is None:
        return (f"{name} (", *numbers_of, ")")
    return (
        f"{name} (", *numbers_of, ", ",
        numbers.signed_share_figure(found.percent / 100, REF), ")",
    )  # fmt: skip


def _dots(scope: Scope, result: Changed) -> Chart:
    shown = sorted(
        (
            m
            for m in result.moved
            if m.change and m.change.percent is not None and m.category != BOTH
        ),
        key=lambda m: (
            -(m.change.percent if m.change and m.change.percent else 0),
            m.category,
        ),
    )
    moved = len([m for m in shown if m.direction in ("higher", "lower")])
    rated = [
        charts.Rated(
            _name(m.category),
            m.change.percent,
            m.change.percent_low,
            m.change.percent_high,
            _colour(m),
            m.direction != "not distinguishable",
        )
        for m in shown
        if m.change
    ]
    title: Text = (
        wording.how_many(moved, REF, opening=True),
        f" of the {len(shown)} counts moved by more than chance allows.",
    )
    return Chart(
        id="chart-change",
        title=title,
        spec=charts.interval_dots(
            rated,
            unit="per cent change",
            reference=0.0,
            reference_label="no change",
            decimals=0,
        ),
        table=_table(scope, result),
        source=wording.source(scope),
        alt="A dot with its interval for each category, against a line at no change.",
        caveats=_caveats(scope, result),
        ref=REF,
    )


def _name(category: str) -> str:
    if category == BOTH:
        return "Anti-social behaviour and public order together"
    return category_name(category)


def _colour(moved: Moved) -> charts.Verdict:
    answer = verdict(moved.category, moved.direction)
    return answer if answer in ("improving", "concern") else "unclear"  # type: ignore[return-value]


def _caveats(scope: Scope, result: Changed) -> tuple[Text, ...]:
    cut = {b for m in result.moved for b in scope.steps_in(m.category, scope.history)}
    return (
        guards.POLICE_BADGE,
        "Intervals are 99 per cent limits, widened by how much each category swings from month "
        "to month beyond chance; of a hundred unchanged counts about one would be flagged.",
        MEANING,
        *guards.recording_breaks(tuple(cut)),
        *guards.masked_months(scope.spells_in(scope.stretch)),
    )


def _table(scope: Scope, result: Changed) -> Table:
    # Where no mean stands, its column would be blank from top to bottom.
    has_means = any(m.three_year_mean is not None for m in result.moved)
    means = (Column("Mean of three years before", "number"),) if has_means else ()
    return Table(
        f"Now and a year before, {scope.area_name}, {_named(result.months)}",
        (
            Column("Category"),
            Column("A year before", "number"),
            Column("Now", "number"),
            Column("Change", "number"),
            Column("Change, %", "number", decimals=1),
            Column("99% limits, %", "interval", decimals=1),
            *means,
            Column("Reading"),
        ),
        tuple(_row(m, has_means=has_means) for m in result.moved),
        notes=(
            f"No percentage where the base is under {guards.SMALLEST_BASE}.",
            *((MEANS,) if has_means else ()),
            MEANING,
        ),
        source=wording.source(scope),
        ref=REF,
    )


def _row(moved: Moved, *, has_means: bool) -> tuple[Cell, ...]:
    found = moved.change
    limits = (
        Interval(found.percent_low, found.percent_high)
        if found and found.percent_low is not None and found.percent_high is not None
        else None
    )
    mean = "" if moved.three_year_mean is None else moved.three_year_mean
    return (
        _name(moved.category),
        moved.before,
        moved.now,
        found.absolute if found else "",
        found.percent if found and found.percent is not None else "",
        limits or "",
        *((mean,) if has_means else ()),
        moved.refused or _reading(moved),
    )


def _reading(moved: Moved) -> str:
    answer = verdict(moved.category, moved.direction)
    if moved.direction == "not distinguishable":
        return "no distinguishable change"
    if answer in ("improving", "concern"):
        return f"{moved.direction}: {answer}"
    return f"{moved.direction}; better or worse is not said, see the note"


def _named(months: tuple[date, ...]) -> str:
    number = [month.year * 12 + month.month for month in months]
    if len(months) > 1 and number[-1] - number[0] == len(months) - 1:
        return numbers.months_between(months[0], months[-1])
    return ", ".join(numbers.month(m) for m in months)


RECIPES = (
    Recipe(REF, CHAPTER, "Against the year before", "change/3", changed, tell_changed),
)
