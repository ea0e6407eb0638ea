"""Whose a mail is, wherever it is written: every one says the same."""

from goldthread.partners.models import Installation

SOFTWARE = "Goldthread"  # where nobody has said yet whose installation this is


def whose_it_is() -> tuple[str, str]:
    """The partnership that a mail comes from, and the address that answers questions."""
    found = Installation.objects.select_related("area").first()
    return (found.area.name, found.contact_email) if found else (SOFTWARE, "")
