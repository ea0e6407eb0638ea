"""How the invented measures run: level, drift over five years, season, noise."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from goldthread.performance.models import Indicator
from goldthread.performance.services import Figure

# Peak in summer or in winter, as a share of the level, January first.
SUMMER = (-0.9, -0.8, -0.3, 0.1, 0.5, 0.8, 1.0, 0.9, 0.4, 0.0, -0.6, -1.0)
WINTER = tuple(-each for each in SUMMER)
TERM = (0.6, 0.4, 0.5, 0.2, 0.6, 0.5, -1.0, -1.8, -0.4, 0.3, 0.4, -0.2)


@dataclass(frozen=True, slots=True)
class Shape:
    """One invented series; `drift` is the change over five years as a share."""

    level: float
    drift: float = 0.0
    season: tuple[float, ...] = ()
    swing: float = 0.0
    base: int = 0  # what a share is of
    noise: float = 1.0  # times the noise that chance alone would make
    jump: float = 0.0  # in the last seven months, as a share

    def figure(
        self, indicator: Indicator, start: date, share: float, rng: np.random.Generator
    ) -> Figure:
        """One period, `share` of the five years along."""
        level = self.level * (1 + self.drift * share)
        if self.season:
            level *= 1 + self.swing * self.season[start.month - 1]
        if share > 0.875:
            level *= 1 + self.jump
        if indicator.is_divided:
            return self._share(indicator, start, level, rng)
        if indicator.kind == Indicator.Kind.DAYS:
            return Figure(start, value=round(max(1.0, rng.normal(level, 0.7)), 1))
        return Figure(start, value=float(rng.poisson(level)))

    def _share(
        self, indicator: Indicator, start: date, level: float, rng: np.random.Generator
    ) -> Figure:
        if indicator.kind == Indicator.Kind.RATE:
            wanted = level * self.base / indicator.scale
            return Figure(
                start,
                numerator=float(rng.poisson(wanted)),
                denominator=float(self.base),
            )
        base = max(1, int(rng.normal(self.base, self.base * 0.05)))
        chance = min(0.99, max(0.01, level / 100))
        return Figure(
            start, numerator=float(rng.binomial(base, chance)), denominator=float(base)
        )


SHAPES = {
    "H1": Shape(410, 0.24, WINTER, 0.03, jump=0.16),
    "H2": Shape(30, -0.25, base=140),
    "H3": Shape(62, 0.1, SUMMER, 0.15, jump=0.35),
    "H4": Shape(9, 0.05, base=900),
    "H5": Shape(28, 0.1),
    "H6": Shape(70, 0.1, base=40),
    "H7": Shape(5, 0.3),
    "H8": Shape(11.5, 0.1, base=98_000),
    "P1": Shape(58, 0.02, base=900),
    "P2": Shape(44, 0.03, base=900, jump=0.16),
    "P3": Shape(31, 0.35, base=900),
    "Y1": Shape(34, 0.5, base=70, jump=0.3),
    "Y2": Shape(11, -0.05),
    "Y3": Shape(140, 0.15, TERM, 0.2),
    "Y4": Shape(165, -0.3, base=24_000),
    "C1": Shape(29, -0.05, base=420),
    "C2": Shape(61, 0.1, base=60, jump=0.22),
    "C3": Shape(48, 0.05, base=60),
    "T1": Shape(11.5, -0.1, jump=-0.28),
    "T2": Shape(42, -0.05, base=90),
    "N1": Shape(96, 0.02, SUMMER, 0.12, jump=0.2),
    "F1": Shape(34, 0.05, SUMMER, 0.4),
    "F2": Shape(18, 0.2),
    "L1": Shape(52, 0.1, base=80, jump=0.25),
    "L2": Shape(310, 0.3, SUMMER, 0.08),
    "E1": Shape(120, 0.05, SUMMER, 0.2),
    "B2": Shape(2260, -0.06),
}

# After the lake ends: how the force's provisional months compare with those before.
LATELY = {"B1": 0.86, "S1": 1.0, "R1": 1.0}

EARLY = (
    (
        "Saxonbridge City Council",
        95,
        {
            "tier": (18, 40, 30, 12),
            "age": (8, 34, 44, 10, 4),
            "source": (30, 34, 12, 6, 8, 8, 2),
            "days": (22, 40, 26, 8, 4),
        },
    ),
    (
        "Saxonbridge Community Trust",
        46,
        {
            "tier": (30, 42, 20, 8),
            "age": (4, 14, 34, 28, 20),
            "source": (12, 22, 16, 10, 24, 14, 2),
            "days": (34, 40, 18, 6, 2),
        },
    ),
    (
        "Saxonshire Integrated Care Board",
        58,
        {
            "tier": (10, 26, 40, 24),
            "age": (2, 8, 24, 30, 36),
            "source": (16, 6, 58, 4, 8, 6, 2),
            "days": (16, 34, 32, 12, 6),
        },
    ),
)

SAID = (
    (
        "H1",
        {
            "what": "More people reported than in any month before.",
            "why": "Housing officers and midwives began to ask, and know whom to call.",
            "so_what": "More people are known to us, and more of them need a place to go.",
            "what_next": "The drop-in moves to the fourth community centre.",
        },
    ),
    (
        "P1",
        {
            "what": "There is no real change.",
            "why": "The lamps in the two parks were late.",
            "what_next": "Residents are asked again after the lamps are lit.",
        },
    ),
    (
        "N1",
        {
            "what": "More people came to the emergency department at night.",
            "why": "Two streets lost their marshals when the grant ended.",
            "so_what": "Staff and ambulances are tied up when they are needed most.",
            "what_next": "The board is asked for marshals until the spring.",
        },
    ),
    (
        "B1",
        {
            "what": "Burglary fell sharply because of the new locks.",
            "what_next": "Locks for the next two streets.",
        },
    ),
)
