"""Why a backup is not made, not taken for whole, or not restored."""


class Refused(Exception):
    """The sentence says what was expected, what was found and what to do."""
