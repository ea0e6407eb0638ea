"""The verb that puts a board's pack together: live data in, four files out."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from goldthread.cli.booted import boot_with_tables, now
from goldthread.cli.endings import DONE, Refused, UsedWrongly
from goldthread.cli.printing import print_json

if TYPE_CHECKING:
    from goldthread.partners.models import Body


def pack(chosen: argparse.Namespace) -> int:
    """Write the pack of a board for a quarter, as it stands now or as it was issued."""
    boot_with_tables()
    from django.utils import timezone

    from goldthread.evidence.home import home
    from goldthread.governance.models import Pack
    from goldthread.governance.pack import EVERYBODY, MEMBERS, document_of, material_for
    from goldthread.governance.pack.files import FORMATS, digest, written
    from goldthread.governance.pack.material import next_meeting
    from goldthread.governance.pack.quarters import quarter_named
    from goldthread.governance.services import edition_of
    from goldthread.partners.models import Body

    formats = [one.strip() for one in chosen.formats.split(",") if one.strip()]
    if strange := [one for one in formats if one not in FORMATS]:
        raise UsedWrongly(
            f"expected formats among {', '.join(FORMATS)}; found {', '.join(strange)}"
        )
    on = timezone.localdate(now())
    try:
        period = quarter_named(chosen.quarter, on=on)
    except ValueError as wrong:
        raise UsedWrongly(str(wrong)) from None
    body = _body(chosen.board, list(Body.objects.filter(is_ours=True)))
    cleared = chosen.edition == "members"
    issued = (
        Pack.objects.issued()
        .of(body)
        .filter(quarter_start=period.start)
        .newest_first()
        .first()
    )
    if issued is not None and not chosen.live:
        document, version = edition_of(issued, cleared=cleared), str(issued.version)
    else:
        audience = MEMBERS if cleared else EVERYBODY
        told = material_for(
            body, period, audience=audience, on=on, meeting=next_meeting(body, on)
        )
        version = "draft"
        document = document_of(told, version=version, draft=True)
    folder = Path(chosen.out)
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"pack-{body.pk}-{period.start:%Y-%m}-{version}"
    files = []
    for name, data in written(document, formats, drawn=home() / "drawn").items():
        path = folder / f"{stem}.{name}"
        path.write_bytes(data)
        files.append(str(path))
    told_back = {
        "board": body.name,
        "quarter": period.label,
        "version": version,
        "edition": chosen.edition,
        "hash": digest(document),
        "files": files,
    }
    if chosen.json:
        print_json(told_back)
    else:
        print(f"{body.name}, {period.label}, {version}:")
        print("\n".join(files))
    return DONE


def _body(asked: str, bodies: "list[Body]") -> "Body":
    """The board of this number or name, or of a part of its name that is the only one."""
    wanted = asked.casefold().strip()
    exact = [b for b in bodies if wanted in (str(b.pk), b.name.casefold(), b.short_name.casefold())]  # fmt: skip
    near = exact or [b for b in bodies if wanted in b.name.casefold()]
    if len(near) == 1:
        return near[0]
    if not bodies:
        raise Refused("There is no board yet. A manager adds one under Partnership.")
    names = ", ".join(sorted(b.name for b in near or bodies))
    raise Refused(f"Expected one of these boards: {names}; found “{asked}”.")
