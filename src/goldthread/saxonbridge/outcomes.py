"""How and when each crime ends: most are filed, some wait, recent ones are still open."""

import numpy as np

from goldthread.saxonbridge.borders import Ints
from goldthread.saxonbridge.categories import SLUGS
from goldthread.saxonbridge.oddities import STATUS_UNKNOWN
from goldthread.saxonbridge.records import ALBION, Records

NO_SUSPECT = "Investigation complete; no suspect identified"
OPEN = "Under investigation"
UNKNOWN = "Status update unavailable"
ENDINGS = (
    NO_SUSPECT,
    "Unable to prosecute suspect",
    "Court result unavailable",
    "Local resolution",
    "Formal action is not in the public interest",
    "Further investigation is not in the public interest",
    "Further action is not in the public interest",
    "Action to be taken by another organisation",
    "Offender given a caution",
    "Awaiting court outcome",
    UNKNOWN,
)
LABELS = (*ENDINGS, OPEN, "")
STILL_OPEN, NONE = len(ENDINGS), len(ENDINGS) + 1

# Of a thousand crimes of each kind, how many end in each way, in the order above.
OF_A_THOUSAND: dict[str, tuple[int, ...]] = {
    "bicycle-theft": (880, 58, 32, 10, 5, 3, 1, 1, 2, 3, 5),
    "burglary": (735, 158, 68, 7, 4, 3, 2, 3, 3, 7, 10),
    "criminal-damage-arson": (535, 282, 82, 48, 14, 11, 4, 4, 11, 5, 4),
    "drugs": (78, 122, 155, 450, 55, 38, 5, 4, 32, 20, 41),
    "other-theft": (690, 235, 15, 14, 12, 7, 2, 8, 2, 2, 13),
    "possession-of-weapons": (85, 300, 345, 72, 30, 23, 10, 9, 50, 36, 40),
    "public-order": (292, 466, 76, 60, 39, 26, 13, 10, 6, 5, 7),
    "robbery": (355, 500, 86, 13, 6, 3, 3, 3, 8, 13, 10),
    "shoplifting": (600, 150, 140, 65, 12, 10, 2, 1, 6, 8, 6),
    "theft-from-the-person": (630, 290, 24, 10, 7, 6, 2, 3, 1, 4, 23),
    "vehicle-crime": (855, 90, 27, 5, 4, 3, 1, 5, 2, 4, 4),
    "violent-crime": (155, 625, 72, 50, 21, 14, 13, 23, 7, 8, 12),
    "other-crime": (210, 460, 90, 32, 38, 28, 24, 33, 12, 10, 63),
}
# Share decided in the month of record, one month later, and so on: of crimes 0-5 months
# old 51, 22, 13, 10, 7 and then 0 in a hundred are still open.
DECIDED = (0.49, 0.29, 0.09, 0.03, 0.03, 0.07)


def draw_endings(records: Records, seed: int) -> tuple[Ints, Ints]:
    """The final outcome of each record and the month it came in."""
    rng = np.random.default_rng([seed, 20])
    ending = np.full(len(records), NONE)
    for k, slug in enumerate(SLUGS):
        own = np.flatnonzero(records.category == k)
        if slug in OF_A_THOUSAND:
            shares = np.array(OF_A_THOUSAND[slug], dtype=float)
            ending[own] = rng.choice(len(ENDINGS), len(own), p=shares / shares.sum())
    burst = rng.random(len(records))
    for month, share in STATUS_UNKNOWN.items():
        hit = (records.month == month) & (records.force == 0) & (ending != NONE)
        ending[hit & (burst < share)] = ENDINGS.index(UNKNOWN)
    lag = rng.choice(len(DECIDED), len(records), p=DECIDED)
    # The transport police send most of theirs without any outcome.
    silent = (records.force == ALBION) & (rng.random(len(records)) < 0.35)
    ending[silent] = NONE
    return ending, records.month + lag


def as_known(ending: Ints, decided: Ints, month: int) -> Ints:
    """The outcome printed by someone who knows nothing later than `month`."""
    return np.where((decided > month) & (ending != NONE), STILL_OPEN, ending)
