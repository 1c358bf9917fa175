"""The pair page: what has been done between these two?

Both directions stand side by side and are told by words. Who was recorded as the victim first stays so; what is
recorded the other way round is marked and stands in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from unbroken.cases.between import ONE, OPPOSITE, OTHER, Act, Shared
from unbroken.cases.fold.shapes import Report
from unbroken.cases.models import ReportRow
from unbroken.cases.references import name_report
from unbroken.cases.stages import STAGES
from unbroken.conduct.pair_reading import PairReading
from unbroken.exchange.exporting.journey import Journey, read_journey, read_withheld
from unbroken.people.fold import Person
from unbroken.people.graph import Bond
from unbroken.people.whose import holders
from unbroken.record.entries import Entry
from unbroken.safety.fold import Order
from unbroken.vocabulary.actors import SAID_BY
from unbroken.vocabulary.behaviours import TOLD_TO_STOP
from unbroken.vocabulary.orders import ORDER_TYPES
from unbroken.vocabulary.people import RELATIONSHIPS, ROLES_HERE
from unbroken.web.addresses import page_of, trail
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.paging import page_count, paging
from unbroken.web.presenters.pair_contacts import Counted, count_by_identifier, list_contacts, say_direction
from unbroken.web.presenters.pair_picture import Picture, Span, draw_pair
from unbroken.web.presenters.report_lists import list_orders
from unbroken.web.presenters.waterfall import say_bits, say_percent
from unbroken.web.words import NOT_RECORDED, say_count, say_day

SIZE = 100
_COUNTER = "counter-allegation"
_NOBODY_NAMED = "The incident names nobody; its report names {name} as the suspect."


@dataclass(frozen=True, slots=True)
class PairAsked(Wrongs):
    """Which page of the incidents is wanted, and up to which day what is between them was known.

    `known` is ISO text (`2018-03-05`, `2018-03`, `2018`) or empty; `typed` keeps what was typed.
    """

    known: str = ""
    page: int = 1
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def known_only(self) -> str:
        """The query that keeps only the day "as known on"."""
        return f"?known={self.known}" if self.known else ""

    def address(self, page: int) -> str:
        """The query of another page of the same incidents."""
        return f"{self.known_only}{'&' if self.known else '?'}page={page}"


def read_pair_asked(query: QueryDict) -> PairAsked:
    """What was asked of the pair page."""
    reader = Reader(query, ("known", "page"))
    typed = {"known": query.get("known", "")[:40]}
    known = reader.day("known")
    return PairAsked(known=known, page=reader.page(), typed=typed, errors=reader.errors, fields=frozenset({"known"}))


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from here."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class PairPage:
    """Everything between two people, as one reader sees it. `first_victim` says who was recorded as victim first.

    `as_known_on` is empty where it is all that is known now, to which `now_href` leads.
    """

    title: str
    as_known_on: str
    now_href: str
    trail: list[dict[str, str]]
    lead: tuple[str, ...]
    notice: str
    ways: tuple[Way, ...]
    first_victim: str
    relationships: Listing
    picture: Picture | None
    incidents: Listing
    pages: dict[str, Any] | None
    reports: Listing
    counters: Listing
    told: Listing
    orders: Listing
    safeguarding: Listing
    contacts: Listing
    export_href: str


@dataclass(frozen=True, slots=True)
class Stood:
    """How a report stands, or stood on a day: what it is called, its class, its first class and its stage."""

    reference: str
    offence: str
    offence_initial: str
    stage: str


def stands(row: ReportRow) -> Stood:
    """How a report stands now."""
    return Stood(row.reference, row.offence, row.offence_initial, row.stage)


def stood(report: Report) -> Stood:
    """How a report stood, folded from what was known."""
    classes = report.classes
    return Stood(report.reference or "", classes.current or "", classes.initial or "", report.stage)


@dataclass(frozen=True, slots=True)
class Given:
    """What a page of a pair is made of: the reading, how its reports stand, its orders, and names by side.

    `held_by` is of an incident, by the side that did it and its entry, the weakest link that holds it to the course.
    """

    reading: PairReading
    rows: Mapping[str, Stood]
    orders: Sequence[Order]
    names: Mapping[str, str] = field(default_factory=dict)
    journey: Journey | None = None
    held_by: Mapping[tuple[str, str], Bond] = field(default_factory=dict)

    @property
    def people(self) -> Mapping[str, Sequence[Person]]:
        """Both people by side."""
        return {ONE: self.reading.one, OTHER: self.reading.other}

    def reference(self, report: str) -> str:
        """What a report is called."""
        return name_report(report, self.rows[report].reference if report in self.rows else "")


def give(reading: PairReading, *, rows: Mapping[str, Stood], orders: Sequence[Order]) -> Given:
    """The names and the lines that the page shows, worked out once."""
    names = {ONE: _name(reading.one), OTHER: _name(reading.other)}
    if names[ONE] == names[OTHER]:
        names = {ONE: _told_apart(reading.one), OTHER: _told_apart(reading.other)}
    journey = read_journey(reading.items, subject=min(reading.two.one), known_at=reading.known_at)
    return Given(reading, rows, orders, names, journey)


def present_pair(given: Given, *, asked: PairAsked, today: date, may_export: bool) -> PairPage:
    """The page. `today` is the day on which the reader looks."""
    between, names = given.reading.between, given.names
    sides = sides_of(given)
    title = f"{names[sides[0]]} and {names[sides[1]]}"
    address = reverse("pair", args=given.reading.address)
    return PairPage(
        title=title,
        as_known_on=given.journey.as_known_on if given.journey else "",
        now_href=address,
        trail=trail(("Journeys", reverse("journeys")), (title, "")),
        lead=tuple(_lead(given)),
        notice=_notice(given.reading),
        ways=tuple(_ways(given, sides, asked)),
        first_victim=_say_first_victim(given),
        relationships=_list_relationships(given),
        picture=_draw(given),
        incidents=_list_incidents(given, asked.page),
        pages=_pages(len(between.acts), asked, address),
        reports=_list_reports(given, asked),
        counters=_list_counters(given),
        told=_list_told(given),
        orders=list_orders(given.orders, today=min(today, given.reading.known_day or today)),
        safeguarding=_list_safeguarding(given),
        contacts=list_contacts(count_contacts_of(given)),
        export_href=reverse("pair_contacts", args=given.reading.address) + asked.known_only
        if may_export and between.acts
        else "",
    )


def count_contacts_of(given: Given) -> tuple[Counted, ...]:
    """The contacts between the two, by number and account."""
    return count_by_identifier(given.reading.between, given.people, given.names)


def sides_of(given: Given) -> tuple[str, str]:
    """In which order the two are named: who was recorded as the victim first, then the other."""
    by = given.reading.between.first_by
    return (OPPOSITE[by], by) if by else (ONE, OTHER)


def last_page(given: Given) -> int:
    """The last page of the incidents."""
    return page_count(len(given.reading.between.acts), SIZE)


def _name(people: Sequence[Person]) -> str:
    return next((one.display_name for one in people if one.display_name), people[0].object.partition(":")[2])


def _told_apart(people: Sequence[Person]) -> str:
    return f"{_name(people)} ({people[0].object.partition(':')[2]})"


def _notice(reading: PairReading) -> str:
    found = [f"{withheld.text}." for withheld in read_withheld(reading.seen.withheld, reading.seen.masked)]
    if reading.were_one:
        found.append("At that time both were held to be one person, so nothing stood between them.")
    if count := len(reading.hidden):
        is_are = "is" if count == 1 else "are"
        found.append(
            f"{say_count(count, 'report')} that {'names' if count == 1 else 'name'} both {is_are} restricted and not "
            "shown to your role. Ask a supervisor or a specialist reviewer."
        )
    return " ".join(found)


def _lead(given: Given) -> Iterator[str]:
    """The whole of it in a few sentences."""
    between = given.reading.between
    count, twice = len(between.reports), sum(bool(report.duplicate_of) for report in between.reports)
    once = f", {twice} of them a duplicate: what it tells again counts once" if twice else ""
    yield (
        f"{say_count(count, 'report')} {'names' if count == 1 else 'name'} both{once}."
        if count
        else ("No report that is shown to you names both.")
    )
    if not between.acts:
        yield "No incident between them is recorded."
        return
    first, last = between.acts[0].on, max(act.last_on for act in between.acts)
    days = say_count(len({act.on for act in between.acts}), "different day")
    when = f"on {say_day(first)}" if first == last else f"on {days}, from {say_day(first)} to {say_day(last)}"
    yield f"{say_count(len(between.acts), 'incident')} {'is' if len(between.acts) == 1 else 'are'} recorded {when}."
    for side in (sides_of(given)[1], sides_of(given)[0]):
        yield _say_side(given, side)


def _say_side(given: Given, side: str) -> str:
    acts = given.reading.between.acts_by(side)
    direction = say_direction(side, given.names)
    if not acts:
        return f"{direction}: none."
    contact_days = len({act.on for act in acts if act.is_contact})
    contact = f", with contact on {say_count(contact_days, 'day')}" if contact_days else ""
    return f"{direction}: {say_count(len(acts), 'incident')}{contact}."


def _ways(given: Given, sides: Sequence[str], asked: PairAsked) -> Iterator[Way]:
    for side in sides:
        people, name = given.people[side], given.names[side]
        yield Way(f"Who {name} is", reverse("person", args=[people[0].object]))
        if any(part.role == "victim" for one in people for part in one.roles):
            yield Way(f"Journey of {name} as a victim", reverse("journey", args=[people[0].object]) + asked.known_only)
        yield Way(f"What is recorded about {name} before", reverse("person_history", args=[people[0].object]))


def _say_first_victim(given: Given) -> str:
    between = given.reading.between
    first = next((report for report in between.reports if report.by), None)
    counters = [report for report in between.reports if report.counter]
    if first is None or not (counters or between.counters_said or any(act.is_counter for act in between.acts)):
        return ""
    victim = given.names[OPPOSITE[between.first_by]]
    when = f", made {say_day(first.made_on)}" if first.made_on else ""
    return (
        f"{victim} was recorded as the victim first, in report {given.reference(first.report)}{when}. What is recorded "
        f"the other way round is marked “{_COUNTER}” and stands in its place. It changes nothing in what was "
        "recorded first, and neither is weighed here."
    )


def _list_relationships(given: Given) -> Listing:
    rows = (_relationship(given, entry) for entry in given.reading.between.relationships)
    empty = "Nobody has stated how they know one another. It appears here with who said so."
    head = ("Relationship", "Of whom to whom", "Stated by", "On")
    return listing("Who they are to each other", head, rows, empty=empty)


def _relationship(given: Given, entry: Entry) -> tuple[Cell | str, ...]:
    side = next(iter(given.reading.two.sides_of(entry.of("suspect"))), ONE)
    assert given.journey is not None
    line = given.journey.line(entry.id)
    said_by = entry.get("stated_by")
    return (
        Cell(
            RELATIONSHIPS.label(entry.get("relationship")),
            reverse("entry", args=[entry.id]),
            f"Separated: {line.value('separated_on')}" if line.has("separated_on") else "",
        ),
        f"{given.names[side]} to {given.names[OPPOSITE[side]]}",
        SAID_BY.label(said_by) if said_by else NOT_RECORDED,
        say_day(entry.day),
    )


def _draw(given: Given) -> Picture | None:
    between = given.reading.between
    reports = [(one.made_on, given.reference(one.report)) for one in between.reports if one.made_on]
    spans = [span for order in given.orders if (span := _span(order))]
    return draw_pair(between, names=given.names, reports=reports, orders=spans)


def _span(order: Order) -> Span | None:
    """From when to when an order ran; none for one that was never made."""
    first = order.starts or order.granted_on or order.served_on
    if first is None:
        return None
    last = min((day for day in (order.until, order.ended_on) if day), default=None)
    end = f"to {say_day(last)}" if last else "no end recorded"
    name = ORDER_TYPES.label(order.type) if order.type else "Order"
    return Span(f"{name}, from {say_day(first)} {end}", first, last)


def _list_incidents(given: Given, page: int) -> Listing:
    acts = given.reading.between.acts
    number = min(page, page_count(len(acts), SIZE))
    shown = acts[(number - 1) * SIZE : number * SIZE]
    head: tuple[str, ...] = ("When", "What was done", "Direction", "Report")
    rows = [_incident(given, act) for act in shown]
    held = [given.held_by.get((act.by, act.entry)) for act in shown]
    if any(held):
        head = (*head, "The weakest link it rests on")
        rows = [(*row, _say_held(given, bond)) for row, bond in zip(rows, held, strict=True)]
    empty = "No incident between them is recorded. Each appears here when it is recorded in a report, whichever it is."
    return listing("Incidents between them", head, rows, empty=empty)


def _say_held(given: Given, bond: Bond | None) -> Cell:
    """The weakest link that holds an incident where who somebody is rests on links, with the way to where it is."""
    if bond is None:
        return Cell("None shown")
    both = f"{_describe(given, bond.one)} and {_describe(given, bond.other)}"
    if bond.weight is None:
        return Cell(
            "Because somebody decided it", reverse("person_links", args=[bond.one]), f"That {both} are one person."
        )
    sure = f"The model was {say_percent(bond.weight)} sure"
    return Cell(sure, reverse("person_links", args=[bond.one]),
                f"That {both} are one person ({say_bits(bond.weight)} bits).")  # fmt: skip


def _describe(given: Given, person: str) -> str:
    """A description by its name and its reference: those that are linked often have one name."""
    people = (one for side in given.people.values() for one in side)
    name = next((one.display_name for one in people if one.object == person), "")
    reference = person.partition(":")[2]
    return f"{name} ({reference})" if name else reference


def _incident(given: Given, act: Act) -> tuple[Cell | str, ...]:
    assert given.journey is not None
    line = given.journey.line(act.entry)
    where = line.value("places") if line.has("places") else ""
    means = ", ".join(act.identifiers)
    notes = (where, f"With {means}" if means else "", "Recorded twice, counted once" if act.also else "")
    return (
        Cell(line.when, reverse("entry", args=[act.entry])),
        Cell(line.sentence, note="; ".join(filter(None, notes))),
        Cell(
            say_direction(act.by, given.names),
            tags=(_COUNTER,) if act.is_counter else (),
            note=_say_who(given, act),
        ),
        Cell(given.reference(act.report), page_of(act.report)) if act.report else Cell(NOT_RECORDED),
    )


def _say_who(given: Given, act: Act) -> str:
    """Why it is held to be theirs, where the incident does not name them."""
    if act.is_named:
        return ""
    name = given.names[act.by]
    if not act.by_identifier:
        return _NOBODY_NAMED.format(name=name)
    found = next(one for one in holders(act.by_identifier, given.people) if one.side == act.by)
    return f"The incident names nobody; only {act.by_identifier} does. {found.say(name)}."


def _pages(total: int, asked: PairAsked, address: str) -> dict[str, Any] | None:
    if total <= SIZE:
        return None
    return paging(
        number=asked.page,
        size=SIZE,
        total=total,
        address=lambda page: address + asked.address(page),
        things="incidents",
    )


def _list_reports(given: Given, asked: PairAsked) -> Listing:
    rows = (_report(given, report, asked) for report in given.reading.between.reports)
    empty = "No report that is shown to you names both. A report appears here as soon as one does."
    head = ("Report", "Who is who in it", "Class now", "Where it stands")
    return listing("Reports that name both", head, rows, empty=empty)


def _report(given: Given, report: Shared, asked: PairAsked) -> tuple[Cell | str, ...]:
    row = given.rows.get(report.report)
    before = row.offence_initial if row and row.offence_initial != row.offence else ""
    parts = "; ".join(f"{given.names[side]}: {ROLES_HERE.label(role).lower()}" for side, role in report.roles)
    return (
        Cell(
            given.reference(report.report),
            page_of(report.report) + asked.known_only,
            f"Made {say_day(report.made_on)}",
            tags=(f"a duplicate of {given.reference(report.duplicate_of)}",) if report.duplicate_of else (),
        ),
        Cell(parts, tags=(_COUNTER,) if report.counter else (), note=_say_bound(given, report)),
        Cell(say_class(row.offence if row else ""), note=f"First: {say_class(before)}" if before else ""),
        STAGES.label(row.stage) if row else NOT_RECORDED,
    )


def _say_bound(given: Given, report: Shared) -> str:
    """Where whom the report names as the victim was bound, on that day, by an order protecting the other (LNK-06)."""
    two = given.reading.two
    for side in report.by if report.made_on else ():
        bound = OPPOSITE[side]
        for order in given.orders:
            binds = bound in two.sides_of(order.suspects) and side in two.sides_of(order.victims)
            if binds and report.made_on and order.is_in_force(report.made_on):
                name = ORDER_TYPES.label(order.type) if order.type else "an order"
                return f"When it was made, {given.names[bound]} was bound by an order for {given.names[side]}: {name}"
    return ""


def _list_counters(given: Given) -> Listing:
    """Counter-allegations made in interview; those made as a report are in the list of reports."""
    rows = (
        (
            Cell(say_day(entry.day), reverse("entry", args=[entry.id])),
            " and ".join(given.names[side] for side in sorted(given.reading.two.sides_of(entry.of("suspect")))),
            ", ".join(given.reference(report) for report in entry.of("report")),
        )
        for entry in given.reading.between.counters_said
    )
    return listing("Counter-allegations made in interview", ("Interviewed", "Who", "Report"), rows, empty="")


def _list_told(given: Given) -> Listing:
    rows = (
        (
            Cell(say_day(act.on), reverse("entry", args=[act.entry])),
            given.names[act.by],
            "; ".join(TOLD_TO_STOP.label(code) for code in act.told),
            Cell("; ".join(ORDER_TYPES.label(code) for code in act.orders) or "None recorded"),
        )
        for act in given.reading.between.acts
        if act.told or act.orders
    )
    empty = "Nothing is recorded. What was made clear before an incident appears here. It need not have been safe to."
    head = ("By the incident of", "Who had been told", "What had been made clear", "Order or bail in force")
    return listing("Told to stop, and warnings", head, rows, empty=empty)


def _list_safeguarding(given: Given) -> Listing:
    assert given.journey is not None
    lines = [given.journey.line(entry.id) for entry in given.reading.between.safeguarding]
    by_id = {entry.id: entry for entry in given.reading.between.safeguarding}
    rows = (
        (
            Cell(line.when, reverse("entry", args=[line.id])),
            Cell(line.title, note=line.sentence if line.sentence != line.title else ""),
            Cell(_for_whom(given, by_id[line.id]), note="" if line.reports else "Not for one report"),
            line.agency,
        )
        for line in lines
    )
    empty = "None is recorded. Risk assessments, safety plans, support, referrals and bail appear here."
    return listing("Safeguarding done", ("When", "What", "Whom it is about", "Agency"), rows, empty=empty)


def _for_whom(given: Given, entry: Entry) -> str:
    """Whom it safeguards; the suspect where it names no victim."""
    sides = given.reading.two.sides_of(entry.of("victim")) or given.reading.two.sides_of(entry.of("suspect"))
    return " and ".join(given.names[side] for side in sorted(sides)) or NOT_RECORDED
