"""An agency lead keeps her part current from one mail: no account, a phone, two minutes.

The real list of regular work queues the weekly mail, the real worker of a running site
sends it to a real mail server, and the link in it is opened at 360 pixels. Before her, a
mail scanner has followed every link of the mail and changed nothing.
"""

import json
import re
import time
import urllib.request
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.browser import NARROW, OpenPage
from tests.journeys.conftest import Place
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMAIL = "morwenna@example.org"
TITLES = (
    "Train the taxi marshals of the night-time economy",
    "Mend the lamps at Heron Steps",
    "Visit people burgled twice within 48 hours",
)
TWO_MINUTES = 120

FOUND = """
from datetime import timedelta
from tests.desk.made import make_owner, owned
from tests.make_plan import make_workstream
from tests.partners.people import make_agency
from goldthread.core.uk_time import local_day
from goldthread.desk.clockwork import tick, weekly
from goldthread.desk.jobs import JOBS
at = now()
who = make_owner(sys.argv[1], name="Morwenna Adair", role="agency_lead",
                 agency=make_agency("Saxonshire Police"))
make_workstream("Safer evenings")
for number, title in enumerate(sys.argv[2:]):
    owned(who, title, at=at - timedelta(days=20), due_on=local_day(at) + timedelta(days=2 + number))
while weekly(7)(at) is None:  # the mail of this week goes on its first working morning
    at -= timedelta(hours=1)
print(sorted(tick(at, tuple(job for job in JOBS if job.name in ("chase", "digest")))))
"""
ROWS = """
from tests.desk.made import all_rows
own = ("audit.Event", "audit.Seal", "audit.Checkpoint", "desk.ScheduledRun")
print(json.dumps(all_rows(but=own)))
"""
JUDGE = """
from goldthread.audit.models import Event
from goldthread.delivery.models import Action, Update
from goldthread.desk.models import OutgoingMail
from goldthread.notes.models import Attachment
told = Event.objects.filter(verb="action.reported").order_by("pk")
print(json.dumps({
    "actions": {a.title: [a.status, a.percent] for a in Action.objects.all()},
    "updates": sorted([u.action.title, u.via, str(u.by), u.text] for u in Update.objects.all()),
    "photos": [[a.name, a.about_reference] for a in Attachment.objects.all()],
    "told": [[e.actor_email, e.subject_label] for e in told],
    "mail": list(OutgoingMail.objects.values_list("state", "body")),
}))
"""


@pytest.mark.covers("C41")
def test_an_agency_lead_updates_from_the_link(
    place: Place, open_page: OpenPage, tmp_path: Path
) -> None:
    assert place.asks(FOUND, EMAIL, *TITLES) == "['chase', 'digest']"
    site = place.serves()
    site.wait_until(lambda: place.post.taken)
    address = the_mail_says_only_what_it_must(place)
    a_scanner_changes_nothing(place, address)

    began = time.monotonic()
    tells_on_a_phone(open_page, address, photo_in(tmp_path))
    assert time.monotonic() - began < TWO_MINUTES
    tells_by_keyboard(open_page, address)
    tells_without_scripts(open_page, address)

    judged(place)


def the_mail_says_only_what_it_must(place: Place) -> str:
    """One mail to her alone, with counts and a link, and no title in it; the link."""
    (mail,) = place.post.taken
    assert mail.rcpt_tos == [EMAIL]
    assert isinstance(mail.content, bytes)
    message = message_from_bytes(mail.content, policy=policy.default)
    assert message["Subject"] == "Goldthread: What is due from you this week"
    body = str(message.get_content())
    assert "3 actions due in the next two weeks" in body
    assert not any(title in body for title in TITLES)
    found = re.search(r"http://127\.0\.0\.1:\d+/u/\S+", body)
    assert found, body
    return found[0]


def a_scanner_changes_nothing(place: Place, address: str) -> None:
    """It asks for every page of the link, twice and in two ways, as such programs do."""
    place.site.wait_until(
        lambda: json.loads(place.asks(JUDGE))["mail"] == [["sent", ""]]
    )  # type: ignore[union-attr]
    before = json.loads(place.asks(ROWS))

    pages = [address, *(f"{address}A-00{number}/" for number in (1, 2, 3))]
    for method in ("HEAD", "GET", "GET"):
        for page in pages:
            asked = urllib.request.Request(
                page, method=method, headers={"User-Agent": "SafeLinks scanner"}
            )
            with urllib.request.urlopen(asked, timeout=60) as answer:
                assert answer.status == 200

    assert json.loads(place.asks(ROWS)) == before


def photo_in(folder: Path) -> Path:
    """A photo as a phone takes it: large, and it says where it was taken."""
    file = folder / "marshals.jpg"
    image = Image.new("RGB", (3000, 2000), "orange")
    exif = image.getexif()
    exif.get_ifd(0x8825)[1] = "N"
    image.save(file, exif=exif)
    return file


def tells_on_a_phone(open_page: OpenPage, address: str, photo: Path) -> None:
    """By touch: the action, how it stands, a few words, a photo, send."""
    phone = Walker(
        open_page, address, story="phone", width=NARROW, by_key=False, has_touch=True
    )
    said = phone.goes_to(address)
    assert "For Morwenna Adair, Saxonshire Police." in said
    assert all(title in said for title in TITLES)
    phone.follows(TITLES[0])
    phone.ticks("At risk")
    phone.fills("How much of it is done, in per cent?", "60")
    phone.fills("What happened?", "Two of five are trained; the third was ill.")
    phone.page.locator("input[type=file]").set_input_files(photo)
    said = phone.presses("Send")
    assert "Thank you. A-001 is up to date." in said, said


def tells_by_keyboard(open_page: OpenPage, address: str) -> None:
    """The second one at a desk, with no mouse."""
    desk = Walker(open_page, address, story="phone-keys")
    desk.goes_to(address)
    desk.follows(TITLES[1])
    desk.ticks("Complete")
    said = desk.presses("Send")
    assert "Thank you. A-002 is up to date." in said, said


def tells_without_scripts(open_page: OpenPage, address: str) -> None:
    """The third on an old phone that runs no scripts; then there is no more to tell."""
    old = Walker(open_page, address, story="phone-plain", script=False)
    old.goes_to(address)
    old.follows(TITLES[2])
    old.ticks("On track")
    old.fills("What happened?", "Every visit was made within two days.")
    said = old.presses("Send")
    assert "That is all. Thank you." in said, said


def judged(place: Place) -> None:
    """Three reports, each once, in her name and through the link; the photo is there."""
    found: dict[str, Any] = json.loads(place.asks(JUDGE))
    assert found["actions"] == {
        TITLES[0]: ["at_risk", 60],
        TITLES[1]: ["complete", 100],
        TITLES[2]: ["on_track", 0],
    }
    assert [row[1:3] for row in found["updates"]] == [["link", "Morwenna Adair"]] * 3
    assert found["photos"] == [["marshals.jpg", "A-001"]]
    assert [email for email, _ in found["told"]] == [EMAIL] * 3
    assert found["mail"] == [["sent", ""]]  # the link is hers now, not ours
    assert "the record is whole" in place.command("audit", "verify").lower()
