"""Whose matter it is: what stands in a relation to a user's agency, for the roles that see their own matters only.

The record itself says so. A matter is an agency's own where the agency recorded something of it, of the kinds that
the policy names for the role (`policy.OWN_MATTERS`); and where a victim has accepted the user's service. From there
it goes to the victims of these matters, under every name that somebody joined, and to all that is on their journeys.
It never goes on from a suspect: his other victims are not hers to know. What only the linkage model joined opens
nothing: whoever knows a victim's name, birth and number could describe her, be joined with her, and read her journey.

Nobody makes a matter their own by recording something about it: who has no relation may not record (`writing`).
Nor by having recorded it before it was there: what another agency names later is not theirs for that, and they may
give only such names as no other agency is about to give.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.apps import apps
from django.db.models import Exists, Min, Model, OuterRef, Q

from unbroken.access.beside import MATTERS
from unbroken.access.models import BesideRow, User
from unbroken.access.policy import OWN_IF, has_own_agency, is_own_work, own_matters_of
from unbroken.record.amend import standing
from unbroken.record.entries import Entry, Subject, read_subjects
from unbroken.record.journey import names_of
from unbroken.record.models import RecordEntry, RecordSubject
from unbroken.record.queries import amendments_by_target, entries_by_id, heads

_KEPT_AT_MOST = 8  # a national service's are some megabytes
_KEPT: dict[object, Own] = {}
_TAKEN = ("accepted", "started")  # of a service: an offer alone opens nothing, she has not agreed to it
_OBJECT = re.compile(r"[a-z_]+:[A-Za-z0-9._-]+")  # what is no name at all is for the record to refuse
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # as forms name what is new


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
        if entry.agency == self.user.agency and is_own_work(self.user, entry.kind):
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
    """Those of these objects that stand in no relation to the user's agency, and that it may not name first.

    What is not on the record is refused as what is: else the answer would tell which it is, and a name that somebody
    else is about to give could be taken before them.
    """
    unknown = {name for name in names if _OBJECT.fullmatch(name) and not own.knows(name)}
    about = RecordSubject.objects.filter(object__in=unknown)
    pairs = set(about.values_list("object", "entry__agency", "entry__kind"))
    others = {name for name, agency, _ in pairs if agency != own.user.agency}
    ours = {name for name, agency, kind in pairs if agency == own.user.agency and is_own_work(own.user, kind)}
    new = unknown - {name for name, _, _ in pairs}
    return unknown - (ours - others) - {name for name in new if _may_name(own.user, name)}


def _may_name(user: User, name: str) -> bool:
    """Whether a new object may get this name: nobody else can be about to give it.

    A dot, which no agency's name has: else those of `met` could take the names of `met-east`.
    """
    local = name.partition(":")[2]
    return bool(_UUID.fullmatch(local)) or (has_own_agency(user) and local.startswith(f"{user.agency or '-'}."))


def _find(user: User) -> Own:
    named = _recorded(user)
    victims, reports = named["victim"], named["report"]
    matters = set().union(*(named[role] for role in MATTERS))
    reports |= {name for name in _of(BesideRow, "beside", object__in=matters) if name.startswith("report:")}
    parties = apps.get_model("cases", "PartyRow")  # by name: rooms on one floor do not import one another
    victims |= _served(user) | _of(parties, "person", object__in=reports, role="victim")
    # Not by what the model joined: to describe somebody as what is known of her would open her journey.
    victims = set().union(*names_of(victims, decided=True).values())
    reports |= _of(parties, "object", person__in=victims, role="victim")
    matters |= _of(BesideRow, "object", beside__in=reports | victims)
    people = _of(parties, "person", object__in=reports)
    return Own(user, frozenset(victims), frozenset(reports), frozenset(matters), frozenset(people))


def _recorded(user: User) -> dict[str, set[str]]:
    """What the agency recorded something of that stands, by role; without what it named before another agency did."""
    kinds = Q()
    for prefix in own_matters_of(user):
        kinds |= Q(kind__startswith=prefix)
    rows = RecordEntry.objects.filter(kinds, agency=user.agency or "-")
    amended = Exists(RecordEntry.objects.exclude(corrects="").filter(corrects=OuterRef("id")))  # as the index says it
    last: dict[Subject, str] = {}
    for entry_id, text in rows.filter(~amended).exclude(kind__in=OWN_IF).values_list("id", "subjects"):
        _note(last, entry_id, read_subjects(text))
    for entry in _as_they_stand(rows.filter(amended | Q(kind__in=OWN_IF)).values_list("id", flat=True)):
        _note(last, entry.id, entry.subjects)
    first = _named_by_others(user, {subject.object for subject in last}) if has_own_agency(user) else {}
    found: dict[str, set[str]] = defaultdict(set)
    for subject, entry_id in last.items():
        if entry_id > first.get(subject.object, ""):
            found[subject.role].add(subject.object)
    return found


def _note(last: dict[Subject, str], entry_id: str, subjects: Iterable[Subject]) -> None:
    """The last entry about each: ids sort by the time of taking in."""
    for subject in subjects:
        last[subject] = max(last.get(subject, ""), entry_id)


def _as_they_stand(ids: Iterable[str]) -> list[Entry]:
    """Of these entries those that stand, corrected, and say what makes a matter one's own."""
    found = entries_by_id(set(ids))
    amendments = amendments_by_target([entry.id for entry in found])
    stood = standing([*found, *(entry for each in amendments.values() for entry in each)])
    return [entry for entry in stood if entry.kind not in OWN_IF or _says(entry, *OWN_IF[entry.kind])]


def _says(entry: Entry, field: str, values: Collection[str]) -> bool:
    return entry.get(field) in values


def _named_by_others(user: User, names: Collection[str]) -> dict[str, str]:
    """The first entry of another agency about each of these objects.

    Joining two names is not one: who joins them has looked at both, and means what follows from it.
    """
    about = RecordSubject.objects.filter(object__in=names).exclude(entry__agency=user.agency)
    others = about.exclude(entry__kind__startswith="identity.")
    return dict(others.values_list("object").annotate(first=Min("entry")).values_list("object", "first"))


def _served(user: User) -> set[str]:
    """The victims whom the user's service has."""
    if not user.service:
        return set()
    return _of(apps.get_model("support", "ServiceRow"), "object", service=user.service, state__in=_TAKEN)


def _of(model: type[Model], column: str, **conditions: object) -> set[str]:
    """A column of the rows of a table that meet the conditions."""
    return set(model._default_manager.filter(**conditions).values_list(column, flat=True))
