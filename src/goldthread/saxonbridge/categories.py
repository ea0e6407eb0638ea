"""The fourteen kinds of record, how many a year the city has, and where they gather."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of record as the police publish it."""

    slug: str
    label: str
    a_year: float  # in the city, at the level of the first year
    centre: float  # how many times an ordinary area's share a centre area has
    deprived: float  # log rise for one standard deviation of deprivation
    uneven: float  # spread of the area's own luck, log scale
    summer: float  # half the swing between July and January, log scale
    points: dict[str, float]  # what kinds of map point draw it, and how strongly


# In the order of rows inside a published file: anti-social behaviour first, other
# crime last.
CATEGORIES = (
    Category("anti-social-behaviour", "Anti-social behaviour", 5000, 12.0, 0.30, 0.25, 0.24,
             {"park": 9, "shopping": 8, "subway": 6, "supermarket": 4, "bus": 10}),
    Category("bicycle-theft", "Bicycle theft", 460, 16.0, 0.05, 0.35, 0.42,
             {"college": 14, "shopping": 7, "sports": 5, "station": 10}),
    Category("burglary", "Burglary", 2600, 1.4, 0.22, 0.22, 0.0,
             {"hospital": 0.5, "park": 0.05, "subway": 0.05}),
    Category("criminal-damage-arson", "Criminal damage and arson", 3000, 3.5, 0.32, 0.20, 0.0,
             {"parking": 4, "park": 2}),
    Category("drugs", "Drugs", 1200, 11.0, 0.35, 0.35, 0.0,
             {"nightclub": 8, "subway": 5, "park": 4, "police": 5}),
    Category("other-theft", "Other theft", 2400, 12.0, 0.12, 0.22, 0.0,
             {"shopping": 6, "nightclub": 8, "petrol": 18, "hospital": 8, "sports": 3}),
    Category("possession-of-weapons", "Possession of weapons", 420, 10.0, 0.30, 0.25, 0.0,
             {"police": 10, "shopping": 4, "nightclub": 4}),
    Category("public-order", "Public order", 3000, 13.0, 0.28, 0.20, 0.0,
             {"nightclub": 6, "shopping": 6, "hospital": 20, "bus": 10}),
    Category("robbery", "Robbery", 264, 14.0, 0.32, 0.30, 0.0,
             {"subway": 8, "park": 4, "shopping": 3}),
    Category("shoplifting", "Shoplifting", 2700, 26.0, 0.10, 0.90, 0.0,
             {"shopping": 60, "supermarket": 60, "petrol": 12, "park": 0, "subway": 0}),
    Category("theft-from-the-person", "Theft from the person", 380, 50.0, 0.10, 0.40, 0.0,
             {"nightclub": 8, "shopping": 12, "bus": 12, "station": 8}),
    Category("vehicle-crime", "Vehicle crime", 2700, 1.8, 0.15, 0.25, 0.0,
             {"parking": 10, "subway": 0, "park": 0.5}),
    Category("violent-crime", "Violence and sexual offences", 9600, 11.5, 0.32, 0.18, 0.0,
             {"nightclub": 7, "hospital": 25, "police": 20, "shopping": 3}),
    # No centre, no deprivation, no luck: the one that is spread as chance spreads it.
    Category("other-crime", "Other crime", 900, 1.0, 0.0, 0.0, 0.0, {}),
)  # fmt: skip

SLUGS = tuple(c.slug for c in CATEGORIES)


def number_of(slug: str) -> int:
    """The position of a category in a published file's order."""
    return SLUGS.index(slug)
