"""The lake: everything supplied, in immutable versions that can be named and undone."""

from goldthread.evidence.lake.allowance import STRANGERS, Allowance
from goldthread.evidence.lake.report import (
    Area,
    BatchReport,
    Difference,
    Fault,
    FileReport,
    LakeBusy,
    LakeDamaged,
    LakeRefused,
    Receipt,
)
from goldthread.evidence.lake.store import Lake
from goldthread.evidence.lake.version import LakeVersion

__all__ = [
    "STRANGERS",
    "Allowance",
    "Area",
    "BatchReport",
    "Difference",
    "Fault",
    "FileReport",
    "Lake",
    "LakeBusy",
    "LakeDamaged",
    "LakeRefused",
    "LakeVersion",
    "Receipt",
]
