"""Words to look at: the list for whoever supervises, and saying that one has looked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission
from unbroken.access.reading import read_report
from unbroken.cases.queries import Wanted as ReportsWanted
from unbroken.cases.queries import count_by, reports_by_name
from unbroken.conduct.wording.queries import Wanted, list_words, words_in
from unbroken.record.amend import standing
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Conflict, Refused
from unbroken.record.ids import new_id
from unbroken.web.forms import Filled
from unbroken.web.presenters.register_forms import OVERTAKEN, SENT_AGAIN
from unbroken.web.presenters.wording import (
    LOOK,
    SIZE,
    WHY,
    present_list,
    present_words,
    read_words_asked,
    why_asked,
)
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, TWICE, numbered
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen, version
from unbroken.web.visible import limits_of
from unbroken.web.wording import Shown, read_words, show_words

_RECORDED = "Recorded. The words stay in their entry as they are; to change them, correct the entry."


@require_safe
@requires(Permission.SEE_WORDING, consults="words of reports")
def words(request: HttpRequest) -> HttpResponse:
    """Which words in the reports of my agency should somebody look at?"""
    user = signed_in(request)
    hidden = limits_of(user).hidden
    areas = count_by("area", ReportsWanted(agencies=[user.agency], without=hidden))
    asked = read_words_asked(request.GET, areas=areas)
    wanted = Wanted(user.agency, asked.concern, asked.area, asked.looked, without=hidden)
    found = list_words(wanted, number=asked.page, size=SIZE)
    asked = asked.beyond(asked.page, last=found.pages)
    shown = read_words(user, found.rows)
    consult(request, {subject.object for one in shown for subject in one.entry.subjects})
    rows = reports_by_name({one.report for one in shown})
    page = present_list(found, shown, asked, rows=rows, areas=areas)
    return render(request, "wording/list.html", {"page": page, "asked": asked}, status=asked.status)


@dataclass(frozen=True, slots=True)
class _Opened:
    """Words as somebody opened them."""

    user: User
    shown: Shown

    @property
    def version(self) -> str:
        """What tells them from what they were when a form was opened."""
        return version(self.shown.flag.spots, self.shown.flag.look)


@requires(Permission.SEE_WORDING, consults="words of a report")
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest, report: str, entry: UUID, concern: str, kind: str) -> HttpResponse:
    """Say that one has looked at words of an entry, and what follows."""
    opened = _open(request, report, str(entry), concern)
    if request.method == "POST":
        return _take(request, opened, kind)
    return _show(request, opened, _start(opened))


def _open(request: HttpRequest, report: str, entry: str, concern: str) -> _Opened:
    """The words, of a report that the reader's agency took. Raises Http404, and logs that they were looked at."""
    user = signed_in(request)
    reading = read_report(user, report)
    if reading is None or report in reading.seen.restricted:
        raise refuse_closed(request, report)
    listed = [one for one in words_in(report) if (one.flag.entry, one.flag.concern) == (entry, concern)]
    shown = show_words(user, listed, standing(reading.seen.entries))
    if not shown or shown[0].agency != user.agency:
        raise Http404
    consult(request, reading.objects)
    return _Opened(user, shown[0])


def _start(opened: _Opened) -> Filled:
    return LOOK.start({FORM_ID: new_id(), SEEN: opened.version})


def _show(request: HttpRequest, opened: _Opened, form: Filled) -> HttpResponse:
    report = opened.shown.report
    [words] = present_words([opened.shown], reports_by_name([report]))
    context = {"words": words, "form": form, "reasons": why_asked([opened.shown.flag.concern]), "report": report}
    return render(request, "wording/look.html", context, status=200 if form.ok else 422)


def _take(request: HttpRequest, opened: _Opened, kind: str) -> HttpResponse:
    form = numbered(LOOK.read(request.POST), raw_of(request.POST))
    if not form.ok:
        return _show(request, opened, form)
    shown = opened.shown
    flag = shown.flag
    places = [spot.text for spot in flag.spots]
    draft = Draft(
        kind=kind,
        body={"entry": flag.entry, "concern": flag.concern, "places": places, "why": form.values[WHY]},
        subjects=(Subject("report", shown.report),),
        happened=timezone.localdate().isoformat(),
        agency=opened.user.agency,
        source=SOURCE,
        source_ref=form.values[FORM_ID],
    )

    def now() -> str:
        return _open(request, shown.report, flag.entry, flag.concern).version

    try:
        twice = record_as_seen(draft, by=opened.user, action="words_look", seen=form.values[SEEN] or "", now=now)
    except Overtaken:
        fresh = _open(request, shown.report, flag.entry, flag.concern)
        again = LOOK.start({FORM_ID: new_id(), SEEN: fresh.version, WHY: form.values[WHY]})
        return _show(request, fresh, again.refuse([("", OVERTAKEN)]))
    except Conflict:
        return _show(request, opened, form.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return _show(request, opened, form.refused(refused))
    messages.success(request, TWICE if twice else _RECORDED)
    return redirect("words")
