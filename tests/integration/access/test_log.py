from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from tests import matter
from tests.entries import entry
from tests.matter import REPORT, SUSPECT, VICTIM, make_user
from unbroken.access.commands import declare_conflict
from unbroken.access.gate import Refusal, Rule, UnloggedRead, consult, public, refuse_closed, requires, signed_in
from unbroken.access.log import log, log_recorded
from unbroken.access.models import AccessLog, AccessLogObject, Category
from unbroken.access.policy import Permission
from unbroken.record.errors import NotAllowed

pytestmark = pytest.mark.django_db


def logged():
    return [
        (row.category, row.who, row.refused, sorted(row.objects_named.values_list("object", flat=True)))
        for row in AccessLog.objects.order_by("pk")
    ]


def ask(view, user, **named):
    request = RequestFactory().get("/somewhere?q=secret")
    request.user = user
    return view(request, **named)


@requires(Permission.SEE_JOURNEYS, consults="a journey")
def page(request, person):
    consult(request, {person, REPORT}, why="On call.")
    return HttpResponse("shown")


@requires(Permission.SEE_JOURNEYS, consults="a journey")
def silent_page(request, person):
    return HttpResponse("shown")


@requires(Permission.USE_SERVICE)
def plain_page(request):
    return HttpResponse("shown")


@pytest.mark.demand("REC-11")
def test_looking_is_logged_with_who_in_what_role_for_whom_and_why():
    ask(page, make_user("officer"), person=VICTIM)
    row = AccessLog.objects.get()
    assert (row.who, row.role, row.agency) == ("officer-1", "officer", "northmoor")
    assert (row.category, row.why, row.refused, row.action) == ("consultation", "On call.", False, "/somewhere")
    assert logged()[0][3] == [VICTIM, REPORT]


def test_a_page_that_shows_somebody_unlogged_is_never_sent():
    with pytest.raises(UnloggedRead):
        ask(silent_page, make_user("officer"), person=VICTIM)


def test_a_refused_look_is_logged_too():
    with pytest.raises(Refusal, match="Your role, analyst, may not open a named journey"):
        ask(page, make_user("analyst"), person=VICTIM)
    assert logged() == [("consultation", "analyst-1", True, [VICTIM])]


def test_a_conflict_is_answered_as_if_there_were_nothing_and_logged():
    matter.record_matter()
    user = make_user("officer")
    declare_conflict(user, SUSPECT, why="Himself.", by="standards")
    with pytest.raises(Http404) as closed:
        ask(page, user, person=VICTIM)
    assert str(closed.value) == ""
    assert logged() == [("consultation", "officer-1", True, [VICTIM, REPORT])]


def test_what_comes_back_empty_is_logged_as_refused():
    request = RequestFactory().get("/")
    request.user = make_user("officer")
    assert isinstance(refuse_closed(request, VICTIM), Http404)
    assert logged() == [("consultation", "officer-1", True, [VICTIM])]


def test_a_page_about_nobody_logs_nothing():
    assert ask(plain_page, make_user("analyst")).content == b"shown"
    assert logged() == []


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in():
    answer = ask(page, AnonymousUser(), person=VICTIM)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=/somewhere")


def test_nobody_is_nobody():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with pytest.raises(Refusal, match="Sign in first"):
        signed_in(request)


def test_what_a_command_does_not_allow_is_said_on_the_screen():
    @requires(Permission.USE_SERVICE)
    def view(request):
        raise NotAllowed("Not for you.")

    with pytest.raises(Refusal, match=r"Not for you\.") as refused:
        ask(view, make_user("officer"))
    assert refused.value.fit_for_screen


def test_a_view_says_what_its_rule_is():
    @public("says nothing about anybody")
    def open_view(request):
        return HttpResponse()

    assert page.access == Rule(Permission.SEE_JOURNEYS, "a journey")
    assert open_view.access == Rule(None, public="says nothing about anybody")


def test_each_kind_of_act_is_logged_in_its_category():
    her = ("victim", VICTIM)
    acts = [
        entry(),
        entry("entry.corrected", {}, "report:r1"),
        entry("entry.withdrawn", {}, "report:r1"),
        entry("identity.linked", {}, ("person", "person:a"), ("other_person", "person:b")),
        entry("record.disclosed", {}, her),
        entry("body.erased", {}, "report:r2"),
    ]
    log_recorded(acts, by=make_user("supervisor"), action="here")
    assert {row[0]: row[3] for row in logged()} == {
        "collection": ["person:v1", "report:r1"],
        "alteration": ["report:r1"],
        "combination": ["person:a", "person:b"],
        "disclosure": [VICTIM],
        "erasure": ["report:r2"],
    }
    assert {row.category for row in AccessLog.objects.all()} | {"consultation"} == set(Category.values)


@pytest.mark.parametrize("table", ["access_accesslog", "access_accesslogobject"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_alter_the_log(table, statement):
    log(Category.CONSULTATION, by=make_user("officer"), action="here", objects=[VICTIM])
    column = "who" if table.endswith("log") else "object"
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column))
    assert AccessLogObject.objects.count() == 1


def test_a_log_outlives_the_account_it_names():
    user = make_user("officer")
    log(Category.CONSULTATION, by=user, action="here", objects=[])
    user.delete()
    assert AccessLog.objects.get().who == "officer-1"
