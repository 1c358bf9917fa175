from __future__ import annotations

import pytest

from unbroken.web.presenters.paging import page_count, paging


def pages(number: int, total: int) -> str:
    found = paging(number=number, size=10, total=total, address=lambda page: f"?page={page}", things="reports")
    return " ".join(
        "…" if "ellipsis" in item else f"[{item['number']}]" if item["current"] else str(item["number"])
        for item in found["items"]
    )


@pytest.mark.parametrize(
    ("number", "total", "shown"),
    [
        (1, 0, "[1]"),
        (1, 10, "[1]"),
        (1, 11, "[1] 2"),
        (2, 30, "1 [2] 3"),
        (5, 95, "1 … 4 [5] 6 … 10"),
        (99, 25, "1 2 [3]"),
        (0, 25, "[1] 2 3"),
    ],
)
def test_the_first_the_last_and_those_beside_the_present_page_are_shown(number: int, total: int, shown: str) -> None:
    assert pages(number, total) == shown


def test_it_leads_to_the_page_before_and_after() -> None:
    found = paging(number=2, size=10, total=25, address=lambda page: f"?page={page}", things="reports")
    assert (found["previous"], found["next"]) == ({"href": "?page=1"}, {"href": "?page=3"})
    assert found["results"] == {"count": 25, "from": 11, "to": 20, "text": "reports"}
    assert "next" not in paging(number=3, size=10, total=25, address=str, things="reports")


def test_an_empty_list_has_one_page() -> None:
    assert page_count(0, 10) == 1
