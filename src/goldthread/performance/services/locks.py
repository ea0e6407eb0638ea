"""Readings locked as an issued pack showed them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Person
from goldthread.performance import rules
from goldthread.performance.models import Lock, LockedReading, Reading


@transaction.atomic
def lock_readings(
    name: str, readings: Iterable[Reading], *, by: Person | None, at: datetime
) -> Lock:
    """Hold these readings under the name of what was issued; corrections come after."""
    name = name.strip()
    taken = Lock.objects.filter(name=name).exists()
    if refusal := rules.refusal_to_lock(name, taken=taken):
        raise rules.Refused(refusal)
    lock = Lock.objects.create(
        name=name, locked_at=at, locked_by=by if isinstance(by, Person) else None
    )
    keys = sorted({reading.pk for reading in readings})
    LockedReading.objects.bulk_create(
        [LockedReading(lock=lock, reading_id=key) for key in keys], batch_size=500
    )
    record("readings.locked", lock, by=by, at=at, detail={"readings": len(keys)})
    return lock
