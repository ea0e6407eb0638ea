"""Lists are kept with their filters, shared or one's own."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.desk.made import colleague, make_owner, now, owned
from tests.desk.shown import in_days, shown, signed_in
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.desk import rules, services
from goldthread.desk.models import SavedView
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(client: Client) -> tuple[Person, Person]:
    return make_owner(), colleague()


def test_a_list_is_kept_with_its_filter_and_found_on_desk_and_plan(
    client: Client, two: tuple[Person, Person]
) -> None:
    noor, other = two
    signed_in(client, noor)
    owned(noor, "Late one", due_on=in_days(-3), at=now())
    assert 'href="/desk/lists/keep/plan/?needs=overdue"' in shown(
        client, "/plan/?needs=overdue"
    )

    client.post(
        "/desk/lists/keep/plan/?needs=overdue", {"name": " Late ", "is_shared": "on"}
    )

    link = '<a class="govuk-link" href="/plan/?needs=overdue">Late</a>'
    assert link in shown(client) and link in shown(client, "/plan/")
    signed_in(client, other)
    page = shown(client)
    assert link in page and "shared by Noor Ashby" in page
    kept = SavedView.objects.get()
    assert client.get(f"/desk/lists/{kept.pk}/")["Location"] == "/plan/?needs=overdue"
    assert client.post(f"/desk/lists/{kept.pk}/first/").status_code == 404
    client.post(f"/desk/lists/{kept.pk}/remove/")
    assert SavedView.objects.exists(), "only who keeps it removes it"
    assert Event.objects.get(verb="view.saved").detail == {"shared": True}


def test_a_list_that_is_not_shared_is_nobody_elses(
    client: Client, two: tuple[Person, Person]
) -> None:
    noor, other = two
    view = services.save_view(
        name="Mine", page="plan", query="", is_shared=False, by=noor, at=NOW
    )
    signed_in(client, other)
    assert "Mine" not in shown(client)
    for address in (f"/desk/lists/{view.pk}/",):
        assert client.get(address).status_code == 404
    for verb in ("first", "remove"):
        assert client.post(f"/desk/lists/{view.pk}/{verb}/").status_code == 404


def test_only_lists_can_be_kept(client: Client, two: tuple[Person, Person]) -> None:
    signed_in(client, two[0])
    assert client.get("/desk/lists/keep/account/").status_code == 404
    assert client.post("/desk/lists/keep/set_up/", {"name": "x"}).status_code == 404


def test_the_refusals_of_keeping_a_list_are_sentences(
    two: tuple[Person, Person],
) -> None:
    noor, other = two

    def keep(name: str) -> SavedView:
        return services.save_view(
            name=name, page="plan", query="", is_shared=False, by=noor, at=NOW
        )

    view = keep("Late")
    with pytest.raises(rules.Refused, match="You keep a list called Late already"):
        keep(" Late ")
    with pytest.raises(rules.Refused, match="Give the list a name"):
        keep("  ")
    with pytest.raises(rules.Refused, match="Only they remove it"):
        services.remove_view(view, by=other, at=NOW)
    for number in range(rules.VIEWS_EACH - 1):
        keep(f"List {number}")
    with pytest.raises(rules.Refused, match="You keep 50 lists already"):
        keep("One more")
    services.remove_view(view, by=noor, at=NOW)
    assert Event.objects.filter(verb="view.removed").count() == 1


def test_a_view_has_a_name_of_its_own_and_one_at_most_comes_first(
    two: tuple[Person, Person],
) -> None:
    noor, _ = two
    told = {"owner": noor, "page": "plan", "saved_at": NOW}
    SavedView.objects.create(name="Late", is_start=True, **told)
    for wrong in ({"name": "Late"}, {"name": "Other", "is_start": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SavedView.objects.create(**told | wrong)
