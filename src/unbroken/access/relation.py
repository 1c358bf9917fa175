"""Whose matter it is: what stands in a relation to a user's agency, for the roles that see their own matters only.

The record itself says so. A matter is an agency's own where the agency recorded something of it, of the kinds that
the policy names for the role (`policy.OWN_MATTERS`); and where a victim has accepted the user's service. From there
it goes to the victims of these matters, under every joined name, and to all that is on their journeys. It never
goes on from a suspect: his other victims are not hers to know.

Nobody makes a matter their own by recording something about it: who has no relation may not record (`writing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q

from unbroken.access.beside import MATTERS
from unbroken.access.models import BesideRow, User
from unbroken.access.policy import own_matters_of, relates
from unbroken.record.entries import Entry, Subject, read_subjects
from unbroken.record.journey import names_of
from unbroken.record.models import RecordEntry, RecordSubject
from unbroken.record.queries import heads

_UNSAID = ("entry.withdrawn", "body.erased")  # what takes something back relates nobody
_KEPT_AT_MOST = 8  # a national service's are some megabytes
_KEPT: dict[object, Own] = {}
_TAKEN = ("accepted", "started")  # of a service: an offer alone opens nothing, she has not agreed to it


@dataclass(frozen=True, slots=True)
class Own:
    """What stands in a relation to a user's agency.

    `matters` are orders, prosecutions and referrals. `people` have any part in the reports: of them the user sees
    what is about these reports.
    """

    user: User
    victims: frozenset[str]
    reports: frozenset[str]
    matters: frozenset[str]
    people: frozenset[str]

    def opens(self, name: str) -> bool:
        """Whether this victim's journey, or this report, is the agency's own."""
        return name in self.victims or name in self.reports

    def knows(self, name: str) -> bool:
        """Whether this object may be spoken of."""
        return any(name in group for group in (self.victims, self.reports, self.matters, self.people))

    def holds(self, entry: Entry) -> bool:
        """Whether an entry is about these matters: its reports decide, else its victims, else what it names."""
        if entry.agency == self.user.agency and relates(self.user, entry.kind):
            return True
        if reports := (*entry.of("report"), *entry.of("other_report")):
            return not self.reports.isdisjoint(reports)
        if victims := entry.of("victim"):
            return not self.victims.isdisjoint(victims)
        names = [subject.object for subject in entry.subjects]
        matters = [name for name in names if not name.startswith("person:")]
        return any(self.knows(name) for name in matters or names)


def own_of(user: User) -> Own | None:
    """What the user's agency has to do with; None where their role is not limited to that.

    Asked several times for one page, by everybody of an agency, and always of the database. What was found is kept
    until anything is recorded: a head that is the same stands for a record that is the same.
    """
    if not own_matters_of(user):
        return None
    asked = (user.role, user.agency, user.service, tuple(heads().items()))
    found = _KEPT.get(asked)
    if found is None:
        found = _find(user)
        if len(_KEPT) >= _KEPT_AT_MOST:
            _KEPT.clear()
        _KEPT[asked] = found
    return replace(found, user=user)


def strangers(own: Own, names: Collection[str]) -> set[str]:
    """Those of these objects that are on the record and stand in no relation to the user's agency."""
    about = RecordSubject.objects.filter(object__in=[name for name in names if not own.knows(name)])
    pairs = set(about.values_list("object", "entry__agency", "entry__kind"))
    ours = {name for name, agency, kind in pairs if agency == own.user.agency and relates(own.user, kind)}
    return {name for name, _, _ in pairs} - ours


def _find(user: User) -> Own:
    named = _recorded(user)
    victims, reports = named["victim"], named["report"]
    matters = set().union(*(named[role] for role in MATTERS))
    reports |= {name for name in _of(BesideRow, "beside", object__in=matters) if name.startswith("report:")}
    parties = apps.get_model("cases", "PartyRow")  # by name: rooms on one floor do not import one another
    victims |= _served(user) | _of(parties, "person", object__in=reports, role="victim")
    victims = set().union(*names_of(victims).values())
    reports |= _of(parties, "object", person__in=victims, role="victim")
    matters |= _of(BesideRow, "object", beside__in=reports | victims)
    people = _of(parties, "person", object__in=reports)
    return Own(user, frozenset(victims), frozenset(reports), frozenset(matters), frozenset(people))


def _recorded(user: User) -> dict[str, set[str]]:
    """What the agency recorded something of that has not been withdrawn, by role."""
    kinds = Q()
    for prefix in own_matters_of(user):
        kinds |= Q(kind__startswith=prefix) if prefix else ~Q(kind__in=_UNSAID)
    rows = RecordEntry.objects.filter(kinds, agency=user.agency or "-")
    texts = rows.filter(~_withdrawn("id"), ~_withdrawn("corrects")).values_list("subjects", flat=True).distinct()
    return _by_role(subject for text in texts for subject in read_subjects(text))


def _by_role(subjects: Iterable[Subject]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        found[subject.role].add(subject.object)
    return found


def _withdrawn(column: str) -> Exists:
    amended = RecordEntry.objects.exclude(corrects="")  # in the words of the index
    return Exists(amended.filter(corrects=OuterRef(column), kind="entry.withdrawn"))


def _served(user: User) -> set[str]:
    """The victims whom the user's service has."""
    if not user.service:
        return set()
    return _of(apps.get_model("support", "ServiceRow"), "object", service=user.service, state__in=_TAKEN)


def _of(model: type[Model], column: str, **conditions: object) -> set[str]:
    """A column of the rows of a table that meet the conditions."""
    return set(model._default_manager.filter(**conditions).values_list(column, flat=True))
