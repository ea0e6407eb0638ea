"""What only the invented demonstration may hold: reserved codes and supplier names.

No real area code begins with X, and no real force has one of these short names, so an
invented figure can never stand among real ones, nor a real one in the demonstration.
"""

import re

CODE = re.compile(r"X\d{8}")

# Files without any area code (stop and search) are told by their supplier.
FORCES = frozenset(
    {
        "saxonshire",
        "mercdale",
        "northmarch",
        "wessmoor",
        "lindmere",
        "albion-transport",
    }
)
