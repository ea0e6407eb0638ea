"""What in the record asks for a look by information governance: rules, each with a name.

A rule finds that something is unusual, never that it is wrong: people work late, and
people have colleagues of their name. It says what it saw and which acts to open. Rules
look at who looked; how much anybody works is no question here (DPA 2018 s.62(4)).

Waiting for casework, because nothing of the kind exists yet: an address of one's own, a
colleague's case, tries at a sealed case, many pointer searches.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID

from goldthread.core.uk_time import LONDON
from goldthread.core.working_days import is_working_day

MANY, TIMES_USUAL = 40, 4  # looks of one day, and how far above one's own usual day
BASELINE = timedelta(days=56)  # what is usual for somebody: eight weeks
BUSY_DAYS = 3  # of them at least; a newcomer has no usual day
NIGHT_FROM, NIGHT_TO = 20, 6  # hours of the clock on the wall
BULK_AT_NIGHT = 15  # looks of one night or day off
IN_A_ROW, WALK_WITHIN = 8, timedelta(minutes=15)
REFUSALS, REFUSED_WITHIN = 10, timedelta(hours=1)
EXPORTS = 3  # of one day


@dataclass(frozen=True, slots=True)
class Seen:
    """One act of the record, as the rules see it; `about` is whom it was about."""

    uuid: UUID
    at: datetime
    actor: str  # a reference: "person:7"
    name: str
    verb: str
    kind: str
    reference: str
    outcome: str = "done"
    about: str = ""  # the person whose acts or account were looked at
    about_name: str = ""

    @property
    def is_look(self) -> bool:
        """Whether something restricted was read, one's own acts apart."""
        end = self.verb.rpartition(".")[2]
        return (end == "read" or end.endswith("_read")) and end != "own_read"

    @property
    def is_export(self) -> bool:
        return self.verb.endswith(".exported")

    @property
    def day(self) -> date:
        return self.at.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that asks for a look: who, when, which rule, and the acts to open."""

    rule: str
    actor: str
    name: str
    on: date
    words: str
    acts: tuple[UUID, ...]

    @property
    def key(self) -> str:
        """The same finding has the same name however often the rules run."""
        return f"{self.rule}:{self.actor}:{self.on.isoformat()}"


Off = Collection[date]
Look = Callable[[Sequence[Seen], Off], Iterator[Oddity]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, what it fires on in a sentence, and how it looks."""

    name: str
    title: str
    says: str
    look: Look


def oddities(
    seen: Sequence[Seen], *, start: date, end: date, off: Off
) -> tuple[Oddity, ...]:
    """What the rules find from `start` up to, and without, `end`; the newest first.

    `seen` reaches back eight weeks before `start`, so that it is known what is usual.
    """
    rows = sorted(seen, key=lambda one: (one.at, one.uuid))
    found = [one for rule in RULES for one in rule.look(rows, off)]
    kept = {one.key: one for one in found if start <= one.on < end}
    return tuple(sorted(kept.values(), key=lambda one: (-one.on.toordinal(), one.key)))


def _same_name(seen: Sequence[Seen], off: Off) -> Iterator[Oddity]:
    for (actor, day), some in _by_day(_of(seen, lambda one: one.is_look)):
        names = [
            one
            for one in some
            if one.about
            and one.about != actor
            and _surname(one.about_name) == _surname(one.name) != ""
        ]
        if names:
            words = (
                f"Looked at acts of {names[0].about_name}, who has the same surname."
            )
            yield _odd("same name", actor, day, words, names)


def _own_record(seen: Sequence[Seen], off: Off) -> Iterator[Oddity]:
    for (actor, day), some in _by_day(_of(seen, lambda one: one.is_look)):
        own = [one for one in some if one.about == actor]
        if own:
            yield _odd(
                "own record",
                actor,
                day,
                "Looked up, in the whole record, acts about their own account.",
                own,
            )


def _much(seen: Sequence[Seen], off: Off) -> Iterator[Oddity]:
    days = _by_day(_of(seen, lambda one: one.is_look))
    counts: dict[str, dict[date, int]] = defaultdict(dict)
    for (actor, day), some in days:
        counts[actor][day] = len(some)
    for (actor, day), some in days:
        before = [n for on, n in counts[actor].items() if day - BASELINE <= on < day]
        usual = median(before) if len(before) >= BUSY_DAYS else 0
        if len(some) >= max(MANY, TIMES_USUAL * usual):
            words = f"Looked {len(some)} times in a day; {f'on a usual day about {usual:.0f}' if usual else 'too few days before it to say what is usual'}."
            yield _odd("much", actor, day, words, some)


def _at_night(seen: Sequence[Seen], off: Off) -> Iterator[Oddity]:
    def asleep(one: Seen) -> bool:
        local = one.at.astimezone(LONDON)
        night = local.hour >= NIGHT_FROM or local.hour < NIGHT_TO
        return night or not is_working_day(local.date(), off=off)

    wanted = _of(seen, lambda one: (one.is_look or one.is_export) and asleep(one))
    nights: dict[tuple[str, date], list[Seen]] = defaultdict(list)
    for one in wanted:  # a night belongs to the evening that it began on
        begun = (one.at.astimezone(LONDON) - timedelta(hours=NIGHT_TO)).date()
        nights[one.actor, begun].append(one)
    for (actor, day), some in nights.items():
        exports = [one for one in some if one.is_export]
        if len(some) >= BULK_AT_NIGHT or exports:
            what = (
                f"Exported {len(exports)} times"
                if exports
                else f"Looked {len(some)} times"
            )
            yield _odd(
                "out of hours",
                actor,
                day,
                f"{what} at night or on a day off.",
                exports or some,
            )


def _walking(seen: Sequence[Seen], off: Off) -> Iterator[Oddity]:
    runs: dict[tuple[str, str], list[Seen]] = {}
    for one in _of(seen, lambda one: one.is_look and one.reference.isdecimal()):
        run = runs.setdefault((one.actor, one.kind), [])
        if run and run[-1].reference == one.reference:
            continue
        follows = bool(run) and int(one.reference) - int(run[-1].reference) in (1, -1)
        if not follows or one.at - run[0].at > WALK_WITHIN:
            run.clear()
        run.append(one)
        if len(run) == IN_A_ROW:
            words = f"Opened {IN_A_ROW} of a kind by their numbers, one after the other, within {WALK_WITHIN.seconds // 60} minutes."
            yield _odd("walking numbers", one.actor, one.day, words, run)


def _refused(seen: Sequence[Seen], off: Off) -> Iterator[Oddity]:
    tries: dict[str, list[Seen]] = defaultdict(list)
    for one in _of(seen, lambda one: one.outcome == "refused"):
        # Somebody not signed in has no reference of their own: the account tried has.
        who = one.actor if one.actor.startswith("person:") else one.reference
        run = tries[who]
        run.append(one)
        while run[0].at < one.at - REFUSED_WITHIN:
            run.pop(0)
        if len(run) == REFUSALS:
            words = f"Was refused {REFUSALS} times within an hour."
            account = (
                one.actor
                if one.actor.startswith("person:")
                else f"account {who or 'unknown'}"
            )
            yield _odd("refused often", account, one.day, words, run)


def _exports(seen: Sequence[Seen], off: Off) -> Iterator[Oddity]:
    for (actor, day), some in _by_day(_of(seen, lambda one: one.is_export)):
        if len(some) >= EXPORTS:
            yield _odd(
                "many exports",
                actor,
                day,
                f"Took {len(some)} exports away in a day.",
                some,
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "same name",
        "Somebody of the same surname",
        "A reader of the record opened acts of, or about, another person with their own surname.",
        _same_name,
    ),
    Rule(
        "own record",
        "Their own account",
        "A reader of the whole record looked up acts that others did to their own account.",
        _own_record,
    ),
    Rule(
        "much",
        "Unusually much",
        f"At least {MANY} looks at restricted things in a day, and {TIMES_USUAL} times what is usual for that person in the eight weeks before.",
        _much,
    ),
    Rule(
        "out of hours",
        "At night or on a day off",
        f"At least {BULK_AT_NIGHT} looks between {NIGHT_FROM}:00 and 0{NIGHT_TO}:00 or on a weekend or bank holiday; or any export then.",
        _at_night,
    ),
    Rule(
        "walking numbers",
        "One number after the other",
        f"{IN_A_ROW} things of a kind opened by consecutive numbers within {WALK_WITHIN.seconds // 60} minutes.",
        _walking,
    ),
    Rule(
        "refused often",
        "Refused again and again",
        f"{REFUSALS} refusals within an hour: a password, a second factor, or anything else that is refused and recorded.",
        _refused,
    ),
    Rule(
        "many exports",
        "Many exports",
        f"{EXPORTS} or more exports by one person in a day.",
        _exports,
    ),
)


def _of(seen: Iterable[Seen], wanted: Callable[[Seen], bool]) -> list[Seen]:
    return [one for one in seen if wanted(one)]


def _by_day(
    seen: Iterable[Seen],
) -> list[tuple[tuple[str, date], list[Seen]]]:
    days: dict[tuple[str, date], list[Seen]] = defaultdict(list)
    for one in seen:
        days[one.actor, one.day].append(one)
    return list(days.items())


def _surname(name: str) -> str:
    """The last word of a name, as far as a computer can tell; "" for one word alone."""
    words = name.replace(",", " ").casefold().split()
    return words[-1] if len(words) > 1 else ""


def _odd(rule: str, actor: str, day: date, words: str, acts: Sequence[Seen]) -> Oddity:
    name = acts[0].name if actor == acts[0].actor else "Somebody not signed in"
    return Oddity(rule, actor, name, day, words, tuple(one.uuid for one in acts[:10]))
