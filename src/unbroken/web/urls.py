"""The addresses of the screens. Each area of the screens has its own `urls.py`, included here."""

from __future__ import annotations

from django.urls import include, path, register_converter

from unbroken.web import addresses, pages
from unbroken.web.views import (
    assessments,
    completion,
    copies,
    entries,
    figures,
    findings,
    histories,
    home,
    insight,
    journeys,
    links,
    markers,
    needs,
    nocrime,
    nominals,
    pairs,
    people,
    recognition,
    registers,
    reports,
    review,
    search,
    twice,
    wording,
)

register_converter(addresses.PersonName, "person")
register_converter(addresses.ReportName, "report")
register_converter(addresses.RegisterName, "register")
register_converter(addresses.SampleName, "sample")

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("unbroken.web.recording.urls")),
    path("", include("unbroken.web.coding.urls")),
    path("search/", search.search, name="search"),
    path("journeys/", journeys.journeys, name="journeys"),
    path("journeys/<person:person>/", journeys.journey, name="journey"),
    path("journeys/<person:person>/chronology.pdf", copies.pdf, name="journey_pdf"),
    path("journeys/<person:person>/copy/", copies.export, name="journey_export"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<report:report>/", reports.report, name="report"),
    path("reports/<report:report>/twice/<report:other>/", twice.twice, name="report_twice"),
    path("words/", wording.words, name="words"),
    path(
        "reports/<report:report>/words/<uuid:entry>/<slug:concern>/",
        wording.look,
        {"kind": "wording.reviewed"},
        name="words_look",
    ),
    path(
        "reports/<report:report>/finding/<person:person>/",
        findings.unknown,
        {"kind": "finding.decided"},
        name="report_finding",
    ),
    path("people/<person:person>/", people.person, name="person"),
    path("people/<person:person>/history/", histories.history, name="person_history"),
    path("pairs/<person:one>/<person:other>/", pairs.pair, name="pair"),
    path("pairs/<person:one>/<person:other>/contacts.csv", pairs.contacts, name="pair_contacts"),
    path("pairs/<person:one>/<person:other>/finding/", findings.finding, {"kind": "finding.decided"}, name="finding"),
    path("pairs/<person:one>/<person:other>/incidents/", findings.course, {"kind": "course.split"}, name="course"),
    path("people/<person:person>/links/", links.links, name="person_links"),
    path("review/", review.review, name="review"),
    path("review/recognition/", recognition.recognition, name="recognition"),
    path("review/no-crime/", nocrime.no_crime, name="no_crime"),
    path("people/<person:person>/compare/", review.compare, name="review_compare"),
    path("review/<person:person>/<person:other>/", review.pair, name="review_pair"),
    path("registers/", registers.registers, name="registers"),
    path("registers/new/", registers.define, {"kind": "register.defined"}, name="register_new"),
    path("registers/overlaps.csv", registers.overlaps, name="register_overlaps"),
    path("registers/<register:register>/", registers.register, name="register"),
    path("registers/<register:register>/meets/", registers.meets, name="register_meets"),
    path(
        "registers/<register:register>/change/", registers.change, {"kind": "register.defined"}, name="register_change"
    ),
    path(
        "registers/<register:register>/people/<person:person>/",
        nominals.place,
        {"kind": "nominal.registered"},
        name="nominal",
    ),
    path("people/<person:person>/marker/", markers.marker, name="marker"),
    path("people/<person:person>/marker/change/", markers.change, {"kind": "marker.placed"}, name="marker_change"),
    path("people/<person:person>/several-victims/", markers.serial, {"kind": "serial.reviewed"}, name="serial"),
    path("entries/<uuid:entry>/", entries.entry, name="entry"),
    path("entries/<uuid:entry>/assessment/", assessments.assessment, name="risk_assessment"),
    path("needs/", needs.needs, {"kind": "need.answered"}, name="needs"),
    path("assessments/", completion.awaiting, name="assessments"),
    path("figures/assessments/", completion.rates, name="assessment_rates"),
    path("figures/assessments.csv", completion.rates_file, name="assessment_rates_csv"),
    path("figures/sample/", figures.sample, name="sample"),
    path("figures/sample.csv", figures.sample_csv, name="sample_csv"),
    path("figures/<slug:figures>.csv", figures.download, name="figures_csv"),
    path("insight/", insight.overview, name="insight"),
    path("insight/report.pdf", insight.whole, name="insight_pdf"),
    path("insight/<slug:analysis>/", insight.analysis, name="insight_analysis"),
    path("insight/<slug:analysis>/<slug:sheet>.csv", insight.table, {"suffix": "csv"}, name="insight_csv"),
    path("insight/<slug:analysis>/<slug:sheet>.json", insight.table, {"suffix": "json"}, name="insight_json"),
    path("insight/<slug:analysis>/<slug:picture>.svg", insight.picture, {"suffix": "svg"}, name="insight_svg"),
    path("insight/<slug:analysis>/<slug:picture>.png", insight.picture, {"suffix": "png"}, name="insight_png"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("healthz", pages.healthz, name="healthz"),
]
