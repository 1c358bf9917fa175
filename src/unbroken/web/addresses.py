"""Addresses of what the record is about: `/reports/r1/` is the page of `report:r1`.

The address shows the local id; views and the access log see the whole name.
"""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

_LOCAL_ID = r"[A-Za-z0-9._-]{1,80}"
# The page of each type of object; the others are shown on the pages of the reports they belong to.
_PAGES = {"person": "person", "report": "report", "register": "register"}


class PersonName:
    """`v1` in an address is `person:v1` in a view."""

    regex = rf"(?:person:)?{_LOCAL_ID}"
    type = "person"

    def to_python(self, value: str) -> str:
        """The object. Its whole name is taken too: people copy it from files and commands."""
        return f"{self.type}:{value.removeprefix(f'{self.type}:')}"

    def to_url(self, value: str) -> str:
        """The local id, from the object or from itself."""
        return value.removeprefix(f"{self.type}:")


class ReportName(PersonName):
    """`r1` in an address is `report:r1` in a view."""

    regex = rf"(?:report:)?{_LOCAL_ID}"
    type = "report"


class RegisterName(PersonName):
    """`l1` in an address is `register:l1` in a view."""

    regex = rf"(?:register:)?{_LOCAL_ID}"
    type = "register"


class SampleName(PersonName):
    """`s1` in an address is `sample:s1` in a view."""

    regex = rf"(?:sample:)?{_LOCAL_ID}"
    type = "sample"


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


def trail(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way from the home page to here, for the breadcrumbs: (words, address), the address "" for the page itself."""
    return [
        {"text": text, "href": href} if href else {"text": text} for text, href in (("Home", reverse("home")), *steps)
    ]
