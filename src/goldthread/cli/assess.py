"""The verbs of the assessment: make one, and make one of its findings again."""

import argparse
from pathlib import Path

from goldthread.cli.booted import acting, boot_with_tables, now
from goldthread.cli.endings import DONE, REFUSED, CannotTell, UsedWrongly
from goldthread.cli.printing import print_json, progress
from goldthread.cli.questions import month, opened
from goldthread.core.periods import Period, statutory_year, twelve_months_ending
from goldthread.evidence.home import home
from goldthread.evidence.lake.version import LakeVersion

FORMATS = ("html", "pdf", "json")


def assess(chosen: argparse.Namespace) -> int:
    """Make an assessment, keep it, and write it where asked."""
    formats = _formats(chosen.formats)
    asked_for = _asked_period(chosen)
    version = opened(chosen.as_of)
    period = asked_for or _newest_period(version)
    area = version.resolve_area(chosen.area)
    boot_with_tables()
    from goldthread.assessment import paper, services
    from goldthread.assessment.scope import NothingHeld

    by = acting(chosen.as_email)
    asked = services.request_assessment(
        area=area.code,
        period=period,
        by=by,
        at=now(),
        as_of=version.id,
        in_background=False,
    )
    try:
        made = services.make_assessment(asked, by=by, at=now(), progress=_tell)
    except NothingHeld as nothing:
        services.refuse_assessment(asked, why=str(nothing), at=now())
        raise
    progress("Drawing and writing.")
    written = paper.write(
        made, Path(chosen.out), formats=formats, drawn=home() / "drawn"
    )
    if chosen.json:
        print_json(
            {
                "area": {"code": area.code, "name": area.name},
                "from": period.start,
                "up_to": period.end,
                "lake_version": version.id,
                "assessment": asked.pk,
                "findings": [f"A{asked.pk}-{each.ref}" for each in made.findings],
                "files": [str(path) for path in written],
            }
        )
    else:
        print(f"{area.name}, {period.label}: {len(made.findings)} findings.")
        for path in written:
            print(f"  {path}")
        last = made.findings[-1].ref
        print(f"Check one of them: goldthread finding reproduce A{asked.pk}-{last}")
        print("The JSON lists the references of all.")
    return DONE


def reproduce(chosen: argparse.Namespace) -> int:
    """Compute a stored finding again and say same or different."""
    if not home().exists():
        raise CannotTell(f"There is no installation in {home()} yet.")
    boot_with_tables()
    from goldthread.assessment import queries

    finding = queries.finding_named(chosen.ref)
    if finding is None:
        raise CannotTell(
            f"expected the reference of a stored finding, such as "
            f"A1-change-by-category; found {chosen.ref}. `goldthread assess --json` and "
            "every assessment page list them."
        )
    found = queries.reproduced(finding)
    if chosen.json:
        print_json(
            {"ref": chosen.ref, "same": found.same, "differences": found.differences}
        )
    else:
        print(found.sentence)
    return DONE if found.same else REFUSED


def _tell(heading: str, number: int, whole: int) -> None:
    progress(f"Finding {number} of {whole}: {heading.lower()}")


def _formats(text: str) -> tuple[str, ...]:
    asked = tuple(word.strip().lower() for word in text.split(",") if word.strip())
    unknown = [word for word in asked if word not in FORMATS]
    if unknown or not asked:
        raise UsedWrongly(
            f"expected --formats among {', '.join(FORMATS)}, with commas between; found "
            f"{text or 'nothing'}."
        )
    return asked


def _asked_period(chosen: argparse.Namespace) -> Period | None:
    """The statutory year or the twelve months that were asked for."""
    if chosen.year:
        year = chosen.year if chosen.year.isascii() and chosen.year.isdigit() else "0"
        if not 1900 <= int(year[:5]) <= 2200:
            raise UsedWrongly(
                f"expected a statutory year by its April, such as 2022; found "
                f"{chosen.year}."
            )
        return statutory_year(int(year))
    if chosen.to:
        return twelve_months_ending(month(chosen.to))
    return None


def _newest_period(version: LakeVersion) -> Period:
    """The last twelve months that are held."""
    held = version.read("coverage", ["source", "month", "state"]).to_pylist()
    months = [
        row["month"]
        for row in held
        if row["source"] == "offence" and row["state"] != "missing"
    ]
    if not months:
        raise CannotTell(
            "The lake holds no month of police files yet. Load some first: goldthread "
            "lake add PATH."
        )
    return twelve_months_ending(max(months))
