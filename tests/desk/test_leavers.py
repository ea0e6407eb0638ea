"""What a leaver had to do goes to somebody who stays."""

import pytest
from django.test import Client
from tests.desk.made import colleague, make_link, make_owner, now, owned
from tests.desk.shown import shown, signed_in
from tests.make import make_manager
from tests.make_plan import make_report, make_strategy, make_workstream
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.delivery.models import Action
from goldthread.desk import rules, services
from goldthread.desk.models import OutgoingMail
from goldthread.partners.models import Person
from goldthread.partners.services import end_appointment, end_person

pytestmark = pytest.mark.django_db


def test_a_leavers_open_actions_and_workstreams_go_to_somebody_who_stays(
    client: Client,
) -> None:
    amar, noor, other = make_manager(), make_owner(), colleague()
    stream = make_workstream("Safer homes", lead=noor)
    mine = owned(noor, "Open the gate", "Cut the key", workstream=stream)
    done = owned(noor, "Long done", workstream=stream)[0]
    make_report(done, by=noor, status="complete", percent=100)
    _, link = make_link(noor, *mine)
    signed_in(client, amar)

    before = client.get(f"/people/{noor.pk}/hand-over/").content.decode()
    assert "2 open actions" in before and "A-001 Open the gate" in before
    answer = client.post(
        f"/people/{noor.pk}/hand-over/", {"to": str(other.pk)}, follow=True
    )

    assert "2 actions and 1 workstream handed over." in answer.content.decode()
    owners = dict(Action.objects.values_list("title", "owner__name"))
    assert owners == {
        "Open the gate": other.name,
        "Cut the key": other.name,
        "Long done": noor.name,
    }
    stream.refresh_from_db()
    link.refresh_from_db()
    assert stream.lead == other and link.revoked_at is not None
    assert stream.links.filter(is_primary=True).count() == 1
    event = Event.objects.get(verb="person.handed_over")
    assert event.detail["after"] == {
        "to": "Morwenna Adair",
        "actions": 2,
        "workstreams": 1,
    }
    assert Event.objects.filter(verb="action.changed").count() == 2


def test_what_a_leaver_had_to_do_goes_by_itself_to_whoever_takes_over() -> None:
    noor, other, day = make_owner(), colleague(), NOW.date()
    stream = make_workstream("Safer homes", lead=noor)
    owned(noor, "Open the gate", workstream=stream)
    assert services.hand_over_leavers(on=day, at=NOW) == 0
    end_person(noor, hand_to=other, on=day, by=None, at=NOW)

    moved = services.hand_over_leavers(on=day, at=NOW)

    assert moved == 1
    assert Action.objects.get().owner == other
    stream.refresh_from_db()
    assert stream.lead == other
    mail = OutgoingMail.objects.get()
    assert mail.person == other and "1 action and 1 workstream" in mail.body
    assert noor.name not in mail.body
    assert services.hand_over_leavers(on=day, at=NOW) == 0
    assert Event.objects.filter(verb="person.handed_over").count() == 1


def test_what_a_leaver_had_to_do_waits_where_whoever_takes_over_has_gone_too() -> None:
    noor, other, day = make_owner(), colleague(), NOW.date()
    owned(noor, "Open the gate")
    end_person(noor, hand_to=other, on=day, by=None, at=NOW)
    assert other.acting is not None
    end_appointment(other.acting, on=day, by=None, at=NOW)

    assert services.hand_over_leavers(on=day, at=NOW) == 0

    assert Action.objects.get().owner == noor


def test_what_a_leaver_left_behind_is_on_the_managers_desk_until_it_is_handed_over(
    client: Client,
) -> None:
    amar, noor, other = make_manager(), make_owner(), colleague()
    owned(noor, "Open the gate", "Cut the key", at=now())
    signed_in(client, amar)
    where = f"/people/{noor.pk}/hand-over/"
    assert f'href="{where}"' in shown(client, f"/people/{noor.pk}/")
    end_person(noor, hand_to=other, on=now().date(), by=amar, at=now())

    page = shown(client)
    assert (
        f'<a class="govuk-link" href="{where}">Hand over 2 actions that Noor Ashby left behind'
        in page
    )
    assert f'<option value="{other.pk}" selected>' in shown(client, where)
    client.post(where, {"to": str(other.pk)})

    assert "Noor Ashby left behind" not in shown(client)


def test_a_workstream_before_the_boards_stays_and_is_named() -> None:
    noor, other = make_owner(), colleague()
    strategy = make_strategy()
    make_workstream("Safer homes", lead=noor, strategy=strategy)
    type(strategy).objects.filter(pk=strategy.pk).update(state="proposed")

    told = services.hand_over_actions(
        noor, to=other, on=NOW.date(), by=make_manager(), at=NOW
    )

    assert told.sentence == (
        "0 actions and 0 workstreams handed over. Not handed over: Safer homes."
    )


def test_nothing_is_handed_to_oneself_or_to_somebody_who_left() -> None:
    noor, other = make_owner(), colleague()

    def hand_over(to: Person) -> None:
        services.hand_over_actions(
            noor, to=to, on=NOW.date(), by=make_manager(), at=NOW
        )

    with pytest.raises(rules.Refused, match="Choose somebody else"):
        hand_over(noor)
    assert other.acting is not None
    end_appointment(other.acting, on=NOW.date(), by=None, at=NOW)
    with pytest.raises(rules.Refused, match="does not act for an agency today"):
        hand_over(other)
