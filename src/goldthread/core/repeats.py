"""Who is hit again: offences, the different victims of them, and the repeats between.

Source: the plain subtraction that analysts use (domain E9); a public worked example
(E60) has 459 commercial burglaries of 250 different victims, so 209 repeats, 46 % of the
offences. Every offence but the first against each victim is a repeat.

Not where victims and offences are counted over different windows, nor for crimes whose
victims cannot be told apart. The share is of offences: it is not the share of victims
who were hit again, which two counts cannot tell.
"""

from dataclasses import dataclass

from goldthread.core.refusal import Refused

SMALLEST_BASE = 20  # E36: under it a share says less than the counts


@dataclass(frozen=True, slots=True)
class Repeats:
    """Offences, their victims and the repeats; `share` is None where offences are few."""

    offences: int
    victims: int
    repeats: int
    share: float | None  # of the offences, as a fraction of one


def repeats(*, offences: int, victims: int) -> Repeats | Refused:
    """How many offences hit somebody again; refused where the counts cannot be true."""
    if offences < 0 or victims < 0:
        raise ValueError(
            f"offences and victims are counts: found {offences} and {victims}"
        )
    if victims > offences:
        return Refused(
            f"There are more victims ({victims}) than offences ({offences}): the two are not counted over the same time, or not of the same offences."
        )
    if offences and not victims:
        return Refused(f"There are {offences} offences and nobody was a victim of one.")
    again = offences - victims
    share = again / offences if offences >= SMALLEST_BASE else None
    return Repeats(offences, victims, again, share)
