"""The partnership's first assessment, made and published by the real services.

What the invented analyst writes under the headings that no figure can fill. She quotes
no number: numbers are the findings' own.
"""

from datetime import datetime

from goldthread.assessment.breaks import recording_break, write_local_breaks
from goldthread.assessment.files import write_files
from goldthread.assessment.models import Assessment
from goldthread.assessment.services import (
    make_assessment,
    publish_assessment,
    request_assessment,
    waive_heading,
    write_words,
)
from goldthread.core.periods import statutory_year_of
from goldthread.evidence.home import home
from goldthread.partners.models import Person
from goldthread.saxonbridge.generate import LAST_MONTH, Generated

WORDS = {
    "summary": (
        "Saxonbridge is an ordinary city with two or three stubborn problems, and this "
        "assessment tries to keep them apart from the noise. Where the figures cannot "
        "tell, it says so."
    ),
    "levels": (
        "The police figures below agree with what wardens, shopkeepers and the night "
        "shelter describe. They see less of what happens behind doors: the "
        "women's refuge and the drug and alcohol service both report fuller books than "
        "recorded crime would suggest, and neither yet supplies us with figures."
    ),
    "changes": (
        "Partners recognise the change in the wards named below. The fire service adds "
        "small deliberate fires in the same streets, which are not counted here. Nobody "
        "recognises a city-wide change."
    ),
    "why": (
        "The analysts' workshop looked for reasons in the order of the problem triangle. "
        "Victims: vans and tools left overnight in streets without drives. Offenders: a "
        "small group known to probation, two of whom were released within the year. "
        "Places: garage courts whose lights and gates no longer work. These are "
        "judgements of the people who were in the room; no figure in this assessment "
        "proves them.\n\n"
        "The step in violence follows a change in how the force counts, which its "
        "registrar confirmed in writing."
    ),
    "priorities": (
        "We suggest three priorities: vehicle crime in the two wards where it rises; "
        "the city centre at night and at weekends, with the licensing authority in the "
        "lead; and summer disorder in parks, planned for before it comes. Each rests on "
        "the findings it names, and each should name in advance what would count as "
        "success."
    ),
    "community": (
        "Four public meetings and a street survey asked people what they would put first. "
        "Speeding and fly-tipping led every list, ahead of anything in these figures; "
        "thefts from vans came third in Marlpit and Kingsholm. Young people and people "
        "who rent were few among those who answered, and should be asked again in places "
        "they go to."
    ),
    "implementation": (
        "Of the last plan's twelve steps, seven are done, three are under way and two "
        "were not begun: the shared list of repeat victims, for want of an agreement, and "
        "the landlords' forum, for want of a lead."
    ),
    "asked": (
        "Asked in September: the police, the council's wardens, the fire service, "
        "probation, the drug and alcohol service, two housing associations and the "
        "refuge. The ambulance service and one housing association have not replied."
    ),
}


def assess_and_publish(made: Generated, *, by: Person, at: datetime) -> Assessment:
    """Assess the last statutory year, write the words, and publish; goes on where a
    killed build stopped."""
    write_local_breaks(
        home(),
        [
            recording_break(
                each.month, each.words, category=each.category, force=each.force
            )
            for each in made.breaks
        ],
    )
    asked = _asked(made, by=by, at=at)
    if asked.state == Assessment.State.MAKING:
        make_assessment(asked, by=by, at=at)
    if asked.state == Assessment.State.DRAFT:
        _write_words(asked, by=by, at=at)
        asked = publish_assessment(asked, by=by, at=at)
    write_files(asked)
    return asked


def _asked(made: Generated, *, by: Person, at: datetime) -> Assessment:
    """The one assessment: where a killed build left it, or asked for now."""
    period = statutory_year_of(LAST_MONTH)
    begun = Assessment.objects.filter(
        area_code=made.partnership, period_start=period.start, is_invented=True
    )
    return begun.order_by("pk").first() or request_assessment(
        area=made.partnership,
        period=period,
        by=by,
        at=at,
        comparison=made.comparison,
        in_background=False,
    )


def _write_words(asked: Assessment, *, by: Person, at: datetime) -> None:
    written = set(asked.wordings.values_list("heading", flat=True))
    for heading, text in WORDS.items():
        if heading not in written:
            write_words(asked, heading=heading, text=text, by=by, at=at)
    if "county" not in written:
        waive_heading(
            asked,
            heading="county",
            reason="Saxonbridge is a single-tier area, so there is no county group.",
            by=by,
            at=at,
        )
