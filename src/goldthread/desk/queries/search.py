"""Search over everything that somebody may see, forgiving a slip of the finger."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from rapidfuzz import fuzz, process, utils

from goldthread.assessment.models import Assessment, Finding
from goldthread.delivery.models import Action
from goldthread.partners.glossary import words
from goldthread.partners.models import Agency, Body, Person
from goldthread.partners.policy import policy
from goldthread.strategy.models import Priority, Section, Strategy, Workstream

# Below 70 the pairs of a real plan were chance ("drugs" with "dogs"); a word of six
# letters with one wrong scores 83.
NEAR_ENOUGH = 72
MOST = 30
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, what it is called, where it is."""

    kind: str
    words: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, and whether it had to guess."""

    asked: str
    hits: tuple[Hit, ...]
    guessed: bool


def search(asked: str, *, person: Person) -> Found:
    """The nearest things by name that this person may see, the best first."""
    asked = " ".join(asked.split())[:LONGEST]
    if not asked:
        return Found("", (), False)
    hits = list(_everything(person))
    plain = asked.casefold()
    exact = [hit for hit in hits if plain in f"{hit.words} {hit.note}".casefold()]
    if exact:
        ranked = sorted(exact, key=lambda hit: _rank(hit, plain))
        return Found(asked, tuple(ranked[:MOST]), False)
    return Found(asked, tuple(_near(asked, hits)), True)


def _rank(hit: Hit, plain: str) -> tuple[bool, int, str]:
    called = hit.words.casefold()
    return (not called.startswith(plain), len(called), called)


def _near(asked: str, hits: list[Hit]) -> Iterator[Hit]:
    """Each word asked for must be near some word of the name."""
    wanted = utils.default_process(asked).split()
    scores = [0.0] * len(hits)
    for word in wanted:
        names = [hit.words for hit in hits]
        for _, score, place in process.extract(
            word,
            names,
            scorer=fuzz.partial_ratio,
            processor=utils.default_process,
            limit=None,
            score_cutoff=NEAR_ENOUGH,
        ):
            scores[place] += score
    least = NEAR_ENOUGH * len(wanted)
    best = sorted(
        (place for place, score in enumerate(scores) if score >= least),
        key=lambda place: (-scores[place], hits[place].words),
    )
    return (hits[place] for place in best[:MOST])


def _everything(person: Person) -> Iterator[Hit]:
    role = person.acting.role if person.acting else ""
    may = policy().may
    if may(role, "read the plan"):
        yield from _plan()
    yield from _strategies(drafts=may(role, "read the strategy"))
    if may(role, "read the partnership"):
        yield from _partnership()
    yield from _findings(drafts=may(role, "read assessments"))


def _plan() -> Iterator[Hit]:
    rows = Action.objects.standing().values_list("reference", "title")
    for reference, title in rows.iterator(chunk_size=2000):
        yield Hit("Action", title, reverse("action", args=[reference]), reference)


def _strategies(*, drafts: bool) -> Iterator[Hit]:
    seen = Strategy.objects.all() if drafts else Strategy.objects.published()
    for one in seen.order_by("pk"):
        yield Hit("Strategy", one.title, reverse("strategy", args=[one.key]))
    of: Iterable[tuple[str, type]] = (
        ("Priority", Priority),
        ("Workstream", Workstream),
        ("Section", Section),
    )
    if not drafts:
        return
    for kind, model in of:
        rows = model.objects.filter(strategy__in=seen).values_list(  # type: ignore[attr-defined]
            "title", "strategy__key", "strategy__title"
        )
        for title, key, of_what in rows:
            yield Hit(kind, title, reverse("strategy", args=[key]), of_what)


def _partnership() -> Iterator[Hit]:
    for key, name in Agency.objects.values_list("pk", "name"):
        yield Hit("Organisation", name, reverse("agency", args=[key]))
    for key, name in Body.objects.values_list("pk", "name"):
        yield Hit("Body", name, reverse("body", args=[key]))
    for word in words():
        yield Hit("Word", word.term, f"{reverse('glossary')}?q={word.term}", word.hover)


def _findings(*, drafts: bool) -> Iterator[Hit]:
    seen = Assessment.objects.filter(made_at__isnull=False)
    if not drafts:
        seen = seen.filter(state=Assessment.State.PUBLISHED)
    rows = Finding.objects.filter(assessment__in=seen).values_list(
        "heading", "assessment_id", "ref", "assessment__period_label"
    )
    for heading, assessment, ref, period in rows:
        href = reverse("finding", args=[assessment, ref])
        yield Hit("Finding", heading, href, period)
