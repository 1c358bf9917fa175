"""Search: one box for a name, a reference, a phone, a vehicle, an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.web.asked import read_search_asked
from unbroken.web.finding import find
from unbroken.web.pair_finding import find_pairs
from unbroken.web.presenters.companions import list_pairs
from unbroken.web.presenters.searching import TIPS, present_search
from unbroken.web.visible import limits_of


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="search results")
def search(request: HttpRequest) -> HttpResponse:
    """Have we seen this before, and where?"""
    asked = read_search_asked(request.GET)
    query = asked.query
    context: dict[str, Any] = {"page": None, "pairs": None, "query": query, "tips": TIPS, "asked": asked}
    if not query:
        consult(request, ())
        return render(request, "search/results.html", context, status=asked.status)
    limits = limits_of(signed_in(request))
    found = find(query, limits)
    pairs = find_pairs(query, found, limits)
    paired = {name for pair in pairs for name in (pair.one, pair.other)}
    consult(request, {hit.person for hit in found.hits} | {row.object for row in found.reports} | paired)
    context["page"] = present_search(query, found)
    context["pairs"] = list_pairs(pairs)
    return render(request, "search/results.html", context, status=asked.status)
