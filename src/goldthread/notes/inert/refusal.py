"""Why a file is not kept, and how the process that opens it says so."""

KEPT, REFUSED = b"K", b"R"  # the first letter of its answer


class NotInert(Exception):
    """The file is refused; the message goes on after its name."""
