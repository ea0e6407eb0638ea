"""Which findings of a new assessment bear on a workstream: those its priorities rest on."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from goldthread.assessment.models import Assessment, Finding
from goldthread.documents import stored
from goldthread.documents.model import Paragraph, Run, plain, runs
from goldthread.strategy.models import Evidence, Workstream


def suggested_findings(stream: Workstream, assessment: Assessment) -> QuerySet[Finding]:
    """The same findings, made anew, that the priorities above a workstream cite."""
    cited = Evidence.objects.filter(
        priorities__in=stream.priorities.all(), finding__isnull=False
    )
    return Finding.objects.filter(
        assessment=assessment, ref__in=cited.values("finding__ref")
    ).order_by("number")


def findings_to_choose(assessment: Assessment, chosen: set[int]) -> QuerySet[Finding]:
    """Every finding of an assessment, those that were chosen first."""
    first = Case(
        When(pk__in=chosen, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return Finding.objects.filter(assessment=assessment).order_by(first, "number", "pk")


def what_it_says(finding: Finding) -> tuple[Run, ...]:
    """A finding in one sentence with its figures: what it found, else what it is about."""
    for section in stored.from_json(finding.blocks).sections:
        for block in section.blocks if section.id == "key" else ():
            if isinstance(block, Paragraph):
                return (f"{finding.heading}: ", *runs(block.text))
    return (finding.heading,)


def in_words(finding: Finding) -> str:
    """The same as plain words, for a form."""
    return plain(what_it_says(finding))
