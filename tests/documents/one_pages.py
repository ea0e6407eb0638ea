"""Invented strategies on a page: an ordinary one, a small one, one as large as may be."""

from datetime import date

from goldthread.documents.one_page import Approved, OnePage, Priority, Thread

PRIORITIES = (
    Priority(
        "Reducing reoffending",
        (
            "Fewer adults and young people offend again",
            "Those at risk are found and supported earlier",
            "High-volume and high-risk offenders are managed well",
        ),
        (
            "Work with primary schools to support young people and their families",
            "More restorative justice for lower-level offences",
            "Ways into work and a settled home after prison",
        ),
        (
            "Integrated offender management",
            "Youth to adult transition",
            "Drug and alcohol pathways",
        ),
        "From first warning to settled life: the right support at the right time.",
    ),
    Priority(
        "Preventing violence",
        (
            "Everybody knows that no violence is acceptable",
            "Less violent crime at every age",
            "A city that is safe to live in, work in and visit",
        ),
        (
            "Break the acceptance of abuse at home",
            "Fewer knives and less exploitation of people under 25",
            "Lessons on healthy relationships in every school",
        ),
        (
            "Serious violence duty",
            "Domestic abuse strategy",
            "Night-time economy",
            "Exploitation hub",
        ),
        "Reach people at the earliest point, and stop violence before it grows.",
    ),
    Priority(
        "Reducing harm",
        (
            "More reports of crimes that are rarely reported",
            "People at risk are found earlier",
            "Residents help to build the response",
        ),
        (
            "Build trust so that hate crime and forced marriage are reported",
            "Recognise modern slavery and help victims come forward",
            "Work with health services and schools to find people at risk",
        ),
        ("Hidden crimes", "Victim support commissioning", "Modern slavery network"),
        "Those most likely to be hurt are safe, supported and heard.",
    ),
    Priority(
        "Building community capacity",
        (
            "People take part in the life of their area and are proud of it",
            "Trust grows, and with it reporting",
            "Neighbours support one another",
        ),
        (
            "A lasting way of working place by place",
            "Volunteering, and a say in how services are shaped",
            "Regular conversations that lead to answers",
        ),
        (
            "Focus area plans",
            "Neighbourhood watch",
            "Partners and communities together",
        ),
        "Residents have what they need to look after their places together.",
    ),
)
THREADS = (
    Thread(
        "Early intervention and prevention",
        "We act at the first sign, and measure how early we were.",
    ),
    Thread(
        "Place",
        "We work where evidence, residents and demand say that it matters most.",
    ),
    Thread(
        "Communities",
        "Nothing about an area is decided without the people who live in it.",
    ),
    Thread(
        "Partnership", "Every workstream names what each agency will do and by when."
    ),
)


def ordinary() -> OnePage:
    return OnePage(
        title="Community safety strategy 2026 to 2029",
        vision="A city where everybody is safe, feels safe, and has a part in keeping it so.",
        area="Safer Saxonbridge Partnership",
        priorities=PRIORITIES,
        threads=THREADS,
        marking="Official",
        dated=date(2026, 11, 23),
        version="2.1",
        approvals=(
            Approved("the Safer Saxonbridge Partnership Board", date(2026, 10, 12)),
            Approved("Saxonbridge City Council", date(2026, 11, 18)),
            Approved("the Safeguarding Together Board"),
        ),
        invented=True,
    )


def small() -> OnePage:
    return OnePage(
        title="Plan",
        vision="",
        area="Saxonbridge",
        priorities=(Priority("Safer homes", ("Fewer burglaries",)),),
    )


def large() -> OnePage:
    """Six priorities, long names everywhere, eight threads, five approvals."""
    longer = tuple(
        Priority(
            f"{one.name} and everything that belongs to it",
            one.outcomes,
            one.focus_areas,
            one.workstreams,
            one.summary,
        )
        for one in (*PRIORITIES, *PRIORITIES[:2])
    )
    first = ordinary()
    return OnePage(
        title="Community safety and harm reduction strategy of the city of Saxonbridge and "
        "the Wold Vale 2026 to 2029",
        vision=f"{first.vision} We will be judged by what changes for the people who live, "
        "work and grow up here, and we will say in public each year how far we have come.",
        area=first.area,
        priorities=longer,
        threads=(*THREADS, *THREADS[:2]),
        marking="Official",
        handling="for partners until the board has met",
        dated=first.dated,
        version="1.9",
        approvals=(*first.approvals, *first.approvals[1:]),
        draft=True,
        invented=True,
    )


def too_large() -> OnePage:
    first = large()
    long = Priority(
        "The long one",
        tuple(PRIORITIES[0].focus_areas) * 9,
        tuple(PRIORITIES[1].focus_areas) * 5,
    )
    return OnePage(first.title, first.vision, first.area, (*first.priorities[:5], long))
