"""A file of measures kept: through the services that pages call, whole or not at all."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from goldthread.partners.models import Agency, Installation, Person
from goldthread.performance import rules, services
from goldthread.performance.file import told
from goldthread.performance.file.reading import Placed, placed
from goldthread.performance.file.telling import tell
from goldthread.performance.models import Indicator
from goldthread.performance.services import IndicatorTold
from goldthread.strategy.file.lines import Fault, Unreadable
from goldthread.strategy.models import Outcome, Strategy


def load(text: str, *, by: Person | None, at: datetime) -> tuple[Indicator, ...]:
    """Define or change every measure of a file; what says the same stays untouched.

    Raises:
        Unreadable: a fault of shape or of meaning; nothing was kept.
    """
    found = placed(text)
    strategy = Strategy.objects.filter(key=found.told.strategy).first()
    if strategy is None:
        raise Unreadable(
            [Fault(1, f"there is no strategy with the key {found.told.strategy}.")]
        )
    with transaction.atomic():
        faults: list[Fault] = []
        kept = _all(found, strategy, faults, by=by, at=at)
        if faults:
            raise Unreadable(faults)
    return kept


def _all(
    found: Placed,
    strategy: Strategy,
    faults: list[Fault],
    *,
    by: Person | None,
    at: datetime,
) -> tuple[Indicator, ...]:
    """Twice through the file: a measure may name one that comes after it."""
    measures = list(zip(found.told.measures, found.lines, strict=True))
    known = {each.code: each for each in Indicator.objects.all()}
    for one, line in measures:
        if one.code not in known:
            made = _kept(one, line, None, strategy, known, faults, by=by, at=at)
            if made is not None:
                known[one.code] = made
    for one, line in measures:
        standing = known.get(one.code)
        if standing is None or faults:
            continue
        if tell(standing, strategy) != one:
            _kept(one, line, standing, strategy, known, faults, by=by, at=at)
            _rest(one, line, standing, strategy, faults, by=by, at=at)
    return tuple(known[one.code] for one, _ in measures if one.code in known)


def _kept(
    one: told.MeasureTold,
    line: int,
    standing: Indicator | None,
    strategy: Strategy,
    known: dict[str, Indicator],
    faults: list[Fault],
    *,
    by: Person | None,
    at: datetime,
) -> Indicator | None:
    definition = _definition(one, line, standing, strategy, known, faults)
    if definition is None:
        return None
    try:
        if standing is None:
            return services.define_indicator(definition, by=by, at=at)
        return services.change_indicator(
            standing, definition, reason="From a file", by=by, at=at
        )
    except rules.Refused as refusal:
        faults.append(Fault(line, str(refusal)))
        return None


def _definition(
    one: told.MeasureTold,
    line: int,
    standing: Indicator | None,
    strategy: Strategy,
    known: dict[str, Indicator],
    faults: list[Fault],
) -> IndicatorTold | None:
    before = len(faults)
    owner = Agency.objects.filter(name=one.owner).first()
    if owner is None:
        faults.append(Fault(line, f"there is no agency called {one.owner}."))
    lead = Person.objects.filter(email=one.lead.lower()).first() if one.lead else None
    if one.lead and lead is None:
        faults.append(Fault(line, f"nobody here has the e-mail {one.lead}."))
    stream = strategy.workstreams.filter(key=one.workstream).first()
    if one.workstream and stream is None:
        faults.append(Fault(line, f"there is no workstream {one.workstream}."))
    home = Installation.objects.select_related("area").first()
    if not one.area_code and home is None:
        faults.append(Fault(line, "say “area: CODE”: no partnership is set up here."))
    beside = {}
    for name in ("companion", "beside", "victims"):
        code = getattr(one, name)
        beside[name] = known.get(code) if standing is not None else None
        if code and standing is not None and beside[name] is None:
            faults.append(Fault(line, f"there is no measure {code} to stand beside."))
    outcomes = _outcomes(one, line, standing, strategy, faults)
    if owner is None or len(faults) > before:
        return None
    return IndicatorTold(
        **{name: getattr(one, name) for name in _PLAIN},
        owner=owner,
        lead=lead,
        workstream=stream,
        area_code=one.area_code or (home.area.code if home else ""),
        only=_grouped(one.only),
        of=_grouped(one.of),
        # A hidden crime's companion is set in the second round, when it is there.
        companion=beside["companion"],
        beside=beside["beside"],
        victims=beside["victims"],
        victims_within=one.victims_within if beside["victims"] else None,
        residents=one.residents if beside["victims"] else None,
        peers=one.peers,
        outcomes=outcomes,
    )


_PLAIN = [
    "name",
    "code",
    "unit",
    "kind",
    "polarity",
    "about",
    "basis",
    "every",
    "source",
    "opened_on",
    "comes_from",
    "per",
    "is_seasonal",
    "due_days",
    "lag_months",
    "cohort",
    "question",
    "column",
    "hidden_crime",
    "baseline_from",
    "baseline_until",
    "quality",
    "quality_note",
    "definition",
    "counts",
    "out_of",
    "caveat",
    "asked",
    "interval",
    "design_effect",
]


def _outcomes(
    one: told.MeasureTold,
    line: int,
    standing: Indicator | None,
    strategy: Strategy,
    faults: list[Fault],
) -> list[Outcome]:
    """The outcomes named, and those of other strategies that it keeps (S41)."""
    found = []
    for words in one.outcomes:
        key, _, number = words.rpartition(" ")
        outcome = Outcome.objects.filter(
            priority__strategy=strategy,
            priority__key=key,
            number=int(number) if number.isascii() and number.isdigit() else 0,
        ).first()
        if outcome is None:
            faults.append(Fault(line, f"there is no outcome {words} in this strategy."))
        else:
            found.append(outcome)
    if standing is not None:
        found += standing.outcomes.exclude(priority__strategy=strategy)
    return found


def _grouped(pairs: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for pair in pairs:
        column, _, value = pair.partition("=")
        grouped.setdefault(column, []).append(value)
    return grouped


def _rest(
    one: told.MeasureTold,
    line: int,
    standing: Indicator,
    strategy: Strategy,
    faults: list[Fault],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Target and marks, where the file says something else than stands."""
    stands = tell(Indicator.objects.get(pk=standing.pk), strategy)
    try:
        if one.targets != stands.targets:
            target = one.targets[0] if one.targets else told.TargetTold(kind="none")
            services.set_target(
                standing,
                kind=target.kind,
                value=target.value,
                by_on=target.by_on,
                words=target.words,
                by=by,
                at=at,
            )
        for mark in stands.marks:
            if mark not in one.marks:
                services.remove_mark(standing, from_on=mark.from_on, by=by, at=at)
        for mark in one.marks:
            if mark not in stands.marks:
                services.mark_series(
                    standing,
                    kind="left_out" if mark.until_on else "break",
                    from_on=mark.from_on,
                    until_on=mark.until_on,
                    words=mark.words,
                    by=by,
                    at=at,
                )
    except rules.Refused as refusal:
        faults.append(Fault(line, str(refusal)))
