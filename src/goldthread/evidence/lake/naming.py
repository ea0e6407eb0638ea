"""Which area a person means: by code, or by a name that only one area has."""

import difflib
from collections.abc import Sequence

from goldthread.evidence.lake.report import Area, LakeRefused

# Where one name is an area of several levels (Leicester is a partnership and a local
# authority), the first level here is meant: the product is a partnership's.
LEVELS = ("csp", "local_authority", "ward", "small_area", "force")
WORDS = {
    "csp": "community safety partnership",
    "local_authority": "local authority",
    "ward": "ward",
    "small_area": "small area",
    "force": "police force area",
}


def _plain(text: str) -> str:
    """A name as people compare names: no case, no hyphens, 'and' for '&'."""
    plain = text.casefold().replace("&", " and ").replace("-", " ").replace("’", "'")
    return " ".join(plain.replace(",", " ").replace(".", " ").split())


def area_named(text: str, areas: Sequence[Area]) -> Area:
    """The area meant by `text`; a helpful sentence when none or several are."""
    wanted = text.strip()
    for each in areas:
        if each.code == wanted.upper():
            return each
    if not areas:
        raise LakeRefused(
            "The lake holds no list of areas yet; add the lookups of small areas,"
            " local authorities and partnerships first."
        )
    plain = _plain(wanted)
    named = [each for each in areas if _plain(each.name) == plain]
    for level in LEVELS:
        found = [each for each in named if each.level == level]
        if len(found) == 1:
            return found[0]
        if found:
            raise LakeRefused(_several(wanted, found))
    raise LakeRefused(_none(wanted, plain, areas))


def _several(wanted: str, found: Sequence[Area]) -> str:
    shown = ", ".join(
        f"{each.code}" + (f" (in {each.within})" if each.within else "")
        for each in found[:6]
    )
    more = f" and {len(found) - 6} more" if len(found) > 6 else ""
    return (
        f"{len(found)} areas of the kind {WORDS[found[0].level]} are called {wanted}:"
        f" {shown}{more}. Give the code of the one you mean."
    )


def _none(wanted: str, plain: str, areas: Sequence[Area]) -> str:
    names: dict[str, Area] = {}
    for each in sorted(areas, key=lambda a: LEVELS.index(a.level), reverse=True):
        names[_plain(each.name)] = each
    near = difflib.get_close_matches(plain, names, n=3, cutoff=0.75)
    if not near:
        near = sorted(n for n in names if plain and plain in n)[:3]
    if not near:
        return (
            f"No area of the lake is called {wanted}; expected a code such as E22000341"
            " or the name of a partnership, local authority, ward or small area."
        )
    offered = ", ".join(
        f"{names[n].name} ({WORDS[names[n].level]}, {names[n].code})" for n in near
    )
    return f"No area of the lake is called {wanted}. Did you mean {offered}?"
