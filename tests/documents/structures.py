"""Invented organisations to draw: a usual one, a large one, a deep one, a tangled one."""

from goldthread.documents.diagrams.structure import Body, Structure, Tie

REGIONAL, LOCAL = "Regional groups", "Local groups"


def partnership() -> Structure:
    """A board, its delivery groups, and eighteen bodies it is only linked to."""
    board = Body("board", "Safer Saxonbridge Partnership Board", "Board", "governance")
    delivery = {
        "offending": "Reducing reoffending group",
        "violence": "Violence and exploitation delivery group",
        "harm": "Harm reduction and hidden crimes group",
        "community": "Community capacity group",
    }
    operational = {
        "iom": ("Integrated offender management panel", "offending"),
        "youth": ("Youth justice management board", "offending"),
        "marac": ("Multi-agency risk assessment conference", "violence"),
        "reviews": ("Domestic homicide review panel", "violence"),
        "places": ("Place teams for the three focus areas", "community"),
    }
    regional = (
        "Mercia Reducing Reoffending Strategic Group",
        "Mercia Modern Slavery and Human Trafficking Board",
        "Mercia Anti-Slavery Network",
        "Combined Authority Homelessness Taskforce",
        "Mercia Strategic Domestic Abuse Forum",
        "Regional Heads of Community Safety Meeting",
        "Mercia Prevent Board",
        "Regional Hate Crime Group",
    )
    local = (
        "Saxonbridge Domestic Violence Forum",
        "Safeguarding Adults and Children Boards",
        "Saxonbridge Business Crime Reduction Group",
        "Troubled Families Programme Board",
        "Early Help",
        "Saxonbridge Business Improvement District",
        "Street Outreach Group",
        "Multi-Agency Safeguarding Hub",
        "Specialist Domestic Violence Court Steering Group",
        "Saxonbridge Anti-Slavery Partnership",
    )
    bodies = [board]
    ties = []
    for key, label in delivery.items():
        bodies.append(Body(key, label, "Delivery group"))
        ties.append(Tie(key, "reports to", "board"))
    for key, (label, parent) in operational.items():
        bodies.append(Body(key, label, "Operational group", "operational"))
        ties.append(Tie(key, "reports to", parent))
    for level, names in ((REGIONAL, regional), (LOCAL, local)):
        for number, label in enumerate(names):
            key = f"{level[:5]}{number}"
            bodies.append(Body(key, label, level, "network"))
            ties.append(Tie(key, "linked to", "board"))
    ties += [
        Tie("youth", "reports to", "harm"),
        Tie("marac", "linked to", f"{LOCAL[:5]}7"),
    ]
    return Structure(tuple(bodies), tuple(ties))


def forty() -> Structure:
    """Forty bodies with long names: a board, seven groups, and below them two levels."""
    bodies = [
        Body("b0", "Safer Saxonbridge and Wold Vale Joint Board", "", "governance")
    ]
    ties = []
    for number in range(1, 40):
        above = (
            0 if number < 8 else 1 + (number - 8) % 7 if number < 25 else number - 17
        )
        kind = "delivery" if number < 8 else "operational"
        label = (
            f"Group {number} for the prevention of harm to young people and families"
        )
        bodies.append(Body(f"b{number}", label[: 20 + number], "", kind))  # type: ignore[arg-type]
        ties.append(Tie(f"b{number}", "reports to", f"b{above}"))
    return Structure(tuple(bodies), tuple(ties))


def chain() -> Structure:
    """Forty bodies, each reporting to the one before it."""
    bodies = tuple(Body(f"c{n}", f"Body number {n} of a long chain") for n in range(40))
    ties = tuple(Tie(f"c{n}", "reports to", f"c{n - 1}") for n in range(1, 40))
    return Structure(bodies, ties)


def wide() -> Structure:
    """One body with thirty-nine directly below it."""
    bodies = tuple(Body(f"w{n}", f"Team {n}") for n in range(40))
    return Structure(
        bodies, tuple(Tie(f"w{n}", "reports to", "w0") for n in range(1, 40))
    )


def tangled() -> Structure:
    """A circle, a body with three parents, one that reports to itself, two alone."""
    bodies = tuple(
        Body(key, f"Body {key.upper()} <&>", level, kind)  # type: ignore[arg-type]
        for key, level, kind in (
            ("a", "Board", "governance"),
            ("b", "", "delivery"),
            ("c", "", "delivery"),
            ("d", "", "operational"),
            ("e", "Partner board", "governance"),
            ("f", "", "network"),
            ("g", "", "network"),
            ("h", "", "delivery"),
        )
    )
    ties = (
        Tie("b", "reports to", "a"),
        Tie("c", "reports to", "b"),
        Tie("a", "reports to", "c"),
        Tie("d", "reports to", "a"),
        Tie("d", "reports to", "b"),
        Tie("d", "linked to", "e"),
        Tie("h", "reports to", "h"),
        Tie("h", "reports to", "e"),
        Tie("e", "linked to", "a"),
        Tie("b", "reports to", "a"),
    )
    return Structure(bodies, ties)


def every() -> dict[str, Structure]:
    return {
        "partnership": partnership(),
        "forty": forty(),
        "chain": chain(),
        "wide": wide(),
        "tangled": tangled(),
    }
