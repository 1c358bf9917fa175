"""Addresses of what the record is about: `/reports/r1/` is the page of `report:r1`.

The address shows the local id; views and the access log see the whole name.
"""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

_LOCAL_ID = r"[A-Za-z0-9._-]{1,80}"
# The page of each type of object; the others are shown on the pages of the reports they belong to.
_PAGES = {"person": "person", "report": "report"}


class PersonName:
    """`v1` in an address is `person:v1` in a view."""

    regex = _LOCAL_ID
    type = "person"

    def to_python(self, value: str) -> str:
        """The object."""
        return f"{self.type}:{value}"

    def to_url(self, value: str) -> str:
        """The local id, from the object or from itself."""
        return value.removeprefix(f"{self.type}:")


class ReportName(PersonName):
    """`r1` in an address is `report:r1` in a view."""

    type = "report"


def page_of(name: str) -> str:
    """The address of an object's page; "" where it has none of its own."""
    page = _PAGES.get(name.partition(":")[0])
    return address_if_any(page, name) if page else ""


def address_if_any(url_name: str, *args: object) -> str:
    """The address with this name; "" as long as nobody has built the page."""
    try:
        return reverse(url_name, args=args)
    except NoReverseMatch:
        return ""
