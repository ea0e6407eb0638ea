"""The codes of areas, and the many ways in which publishers name a column of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Level = Literal["small_area", "ward", "local_authority", "csp", "force"]

# E and W are England's and Wales's codes, X the invented ones of a demonstration; which
# of them a lake accepts, the lake decides. Outlines of Great Britain bring S and N.
CODE_PATTERNS: dict[Level, str] = {
    "small_area": r"[EWX]01\d{6}",
    "ward": r"[EWX]05\d{6}|N08\d{6}|S13\d{6}",
    "local_authority": r"[EX]0[6-9]\d{6}|W06\d{6}|N09\d{6}|S12\d{6}",
    "csp": r"[EX]22\d{6}|W14\d{6}",
    "force": r"[EX]23\d{6}|W15\d{6}",
}
CODE_EXAMPLES: dict[Level, str] = {
    "small_area": "a small-area (LSOA) code such as E01010410",
    "ward": "a ward code such as E05001321",
    "local_authority": "a local-authority code such as E08000031",
    "csp": "a community safety partnership code such as E22000341",
    "force": "a police force area code such as E23000014",
}
_LEVELS: dict[str, Level] = {
    "lsoa": "small_area",
    "lower_layer_super_output_area": "small_area",
    "lower_super_output_area": "small_area",
    "wd": "ward",
    "ward": "ward",
    "lad": "local_authority",
    "ltla": "local_authority",
    "la": "local_authority",
    "local_authority": "local_authority",
    "local_authority_district": "local_authority",
    "csp": "csp",
    "community_safety_partnership": "csp",
    "pfa": "force",
    "police_force_area": "force",
}
_LEVEL = "|".join(sorted(_LEVELS, key=len, reverse=True))
_KIND = r"(?P<kind>code|cd|name|nm)"
_YEAR = r"(?P<year>(?:20)?\d\d)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:f_)?(?P<level>{_LEVEL})_?{_YEAR}?_?{_KIND}",  # LSOA11CD, lsoa11_code
        rf"(?P<level>{_LEVEL})_{_KIND}_{_YEAR}(?:_boundaries)?",  # LSOA code (2011)
    )
)


@dataclass(frozen=True, slots=True)
class AreaColumn:
    """What a column of area codes or names holds: its level, its year, code or name."""

    level: Level
    year: int | None
    is_code: bool


def area_column(plain_name: str) -> AreaColumn | None:
    """What a column called `plain_name` holds; None where it is not about areas."""
    for form in _FORMS:
        if found := form.fullmatch(plain_name):
            year = found["year"]
            return AreaColumn(
                level=_LEVELS[found["level"]],
                year=None if year is None else int(year) % 100 + 2000,
                is_code=found["kind"] in ("code", "cd"),
            )
    return None


def vintage_of(year: int | None, text: str = "") -> str | None:
    """The census whose small areas are meant ("2011" or "2021"), from a column or a name."""
    if year in (2011, 2021):
        return str(year)
    if re.search(r"lsoa[^0-9]{0,3}(?:20)?11(?!\d)", text.lower()):
        return "2011"
    if re.search(r"lsoa[^0-9]{0,3}(?:20)?21(?!\d)", text.lower()):
        return "2021"
    return None
