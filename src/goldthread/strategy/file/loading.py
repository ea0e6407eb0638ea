"""A strategy from its file: whole, through the services that a page would call, or not at all."""

from datetime import date, datetime, timedelta

from django.db import transaction

from goldthread.audit.services import record
from goldthread.strategy import services
from goldthread.strategy.file import told
from goldthread.strategy.file.finding import Finder, Unfound
from goldthread.strategy.file.founding import found_partnership
from goldthread.strategy.file.lines import Unreadable
from goldthread.strategy.file.reading import Placed, placed
from goldthread.strategy.models import Priority, Section, Strategy
from goldthread.strategy.sections import Told
from goldthread.strategy.services.writing import By


@transaction.atomic
def load(text: str, *, on: date, by: By, at: datetime) -> Strategy:
    """A new draft that says what the file says.

    Agencies, bodies and words that the file tells and the partnership lacks are added.

    Raises:
        Unreadable: anything is wrong; every fault with its line, and nothing was kept.
    """
    found = placed(text)
    find = Finder(found)
    found_partnership(found.told, find, by=by, at=at)
    find.stop_at_faults()
    strategy = _start(found, find, by=by, at=at)
    _Loading(strategy, found.told, find, on, by, at).everything()
    find.stop_at_faults()
    record(
        "strategy.loaded", strategy, by=by, at=at, detail={"lines": text.count("\n")}
    )
    strategy.refresh_from_db()
    return strategy


def _start(found: Placed, find: Finder, *, by: By, at: datetime) -> Strategy:
    file = found.told
    with find.at("title"):
        before = Strategy.objects.filter(key=file.follows).first()
        if file.follows and before is None:
            raise Unfound(
                f"no strategy here has the key {file.follows}, which this one follows."
            )
        return services.start_strategy(
            services.StrategyTold(
                title=file.title,
                partnership=file.partnership_name,
                period_start=file.period_start,
                period_end=file.period_end + timedelta(days=1),
                strapline=file.strapline,
                aim=file.aim,
                marking=file.marking,
                handling=file.handling,
            ),
            key=file.key,
            follows=before,
            version_label=file.version,
            is_template=file.is_template,
            sections=[Told(one.key, one.title, one.gate) for one in file.sections],
            by=by,
            at=at,
        )
    raise Unreadable(find.faults)


class _Loading:
    """One file on its way in: the strategy, what the file says, who acts and when."""

    def __init__(
        self,
        strategy: Strategy,
        file: told.StrategyFile,
        find: Finder,
        on: date,
        by: By,
        at: datetime,
    ) -> None:
        self.strategy, self.file, self.find = strategy, file, find
        self.on, self.by, self.at = on, by, at
        self.priorities: dict[str, Priority] = {}

    def everything(self) -> None:
        """In the order in which one thing needs another."""
        for thread in self.file.threads:
            services.add_thread(
                self.strategy,
                name=thread.name,
                meaning=thread.meaning,
                by=self.by,
                at=self.at,
            )
        self._priorities()
        self._workstreams()
        self._evidence()
        self._means()
        self._links()
        self._boards()
        self._sections()
        for index, waiver in enumerate(self.file.waivers):
            with self.find.at("waivers", index):
                services.waive_requirement(
                    self.strategy,
                    requirement=waiver.requirement,
                    reason=waiver.reason,
                    on=self.on,
                    by=self.by,
                    at=self.at,
                )

    def _priorities(self) -> None:
        for index, one in enumerate(self.file.priorities):
            with self.find.at("priorities", index):
                made = services.add_priority(
                    self.strategy,
                    services.PriorityTold(
                        one.title, one.statement, one.choice, one.heads
                    ),
                    key=one.key,
                    by=self.by,
                    at=self.at,
                )
                self.priorities[one.key] = made
                services.write_outcomes(made, one.outcomes, by=self.by, at=self.at)
                services.write_focus_areas(
                    made, one.focus_areas, by=self.by, at=self.at
                )
        services.write_hidden_crimes(
            self.strategy, self.file.hidden_crimes, by=self.by, at=self.at
        )

    def _workstreams(self) -> None:
        threads = list(self.strategy.threads.order_by("number"))
        for index, one in enumerate(self.file.workstreams):
            with self.find.at("workstreams", index):
                under = self._under(one.priorities)
                made = services.open_workstream(
                    self.strategy,
                    services.WorkstreamTold(
                        title=one.title,
                        priorities=under,
                        primary=under[0],
                        opened_on=one.opened_on or self.file.period_start,
                        purpose=one.purpose,
                        lead=self.find.person(one.lead) if one.lead else None,
                        lead_agency=self.find.agency(one.lead_agency)
                        if one.lead_agency
                        else None,
                        support_agencies=[
                            self.find.agency(each) for each in one.support
                        ],
                    ),
                    key=one.key,
                    by=self.by,
                    at=self.at,
                )
                for said in one.statements:
                    services.write_statement(
                        threads[said.thread - 1],
                        made,
                        text=said.text,
                        by=self.by,
                        at=self.at,
                    )
                for name in one.boards:
                    services.name_body(
                        self.strategy,
                        self.find.body(name),
                        workstream=made,
                        by=self.by,
                        at=self.at,
                    )
                if one.closed_on:
                    services.close_workstream(
                        made,
                        on=one.closed_on,
                        reason=one.close_reason,
                        by=self.by,
                        at=self.at,
                    )

    def _evidence(self) -> None:
        for index, one in enumerate(self.file.evidence):
            with self.find.at("evidence", index):
                said = services.EvidenceTold(
                    text=one.text,
                    kind=one.kind,
                    category=one.category,
                    priorities=self._under(one.priorities),
                    source=one.source,
                    strength=one.strength,
                    dated_on=one.dated_on,
                )
                if one.finding:
                    finding = self.find.finding(one.finding)
                    services.cite_finding(
                        self.strategy, finding, said, by=self.by, at=self.at
                    )
                else:
                    services.add_evidence(self.strategy, said, by=self.by, at=self.at)

    def _means(self) -> None:
        for index, one in enumerate(self.file.resources):
            with self.find.at("resources", index):
                services.add_resource(
                    self.strategy,
                    services.ResourceTold(
                        agency=self.find.agency(one.agency),
                        kind=one.kind,
                        words=one.words,
                        amount_pounds=one.amount_pounds,
                        year_start=one.year_start,
                        priority=self.priorities[one.priority]
                        if one.priority
                        else None,
                    ),
                    by=self.by,
                    at=self.at,
                )
        for index, measure in enumerate(self.file.success_measures):
            with self.find.at("success_measures", index):
                agency = self.find.agency(measure.agency)
                services.add_measure(
                    self.strategy, agency, text=measure.text, by=self.by, at=self.at
                )

    def _links(self) -> None:
        for index, one in enumerate(self.file.linked_plans):
            with self.find.at("linked_plans", index):
                services.add_linked_plan(
                    self.strategy,
                    services.PlanTold(
                        title=one.title,
                        relation=one.relation,
                        owner=one.owner,
                        body=self.find.body(one.body) if one.body else None,
                        is_regional=one.is_regional,
                        address=one.address,
                        note=one.note,
                        priorities=self._under(one.priorities),
                    ),
                    by=self.by,
                    at=self.at,
                )
        for index, crossing in enumerate(self.file.crosswalk):
            with self.find.at("crosswalk", index):
                old = self.find.old_priority(self.strategy.follows, crossing.old)
                services.write_crossing(
                    self.strategy,
                    old,
                    self.priorities[crossing.new] if crossing.new else None,
                    kind=crossing.kind,
                    note=crossing.note,
                    by=self.by,
                    at=self.at,
                )

    def _boards(self) -> None:
        for name in self.file.boards:
            with self.find.at("boards"):
                body = self.find.body(name)
                services.name_body(self.strategy, body, by=self.by, at=self.at)

    def _sections(self) -> None:
        rows = {one.key: one for one in self.strategy.sections.all()}
        # A section behind a gate waits for the others, so it is written after them.
        order = sorted(
            enumerate(self.file.sections), key=lambda pair: bool(pair[1].gate)
        )
        for index, one in order:
            with self.find.at("sections", index):
                self._section(rows[one.key], one)

    def _section(self, row: Section, one: told.SectionTold) -> None:
        who, when = self.by, self.at
        if one.author:
            services.change_section(
                row,
                title=one.title,
                gate=one.gate,
                author=self.find.person(one.author),
                by=who,
                at=when,
            )
        if one.text:
            services.write_section(row, text=one.text, on=self.on, by=who, at=when)
        if one.signed_name or one.signed_through:
            signature = services.Signature(
                self.find.needed(one.signed_name or None, "signed by"),
                one.signed_role,
                self.find.needed(one.signed_on, "signed on"),
                one.signed_through,
            )
            services.keep_signature(row, signature, by=who, at=when)
        elif one.is_finished:
            services.finish_section(row, on=self.on, by=who, at=when)

    def _under(self, keys: tuple[str, ...]) -> list[Priority]:
        return [self.priorities[key] for key in keys if key in self.priorities]
