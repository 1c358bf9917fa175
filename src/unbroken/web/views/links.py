"""What joins the descriptions of a person: a picture of the links, and everything in it as tables."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.cases.queries import reports_by_name
from unbroken.people import lookup
from unbroken.people.comparing import comparable_of
from unbroken.people.graph import bonds_of, lay_out
from unbroken.web.asked import read_nothing_asked
from unbroken.web.likeness import crowds_as_seen
from unbroken.web.person_reading import read_about
from unbroken.web.presenters.links import present_links
from unbroken.web.presenters.people import know, name_of, say_notice
from unbroken.web.visible import limits_of, names_for


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="what joins a person")
def links(request: HttpRequest, person: str) -> HttpResponse:
    """What holds this person together?"""
    user = signed_in(request)
    persons, seen = read_about(request, person)
    limits = limits_of(user)
    known = know(person, persons, seen)
    people = {one.object: one for one in known.all if one.descriptions and limits.speaks_of(one.object)}
    consult(request, people.keys() | {person})
    comparables = {name: comparable_of(one) for name, one in people.items()}
    graph = lay_out(comparables, bonds_of(people), first=person)
    # Whoever sees their own matters only is not told that there are others.
    hidden = lookup.comparables(persons).keys() - people.keys() if limits.own is None else ()
    page = present_links(
        graph,
        name=name_of(known),
        person=person,
        notice=say_notice(seen),
        hidden=len(hidden),
        people=people,
        names=names_for(limits, people.keys()),
        rows=reports_by_name({name for name in graph.reports if limits.shows(name)}),
        crowds=crowds_as_seen(limits, [comparables[name] for name in graph.people]),
    )
    asked = read_nothing_asked(request.GET)
    return render(request, "people/links.html", {"page": page, "asked": asked}, status=asked.status)
