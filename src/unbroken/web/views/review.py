"""The match review: are these the same person? A person decides; the decision is an entry, and can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission
from unbroken.access.reading import read_entries
from unbroken.cases.queries import parts_of, reports_by_name
from unbroken.people import resolved
from unbroken.people.commands import SAME, decide
from unbroken.people.comparing import comparable_of
from unbroken.people.fold import Person
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.crowds import CROWDS
from unbroken.people.linking import scorer
from unbroken.people.resolved import Link
from unbroken.record.entries import Draft, Entry
from unbroken.record.errors import Conflict, Refused
from unbroken.record.ids import new_id
from unbroken.record.journey import linked_persons
from unbroken.record.queries import entries_about
from unbroken.web.asked import read_search_asked
from unbroken.web.finding import find
from unbroken.web.forms import Filled
from unbroken.web.likeness import as_seen, crowds_as_seen, hot_among
from unbroken.web.presenters.paging import page_count
from unbroken.web.presenters.people import know, say_notice
from unbroken.web.presenters.review import (
    DECISION,
    REASON,
    SIZE,
    VERDICT,
    PairPage,
    Side,
    present_compare,
    present_pair,
    present_review,
    read_review_asked,
    say_decision,
    say_shared,
    start_decision,
    who_would_clash,
)
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, numbered
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen
from unbroken.web.reviewing import Waits, waiting_for, weigh_for, what_waits
from unbroken.web.visible import Limits, limits_of, names_for
from unbroken.web.words import say_time

_AGAIN = "This form has been sent already, with other answers. What was recorded is above; decide again if it is wrong."
_NOT_SHOWN = "something that is not shown to you keeps them apart. A specialist reviewer can look."
_MOST_FOUND = 20
_MANY = CROWDS.index("many")


@requires(Permission.LINK_PEOPLE, consults="a list of matches")
@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Which descriptions may be of the same person?"""
    limits = limits_of(signed_in(request))
    asked = read_review_asked(request.GET)
    about = f"person:{asked.about}" if asked.about else ""
    known_about = linked_persons(about) if about and limits.speaks_of(about) else frozenset()
    waits = what_waits(limits, known_about) if known_about or not about else Waits([], is_cut=False)
    pairs = waits.pairs
    asked = asked.beyond(asked.page, last=page_count(len(pairs), SIZE))
    number = min(asked.page, page_count(len(pairs), SIZE))
    shown = weigh_for(limits, pairs[(number - 1) * SIZE : number * SIZE])
    persons = {name for one in shown for name in (one.waiting.one, one.waiting.other)}
    consult(request, persons)
    page = present_review(
        shown,
        asked,
        total=len(pairs),
        is_cut=waits.is_cut,
        names=names_for(limits, persons | ({about} if persons else set())),
        parts=[part for part in parts_of(persons) if limits.shows(part.report)],
        limits=scorer().model.thresholds,
    )
    return render(request, "review/list.html", {"page": page, "asked": asked}, status=asked.status)


@requires(Permission.LINK_PEOPLE, consults="people who may be compared")
@require_safe
def compare(request: HttpRequest, person: str) -> HttpResponse:
    """With whom should this person be compared?"""
    user = signed_in(request)
    limits = limits_of(user)
    if person not in as_seen(limits, {person}):
        raise refuse_closed(request, person)
    asked = read_search_asked(request.GET)
    hits = [hit.person for hit in find(asked.query, limits).hits if hit.person != person] if asked.query else []
    others = list(dict.fromkeys(hits))[:_MOST_FOUND]
    consult(request, {person, *others})
    page = present_compare(
        person,
        [one for one in others if one in as_seen(limits, others)],
        names=names_for(limits, {person, *others}),
        parts=[part for part in parts_of(others) if limits.shows(part.report)],
    )
    return render(request, "review/compare.html", {"page": page, "asked": asked}, status=asked.status)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two descriptions, as somebody opened them."""

    user: User
    limits: Limits
    one: str
    other: str
    people: tuple[Person, Person]
    members: tuple[tuple[str, ...], tuple[str, ...]]
    notice: str
    held: Link | None
    decided_by: Entry | None
    joined: bool

    @property
    def version(self) -> str:
        """The entry that says what is held of them; "" where none does."""
        return self.held.entry if self.held else ""


@requires(Permission.LINK_PEOPLE, consults="two people under review")
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, person: str, other: str) -> HttpResponse:
    """Are these the same person?"""
    opened = _open(request, *sorted((person, other)))
    if request.method == "POST":
        return _decide(request, opened)
    return _show(request, opened, start_decision(new_id(), opened.version))


def _open(request: HttpRequest, one: str, other: str) -> _Pair:
    """The pair, if the reader sees a description of both. Raises Http404."""
    user = signed_in(request)
    limits = limits_of(user)
    seen = read_entries(user, entries_about({one, other}))
    people = tuple(know(name, [name], seen).main for name in (one, other))
    if one == other or not all(each.descriptions and limits.speaks_of(each.object) for each in people):
        raise refuse_closed(request, one, other)
    both = resolved.resolved((one, other))
    members = tuple(tuple(name for name in both[each].members if name not in (one, other)) for each in (one, other))
    consult(request, {one, other, *(name for each in members for name in each if limits.speaks_of(name))})
    held = next(iter(resolved.links_among((one, other))), None)
    said = [entry for entry in seen.entries if held and entry.id == held.entry]
    joined = both[one].name == both[other].name
    if joined:
        members = (members[0], ())
    return _Pair(user, limits, one, other, people, members, say_notice(seen), held, next(iter(said), None), joined)  # type: ignore[arg-type]


def _show(request: HttpRequest, pair: _Pair, form: Filled) -> HttpResponse:
    page = _present(pair)
    return render(request, "review/pair.html", {"page": page, "form": form}, status=200 if form.ok else 422)


def _present(pair: _Pair) -> PairPage:
    limits, model = pair.limits, scorer()
    sides, known = _sides(pair)
    everybody = {name for side in sides for name in (side.person.object, *side.members)}
    crowds = crowds_as_seen(limits, [side.comparable for side in sides])
    hot = hot_among([side.comparable for side in sides])
    following = next((one for one in waiting_for(limits) if {one.one, one.other} != {pair.one, pair.other}), None)
    named = everybody | ({following.one, following.other} if following else set())
    reports = {part.report for each in pair.people for part in each.roles}
    reports |= {report for one in known.values() for report in one.reports}
    return present_pair(
        sides,
        model.explain(sides[0].comparable, sides[1].comparable, crowds[pair.one]),
        held=pair.held,
        decided_by=pair.decided_by,
        joined=pair.joined,
        known=known,
        links=resolved.links_among(everybody),
        names=names_for(limits, named),
        rows=reports_by_name({name for name in reports if limits.shows(name)}),
        shared=say_shared(
            [side.comparable for side in sides],
            lambda token: token in hot or crowds[pair.one].get(token, 0) == _MANY,
        ),
        limits=model.model.thresholds,
        notice=pair.notice,
        next_pair=following,
    )


def _sides(pair: _Pair) -> tuple[tuple[Side, Side], dict[str, Comparable]]:
    """Both sides with everybody who would be one person, as far as the reader may know of them."""
    known = as_seen(pair.limits, {name for each in pair.members for name in each})
    names = names_for(pair.limits, {pair.one, pair.other})
    sides = []
    for person, members in zip(pair.people, pair.members, strict=True):
        shown = tuple(name for name in members if name in known)
        known[person.object] = comparable_of(person)
        sides.append(Side(person, known[person.object], names[person.object], shown, hidden=len(members) - len(shown)))
    return (sides[0], sides[1]), known


def _decide(request: HttpRequest, pair: _Pair) -> HttpResponse:
    form = DECISION.read(request.POST)
    form = numbered(form, raw_of(request.POST))
    if not form.ok:
        return _show(request, pair, form)
    values = form.values
    try:
        draft = decide(
            pair.one,
            pair.other,
            values[VERDICT],
            values[REASON],
            agency=pair.user.agency,
            source=SOURCE,
            source_ref=values[FORM_ID],
            happened=timezone.localdate().isoformat(),
        )
        twice = _record(pair, draft, seen=values[SEEN] or "")
    except Overtaken:
        return _clash(request, _open(request, pair.one, pair.other), form)
    except Conflict:
        return _show(request, pair, form.refuse([("", _AGAIN)]))
    except Refused as refused:
        return _show(request, pair, form.refused(refused, {"other_person": VERDICT, "person": VERDICT}))
    messages.success(request, _say_done(pair, values[VERDICT], twice=twice))
    return redirect("review_pair", pair.one, pair.other)


def _record(pair: _Pair, draft: Draft, *, seen: str) -> bool:
    """Record the decision, unless somebody else decided since the form was opened. Whether it had been recorded."""

    def decided() -> str:
        held = next(iter(resolved.links_among((pair.one, pair.other))), None)
        return held.entry if held else ""

    return record_as_seen(draft, by=pair.user, action=f"review:{draft.kind}", seen=seen, now=decided)


def _clash(request: HttpRequest, pair: _Pair, form: Filled) -> HttpResponse:
    """Somebody else decided while the form was open: what they decided, and what was typed, which is not lost."""
    by = pair.decided_by
    values = {**form.values, FORM_ID: new_id(), SEEN: pair.version}
    context = {
        "page": _present(pair),
        "by": by.recorded_by if by else "",
        "at": say_time(by.recorded_at) if by else "",
        "form": DECISION.start(values),
    }
    return render(request, "review/clash.html", context, status=409)


def _say_done(pair: _Pair, verdict: str, *, twice: bool) -> str:
    said = "It had been recorded already. Nothing was recorded twice. " if twice else "Recorded. "
    both = resolved.resolved((pair.one, pair.other))
    members = [name for name in both[pair.one].members if pair.limits.speaks_of(name)]
    names = names_for(pair.limits, {*members, pair.one, pair.other})
    together = both[pair.one].name == both[pair.other].name
    if verdict != SAME:
        return said + say_decision(verdict, names[pair.one], names[pair.other])
    if together:
        return said + say_decision(verdict, *(names[name] for name in members))
    sides, known = _sides(pair)
    everybody = {name for side in sides for name in (side.person.object, *side.members)}
    reports = reports_by_name({report for one in known.values() for report in one.reports})
    named = names_for(pair.limits, everybody)
    refusals, _ = who_would_clash(sides, known, resolved.links_among(everybody), named, reports)
    return f"{said}They are not joined yet: {' '.join(refusals) or _NOT_SHOWN}"
