"""The pages of a long list, as MoJ's pagination shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Address = Callable[[int], str]
_BESIDE = 1  # pages shown on either side of the present one


def page_count(total: int, size: int) -> int:
    """How many pages a list has: one, when it is empty."""
    return max(1, -(-total // size))


def paging(*, number: int, size: int, total: int, address: Address, things: str) -> dict[str, Any]:
    """Parameters of `mojPagination`. `address` gives the address of a page, `things` what is listed (`reports`)."""
    pages = page_count(total, size)
    number = min(max(1, number), pages)
    first = (number - 1) * size + 1
    found: dict[str, Any] = {
        "items": _items(number, pages, address),
        "results": {"count": total, "from": first, "to": min(total, first + size - 1), "text": things},
        "landmarkLabel": f"Pages of {things}",
    }
    if number > 1:
        found["previous"] = {"href": address(number - 1)}
    if number < pages:
        found["next"] = {"href": address(number + 1)}
    return found


def _items(number: int, pages: int, address: Address) -> list[dict[str, Any]]:
    shown = sorted({1, pages, *range(max(1, number - _BESIDE), min(pages, number + _BESIDE) + 1)})
    items: list[dict[str, Any]] = []
    last = 0
    for page in shown:
        if page > last + 1:
            items.append({"ellipsis": True})
        items.append({"number": page, "href": address(page), "current": page == number})
        last = page
    return items
