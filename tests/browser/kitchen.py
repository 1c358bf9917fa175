"""A page with every component on it, for the browser to look at. Only tests have its address."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from unbroken.access.gate import public
from unbroken.web import pages
from unbroken.web.forms import Checkboxes, Choice, Clock, File, Form, Number, Radios, Select, Text, Textarea, When
from unbroken.web.layout import frame

FORM = Form(
    fields=(
        Text("name", "Name", called="the victim’s name", hint="As she gives it."),
        Text("phone", "Phone", required=False, inputmode="tel", width=20, prefix="+44"),
        Number("times", "How many times?", called="how many times", most=1000, suffix="times"),
        When("when", "When did it happen?", called="the day it happened", hint="For example, 3 3 2026.", least="month"),
        Clock("clock", "Time, if known", called="the time", required=False),
        Radios(
            "known",
            "Does she know who it is?",
            called="whether she knows who it is",
            choices=(
                Choice("yes", "Yes", fields=(Text("who", "Who is it?", called="who it is"),)),
                Choice("no", "No", "Record what there is: a number, a handle, a car."),
                Choice("unknown", "It is not known", divider="or"),
            ),
        ),
        Checkboxes(
            "how",
            "What was done?",
            called="what was done",
            choices=(
                Choice("followed", "Followed her"),
                Choice("waited", "Waited outside", "Home, work, school, anywhere."),
                Choice("none", "None of these", divider="or", alone=True),
            ),
        ),
        Select("court", "Court", choices=(Choice("a", "Magistrates’ court"), Choice("b", "Crown Court"))),
        Textarea("words", "What did she say?", called="what she said", max_length=200),
        File("file", "A picture or a recording", required=False, extensions=(".png", ".mp3")),
    )
)


@public("only in tests")
def kitchen(request: HttpRequest) -> HttpResponse:
    """Every component, and the form: empty, or as sent."""
    filled = FORM.read(request.POST, request.FILES) if request.method == "POST" else FORM.start({"when": "2026-03"})
    source = (Path(__file__).parent / "kitchen.html").read_text(encoding="utf-8")
    page = engines["jinja2"].from_string(source).render({"form": filled, **frame(request)}, request)
    return HttpResponse(page)


@public("only in tests")
def broken(request: HttpRequest) -> HttpResponse:
    """Fails as a mistake in the program would."""
    raise RuntimeError("a mistake, on purpose")


urlpatterns = [
    path("", kitchen, name="home"),
    path("account/", include("unbroken.web.accounts.urls")),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("cookies/", pages.cookies, name="cookies"),
    path("kitchen/", kitchen),
    path("broken/", broken),
    path("search/", kitchen, name="search"),
    path("journeys/", kitchen, name="journeys"),
    path("reports/new/", kitchen, name="report_new"),
]
handler400 = "unbroken.web.errors.bad_request"
handler403 = "unbroken.web.errors.forbidden"
handler404 = "unbroken.web.errors.not_found"
handler500 = "unbroken.web.errors.server_error"
