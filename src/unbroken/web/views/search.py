"""Search: one box for a name, a reference, a phone, a vehicle, an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.web.asked import read_query
from unbroken.web.finding import find
from unbroken.web.presenters.searching import TIPS, present_search
from unbroken.web.visible import limits_of


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="search results")
def search(request: HttpRequest) -> HttpResponse:
    """Have we seen this before, and where?"""
    query = read_query(request.GET)
    if not query:
        consult(request, ())
        return render(request, "search/results.html", {"page": None, "query": "", "tips": TIPS})
    found = find(query, limits_of(signed_in(request)))
    consult(request, {hit.person for hit in found.hits} | {row.object for row in found.reports})
    return render(request, "search/results.html", {"page": present_search(query, found), "query": query, "tips": TIPS})
