"""Safer Saxonbridge Partnership: an invented city, in the files real suppliers send.

`generate(folder)` writes five years of police files, lookups, populations,
deprivation and boundaries from one fixed seed, with the oddities real files have,
and returns the truths that were planted in them.
"""

from goldthread.saxonbridge.generate import Generated, generate
from goldthread.saxonbridge.truths import Break, Kind, Truth

__all__ = ["Break", "Generated", "Kind", "Truth", "generate"]
