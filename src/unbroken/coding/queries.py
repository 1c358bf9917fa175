"""Samples on the record: recording one that was drawn, and reading those that there are.

Nothing here passes through what a role sees of a report (`access.visibility`): nobody sees an entry of coding there.
Whoever calls must have asked whether the reader is a coder or an adjudicator of the sample, and show a coder no more
than their own answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from unbroken.access.closed import closed_to, restricted_reports
from unbroken.access.models import BesideRow, User
from unbroken.access.policy import Permission, may
from unbroken.cases.models import ReportRow
from unbroken.coding.drawing import (
    BY,
    Assigned,
    Candidate,
    CannotDraw,
    Coder,
    Wanted,
    assign,
    draw_sample,
)
from unbroken.coding.fold import SAMPLED, Sample, fold_sample
from unbroken.insight.coding.frame import Frame
from unbroken.insight.stats.sampling import Sample as Found
from unbroken.record.amend import standing
from unbroken.record.entries import Draft, Subject
from unbroken.record.ids import new_id
from unbroken.record.models import RecordSubject
from unbroken.record.queries import entries_about, entries_by_id

SOURCE = "coding"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sample that was drawn and is not recorded yet."""

    object: str
    found: Found
    reports: tuple[Assigned, ...]
    drafts: tuple[Draft, ...]


def candidates() -> list[Candidate]:
    """Every report on the record. Three queries."""
    prosecuted: dict[str, list[str]] = defaultdict(list)
    pairs = BesideRow.objects.filter(object__startswith="prosecution:", beside__startswith="report:")
    for prosecution, report in pairs.order_by("object").values_list("object", "beside"):
        prosecuted[report].append(prosecution)
    shut = restricted_reports()
    columns = ("object", "area", "force", "offence", "offence_initial", "made_on", "recognised_on", "duplicate_of")
    return [
        Candidate(
            report=report,
            area=area,
            force=force,
            offence=offence,
            offence_initial=initial,
            made_on=made_on,
            was_stalking=recognised is not None,
            is_duplicate=bool(duplicate_of),
            is_restricted=report in shut,
            prosecutions=tuple(prosecuted.get(report, ())),
        )
        for report, area, force, offence, initial, made_on, recognised, duplicate_of in ReportRow.objects.values_list(
            *columns
        ).iterator(chunk_size=2000)
    ]


def coder_named(username: str, *, agency: str, shut: frozenset[str] | None = None) -> Coder:
    """A coder by user name, with what is closed to them. Raises CannotDraw where nobody of this name may code."""
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise CannotDraw(f"coder: nobody can sign in as {username!r}; unbroken user makes somebody")
    if not (decision := may(user, Permission.CODE)):
        raise CannotDraw(f"coder: {username}: {decision.reason}")
    if user.agency != agency:
        raise CannotDraw(f"coder: {username} is of {user.agency}, and the sample of {agency}; they must be the same")
    closed = closed_to(user)
    if not may(user, Permission.SEE_RESTRICTED):
        closed |= frozenset(restricted_reports()) if shut is None else shut
    return Coder(username, closed)


def propose(
    wanted: Wanted,
    *,
    study: str,
    frame: Frame,
    agency: str,
    coders: Sequence[str],
    adjudicators: Sequence[str] = (),
    today: date,
) -> Proposed:
    """Draw a sample and make the entries that record it. Raises CannotDraw, BadFrame."""
    if not coders:
        raise CannotDraw("coder: is missing; name who codes, once for each")
    if both := sorted(set(coders) & set(adjudicators)):
        raise CannotDraw(f"adjudicator: {both[0]} codes too; whoever settles must have coded nothing of the sample")
    named = [coder_named(one, agency=agency) for one in dict.fromkeys(coders)]
    for one in adjudicators:
        coder_named(one, agency=agency)
    found, strata = draw_sample(candidates(), wanted)
    reports, doubled = assign(found, strata, wanted, named)
    name = f"sample:{new_id()}"
    body = {
        "study": study,
        "of": wanted.of,
        "population": wanted.words(),
        "strata_by": [BY[one][0] for one in wanted.by],
        "seed": wanted.seed,
        "digest": found.digest,
        "steps": [{"reason": one.reason, "removed": one.removed, "left": one.left} for one in found.flow],
        "strata": [
            {"name": one.name, "eligible": one.eligible, "wanted": one.wanted, "drawn": one.drawn}
            for one in found.strata
        ],
        "doubled": doubled,
        "coders": [one.username for one in named],
        "frame": frame.text,
    }
    if adjudicators:
        body["adjudicators"] = list(dict.fromkeys(adjudicators))
    about = Subject("sample", name)

    def draft(kind: str, content: dict[str, object], *subjects: Subject) -> Draft:
        return Draft(kind, content, subjects, today.isoformat(), agency, SOURCE, new_id())

    drafts = [draft(SAMPLED, body, about)]
    drafts += [
        draft(
            "coding.drawn",
            {"number": one.number, "stratum": one.stratum, "coders": list(one.coders)},
            about,
            Subject("report", one.report),
        )
        for one in reports
    ]
    return Proposed(name, found, reports, tuple(drafts))


def read_sample(name: str) -> Sample | None:
    """A sample as it stands, or None."""
    entries = entries_about({name})
    return fold_sample(name, standing(entries)) if entries else None


def samples_of(agency: str) -> list[str]:
    """The samples that an agency drew, the last first. One query, by the index of objects."""
    rows = RecordSubject.objects.filter(object__gte="sample:", object__lt="sample;", role="sample")
    own = rows.filter(entry__kind=SAMPLED, entry__agency=agency).order_by("-entry")
    return list(own.values_list("object", flat=True))


def every_sample() -> list[str]:
    """Every sample on the record, in order. One query."""
    rows = RecordSubject.objects.filter(object__gte="sample:", object__lt="sample;", role="sample")
    return list(rows.filter(entry__kind=SAMPLED).order_by("object").values_list("object", flat=True).distinct())


def is_named(user: User) -> bool:
    """Whether a sample names somebody as coder or adjudicator, its withdrawal aside. Two queries."""
    rows = RecordSubject.objects.filter(object__gte="sample:", object__lt="sample;", role="sample")
    ids = rows.filter(entry__kind=SAMPLED, entry__agency=user.agency).values_list("entry", flat=True)
    drawn = entries_by_id(list(ids))
    return any(user.username in (*one.get("coders", ()), *one.get("adjudicators", ())) for one in drawn)


def read_samples(user: User) -> list[Sample]:
    """The samples that somebody codes or settles, the last first."""
    found = (read_sample(name) for name in samples_of(user.agency))
    return [one for one in found if one and user.username in (*one.coders, *one.adjudicators)]
