"""Saxonbridge's action plan as rows: invented work of invented agencies.

`begins` and `due` are months after the strategy began; `tale` says how it went.
"""

from dataclasses import dataclass

STEADY, DONE, LATE, SILENT, RISK, STOPPED, NEW = (
    "steady",
    "done",
    "late",
    "silent",
    "risk",
    "stopped",
    "new",
)

# Its owner asks for another due date with the newest report.
ASKS_FOR_LONGER = "One picture of groups that exploit children"


@dataclass(frozen=True, slots=True)
class Row:
    """One action."""

    workstream: str
    title: str
    kind: str
    owner: str
    begins: int
    due: int
    tale: str
    intended: str
    cost: int | None = None
    milestones: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    community: str = ""


COUNCIL, POLICE, PROBATION, NHS = (
    "Saxonbridge City Council",
    "Saxonshire Police",
    "Saxonshire Probation",
    "Saxonshire Integrated Care Board",
)
FIRE, HOMES, TRUST = (
    "Saxonshire Fire and Rescue",
    "Saxonbridge Homes",
    "Saxonbridge Community Trust",
)

# fmt: off
ROWS = (
    Row("young-people", "Put a youth worker into the emergency department on weekend nights", "early_help", "youth", 2, 33, STEADY, "Young people hurt with weapons get an offer of help before they go home", 62000, ("Worker in post", "First fifty offers", "Evaluation agreed"), (NHS,)),
    Row("young-people", "Train every secondary school in what to do before an exclusion", "prevention", "youth", 0, 14, DONE, "Fewer exclusions without a plan", 9000, ("All twelve schools trained",), ()),
    Row("young-people", "Mentors for the thirty young people most at risk", "intervention", "violence", 4, 32, RISK, "Fewer of the thirty are hurt or arrested", 88000, ("Twenty matched", "Thirty matched"), (TRUST,)),
    Row("young-people", "Knife bins beside the two colleges", "prevention", "centre", 1, 8, DONE, "Knives are handed in", 2400),
    Row("young-people", "A panel of young people that pays for small projects", "enabling", "youth", 6, 34, SILENT, "Young people decide about money meant for them", 15000, community="Saxonbridge Young Panel"),
    Row("young-people", "Agree one way to count young people first seen by each agency", "enabling", "analyst", 9, 24, LATE, "Age and source of first contact are known", None, ("Definition agreed", "First count")),
    Row("domestic-abuse", "Housing officers ask and know whom to call", "early_help", "homes", 1, 18, DONE, "More victims are found by housing", 7000, (), (COUNCIL,)),
    Row("domestic-abuse", "Drop-in help at the four community centres", "early_help", "abuse", 3, 35, STEADY, "Victims get help within a week of asking", 54000, ("Two centres open", "Four centres open"), (TRUST,)),
    Row("domestic-abuse", "A programme for those who abuse and want to stop", "intervention", "abuse", 8, 34, RISK, "Fewer repeats within a year", 70000, ("Provider chosen", "First group"), (PROBATION, POLICE)),
    Row("domestic-abuse", "A refuge place kept for women with no recourse to public funds", "intervention", "abuse", 5, 29, SILENT, "Nobody is sent back for want of papers", 31000),
    Row("domestic-abuse", "Survivors read every plan before it is agreed", "enabling", "trust", 0, 36, STEADY, "Plans fit the people they are for", 4000, community="Saxonbridge Survivors' Forum"),
    Row("exploitation", "Landlords and pharmacies learn the signs", "prevention", "police", 2, 16, DONE, "More reports from people who are not police", 5000, ("Sixty landlords", "All pharmacies")),
    Row("exploitation", "Joint visits to flats that were taken over", "enforcement", "vehicles", 4, 32, STEADY, "Flats are returned to the people who live in them", None, (), (HOMES,)),
    Row("exploitation", "One picture of groups that exploit children", "enabling", "police", 6, 20, LATE, "All agencies work from the same list", None),
    Row("exploitation", "A safe room for adults found in slavery", "intervention", "trust", 10, 30, STOPPED, "Nobody sleeps in a police station", 24000),
    Row("after-custody", "Plans begin twelve weeks before release", "intervention", "custody", 0, 12, DONE, "Everybody leaves with a plan", None, ("Agreed with two prisons",)),
    Row("after-custody", "Fourteen rooms for the first fortnight", "intervention", "probation", 3, 30, RISK, "Nobody leaves the gate without a home", 96000, ("Eight rooms", "Fourteen rooms"), (HOMES,)),
    Row("after-custody", "Mentors who have been through the gate themselves", "early_help", "custody", 5, 33, STEADY, "People have somebody to call", 38000, ("First ten mentors",), (TRUST,)),
    Row("after-custody", "A doctor's appointment within a week of release", "early_help", "health", 6, 24, LATE, "Treatment goes on without a gap", None, (), (PROBATION,)),
    Row("after-custody", "Employers who interview people on the day of release", "enabling", "probation", 12, 34, SILENT, "More people in work after half a year", None),
    Row("substances", "First appointment within a week of asking", "early_help", "health", 0, 15, DONE, "People start before they change their mind", 110000, ("Two weeks", "One week")),
    Row("substances", "Outreach on foot around both stations", "early_help", "health", 4, 35, STEADY, "People who do not come are met where they are", 46000, (), (POLICE,)),
    Row("substances", "Treatment instead of short sentences at the magistrates' court", "intervention", "probation", 7, 28, LATE, "More treatment orders, kept to the end", 20000, ("Agreed with the court",), (NHS,)),
    Row("substances", "An evening group run by people in recovery", "early_help", "trust", 2, 36, STEADY, "People stay well", 3000, community="Thursday Group"),
    Row("substances", "Naloxone in every patrol car and hostel", "prevention", "health", 1, 9, DONE, "Fewer people die of an overdose", 8000, (), (POLICE, FIRE)),
    Row("vehicles", "Light and gate the eleven garage courts in Marlpit", "prevention", "council", 2, 20, DONE, "Fewer thefts from vans in Marlpit", 74000, ("Residents chose the first five", "Five lit", "Eleven lit"), (HOMES,)),
    Row("vehicles", "Light and gate the nine garage courts in Kingsholm", "prevention", "council", 14, 33, STEADY, "Fewer thefts from vans in Kingsholm", 61000, ("Residents chose the first four", "Four lit"), (HOMES,)),
    Row("vehicles", "Mark tools for two hundred traders", "prevention", "vehicles", 3, 15, DONE, "Stolen tools are found and given back", 6000),
    Row("vehicles", "Follow the stolen tools: six days of action at boot sales", "enforcement", "vehicles", 6, 30, STEADY, "It is harder to sell stolen tools", None, ("Two days", "Six days")),
    Row("vehicles", "Tell traders of a new method within two days", "enabling", "traders", 5, 32, SILENT, "Traders can act before they are hit", None, community="Saxonbridge Traders"),
    Row("night", "A late-night hub on Fridays and Saturdays", "early_help", "centre", 1, 36, STEADY, "People who need help on their way home get it", 82000, ("Open", "Paid for beyond the grant"), (COUNCIL, FIRE)),
    Row("night", "Door staff trained to stop a fight before it starts", "prevention", "centre", 3, 18, DONE, "Fewer people are hurt between Friday and Sunday", 12000),
    Row("night", "Review the licences of the three worst places", "enforcement", "centre", 8, 22, LATE, "The four streets are calmer", None, ("Evidence gathered", "Hearings"), (COUNCIL,)),
    Row("night", "Night buses on two routes that were cut", "enabling", "council", 9, 31, STOPPED, "People get home", 45000),
    Row("night", "Walk the streets with students and night workers twice a year", "enabling", "residents", 6, 36, STEADY, "People say what would help, and see it done", None, community="Students' union and residents"),
    Row("heard", "Every ward forum has its own list, with answers in ten days", "enabling", "trust", 2, 34, RISK, "Everybody who raises a concern hears what became of it", 9000, ("Five wards", "Twenty wards"), (COUNCIL,)),
    Row("heard", "Third-party reporting of hate crime at eight places", "early_help", "trust", 4, 28, STEADY, "More reports from people who would not go to the police", 14000, ("Four places", "Eight places"), (POLICE,)),
    Row("heard", "Fire cadets in three schools", "prevention", "fire", 6, 32, SILENT, "Young people take part in keeping their area safe", 18000),
    Row("heard", "You said, we did: a page for every ward, twice a year", "enabling", "manager", 5, 36, LATE, "People see what became of what they said", 3500, ("First edition",)),
    Row("heard", "Ask the people who rent and the young, where they are", "enabling", "trust", 24, 35, NEW, "Those who were few among the answers are heard", 6000, (), (COUNCIL,)),
    Row("vehicles", "Number-plate readers at the two roads out of Marlpit", "enforcement", "vehicles", 25, 34, NEW, "Vans used for thefts are stopped", 28000),
)
# fmt: on
