"""What screens ask about protective orders.

Nothing here knows who asks: the caller leaves out what the reader may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from unbroken.safety.models import OrderPartyRow, OrderRow


def orders_about(parties: Collection[str]) -> Mapping[str, Sequence[OrderRow]]:
    """For each of these persons or reports the orders that name it, newest first. Two queries."""
    found: dict[str, list[OrderRow]] = {party: [] for party in parties}
    pairs = OrderPartyRow.objects.filter(party__in=list(parties)).values_list("party", "object").distinct()
    named = list(pairs) if parties else []
    rows = OrderRow.objects.in_bulk([order for _, order in named])
    for party, order in named:
        found[party].append(rows[order])
    for orders in found.values():
        orders.sort(key=lambda row: (row.granted_on or row.applied_on or date.min, row.object), reverse=True)
    return found


def parties_of(orders: Collection[str]) -> Mapping[str, Sequence[tuple[str, str]]]:
    """For each of these orders whom and what it names, as (party, role) in their order. One query."""
    rows = OrderPartyRow.objects.filter(object__in=list(orders)).order_by("object", "n")
    found: dict[str, list[tuple[str, str]]] = {order: [] for order in orders}
    for order, party, role in rows.values_list("object", "party", "role") if orders else ():
        found[order].append((party, role))
    return found


def orders_in_force(parties: Collection[str], *, on: date) -> Sequence[OrderRow]:
    """The orders in force on this day that name any of these persons or reports. One query."""
    named = OrderPartyRow.objects.filter(party__in=list(parties)).values("object")
    return list(_in_force(OrderRow.objects.filter(object__in=named), on).order_by("object")) if parties else []


def checks_due(*, by: date) -> Sequence[OrderRow]:
    """Orders in force whose next check is due by this day, soonest first. One query."""
    return list(_in_force(OrderRow.objects.filter(next_check__lte=by), by).order_by("next_check", "object"))


def ending_soon(*, on: date, until: date) -> Sequence[OrderRow]:
    """Orders in force on this day that end by that one, soonest first. One query."""
    return list(_in_force(OrderRow.objects.filter(until__lte=until), on).order_by("until", "object"))


def _in_force(rows: QuerySet[OrderRow], on: date) -> QuerySet[OrderRow]:
    """As `Order.is_in_force`, asked of the table."""
    begun = rows.filter(stage__in=("granted", "served", "ended")).annotate(
        first=Coalesce("starts", "granted_on", "served_on")
    )
    still = (Q(until__isnull=True) | Q(until__gte=on), Q(ended_on__isnull=True) | Q(ended_on__gte=on))
    return begun.filter(*still, first__lte=on)
