"""The frame of every page: who is signed in, where they can go, and whether the people in it are made up."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from unbroken.access.policy import Permission, may
from unbroken.vocabulary.agencies import say_agency


@dataclass(frozen=True, slots=True)
class Place:
    """One item of the navigation: its words, the name of its address, and what one must be permitted to see it."""

    text: str
    url_name: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the navigation as the page shows it; the names are those of the GOV.UK component."""

    text: str
    href: str
    current: bool
    active: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is signed in."""

    name: str
    role: str
    agency: str


@dataclass(frozen=True, slots=True)
class Message:
    """What the last action did, shown once. `level` is information, success, warning or error."""

    text: str
    level: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the layout needs."""

    service: str
    demo: bool
    reader: Reader | None
    nav: tuple[Item, ...]
    search_href: str
    searched: str
    messages: tuple[Message, ...]


# In the order of the work. An item appears when its address exists.
PLACES = (
    Place("Home", "home", Permission.USE_SERVICE),
    Place("New report", "report_new", Permission.RECORD_REPORT),
    Place("Reports", "reports", Permission.SEE_JOURNEYS),
    Place("Journeys", "journeys", Permission.SEE_JOURNEYS),
    Place("Review", "review", Permission.LINK_PEOPLE),
    Place("Registers", "registers", Permission.SEE_REGISTERS),
    Place("Insight", "insight", Permission.INSIGHT),
)


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame`, in every page."""
    reader = read_reader(request)
    return {
        "frame": Frame(
            service=settings.UNBROKEN_NAME,
            demo=settings.UNBROKEN_DEMO,
            reader=reader,
            nav=nav_items(request),
            search_href=_address("search") if reader and may(request.user, Permission.SEE_JOURNEYS) else "",
            searched=request.GET.get("q", "") if _page(request) == "search" else "",
            messages=tuple(Message(str(one.message), one.level_tag) for one in messages.get_messages(request)),
        )
    }


def read_reader(request: HttpRequest) -> Reader | None:
    """Who is signed in, or None."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Reader(
        name=user.get_full_name() or user.get_username(),
        role=user.get_role_display() or user.role,
        agency=say_agency(user.agency),
    )


def nav_items(request: HttpRequest) -> tuple[Item, ...]:
    """Where the person who is signed in can go from any page, by role."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    here = _page(request)
    found = [(place, _address(place.url_name)) for place in PLACES if may(user, place.permission)]
    # "New report" lies under the address of "Reports": the page belongs to the nearest of them alone.
    nearest = max((href for _, href in found if href and request.path.startswith(href)), key=len, default="")
    return tuple(
        Item(
            text=place.text,
            href=href,
            current=here == place.url_name,
            active=href != "/" and href == nearest,
        )
        for place, href in found
        if href
    )


def _page(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _address(name: str) -> str:
    """The address with this name; empty when there is none yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
