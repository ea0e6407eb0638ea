"""Why something about the record cannot be done."""


class Refused(Exception):
    """What was asked is not done; the message is the sentence why."""


class Unreadable(Refused):
    """A key is there and may not be read, or may be read by too many."""


class KeptElsewhere(Unreadable):
    """A key belongs to another user of the system: another process seals or signs."""
