"""The addresses of the forms."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from unbroken.web.recording import amend_views, asking_views, assess_views, attach_views, entry_views, report_views


def _form(address: str, name: str, kind: str) -> URLPattern:
    """The address of the form for one kind of entry about a report."""
    extra: dict[str, Any] = {"kind": kind}
    return path(f"reports/<report:report>/{address}/", entry_views.add, extra, name=name)


_ATTACHES: dict[str, Any] = {"kind": "identifier.attributed"}
_ASSESSES: dict[str, Any] = {"kind": "risk.assessed"}
_ASKS: dict[str, Any] = {"kind": "enquiry.asked"}
_ANSWERS: dict[str, Any] = {"kind": "enquiry.answered"}

urlpatterns = [
    path("reports/new/", report_views.start, name="report_new"),
    path("reports/new/<slug:begun>/check/", report_views.check_answers, name="report_check"),
    path("reports/new/<slug:begun>/delete/", report_views.delete, name="report_delete"),
    path("reports/new/<slug:begun>/<slug:slug>/", report_views.page, name="report_page"),
    path("reports/new/<slug:begun>/<slug:slug>/seen/", report_views.look, name="report_seen"),
    path("reports/<report:report>/recorded/", report_views.done, name="report_done"),
    _form("incident", "incident_add", "incident.recorded"),
    _form("class", "report_classify", "report.classified"),
    _form("allocation", "report_allocate", "report.allocated"),
    _form("contact", "contact_add", "contact.made"),
    _form("advocacy", "advocacy_choose", "support.triaged"),
    _form("withdrawal", "victim_withdrew", "victim.withdrew"),
    _form("closing", "report_close", "investigation.closed"),
    _form("no-crime", "nocrime_add", "nocrime.stated"),
    _form("relationship", "relationship_add", "relationship.stated"),
    _form("charge", "charge_add", "charge.laid"),
    _form("hearing", "hearing_add", "hearing.listed"),
    _form("sentence", "sentence_add", "sentence.passed"),
    _form("link", "report_link", "report.linked"),
    _form("disclosure", "disclosure_add", "record.disclosed"),
    path("reports/<report:report>/risk/", assess_views.choose, _ASSESSES, name="risk_choose"),
    path("reports/<report:report>/risk/<slug:instrument>/", assess_views.assess, _ASSESSES, name="risk_assess"),
    path("reports/<report:report>/record/", entry_views.choose, name="entry_choose"),
    path("reports/<report:report>/record/<str:kind>/", entry_views.add, name="entry_add"),
    path("reports/<report:report>/record/<str:kind>/seen/", entry_views.look, name="entry_seen"),
    path("people/<person:person>/attach/", attach_views.attach, _ATTACHES, name="identifier_attach"),
    path("entries/<uuid:entry>/attach/", attach_views.whose, _ATTACHES, name="identifier_whose"),
    path("people/<person:person>/ask/", asking_views.ask, _ASKS, name="enquiry_ask"),
    path("questions/<uuid:entry>/", asking_views.answer, _ANSWERS, name="enquiry_answer"),
    path("entries/<uuid:entry>/correct/", amend_views.correct, name="entry_correct"),
    path("entries/<uuid:entry>/erase/", amend_views.erase, name="entry_erase"),
    path("entries/<uuid:entry>/withdraw/", amend_views.withdraw, name="entry_withdraw"),
]
