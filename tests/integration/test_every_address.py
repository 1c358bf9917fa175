"""Every address of the service asks who is there, and answers as the policy says. New pages are found by themselves.

A page whose address takes a new kind of value needs one here, in `VALUES`: something of the made-up matter
(`tests.matter`) that exists and that everybody who may open such a page may see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pypdf import PdfReader

from tests import matter
from tests.matter import AGENCIES, MARKS, REPORT, SUSPECT, VICTIM, make_user
from unbroken.access import commands
from unbroken.access.gate import Rule
from unbroken.access.models import AccessLog
from unbroken.access.policy import MAY, OWN_MATTERS, Permission, recorders_of, roles_with
from unbroken.access.roles import Role

# What stands in an address, by the name of the parameter. `entry` is found in the record.
VALUES = {
    "person": VICTIM.partition(":")[2],
    "one": VICTIM.partition(":")[2],
    "other": SUSPECT.partition(":")[2],
    "report": REPORT.partition(":")[2],
    "order": matter.ORDER.partition(":")[2],
    "prosecution": matter.PROSECUTION.partition(":")[2],
    "kind": "incident.recorded",
    "begun": "begun-by-nobody",  # forms that somebody began are their own: not found is the right answer to all others
    "slug": "victim",
    "provider_id": "organisation",
    "pk": 1,
    "page": "behaviours",
    "figures": "class-now",
    "analysis": "attrition",
    "sheet": "flow",
    "picture": "flow",
    "register": matter.REGISTER.partition(":")[2],
    "sample": matter.SAMPLE.partition(":")[2],
    "instrument": "four",  # which everybody may use who may record an assessment
    "key": "four",
    "concern": "harmful_advice",  # which the account of the made-up matter holds
}
AMENDS = {"entry_correct", "entry_withdraw", "entry_erase"}  # pages that amend `entry`, a report of northmoor's
IN_FULL = {  # names with their type
    "api:journey": {"person": VICTIM},
    "api:report": {"report": REPORT},
    "api:report_findings": {"report": REPORT},
    "api:pair_findings": {"one": VICTIM, "other": SUSPECT},
}
BESIDE = {"report_twice": {"other": matter.OTHER_REPORT.partition(":")[2]}}  # where `other` is no person
NAMES_SOMEBODY = {"person", "one", "other", "report", "order", "prosecution", "referral", "entry", "entry_id"}


@dataclass(frozen=True)
class Address:
    """An address, with the rule of its view."""

    route: str
    name: str
    parameters: tuple[str, ...]
    rule: Rule | None
    kind: str = ""
    """The kind of entry that is recorded here, where the address says so."""

    def __str__(self) -> str:
        return self.name or self.route

    def path(self, entry_id: str) -> str:
        """A path at which it can be asked for."""
        values = {
            **VALUES,
            "entry": entry_id,
            "entry_id": entry_id,
            **IN_FULL.get(self.name, {}),
            **BESIDE.get(self.name, {}),
        }
        missing = [name for name in self.parameters if name not in values]
        assert not missing, f"/{self.route} takes {missing}: give them a value in VALUES of {__file__}"
        text = "/" + self.route
        for pattern in _placeholders(self.route):
            text = text.replace(f"<{pattern}>", str(values[pattern.rpartition(":")[2]]))
        return text

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    def allows(self, role: Role) -> bool:
        """Whether the policy lets this role pass."""
        assert self.rule is not None
        passes = self.rule.permission is None or role in MAY[self.rule.permission][1]
        if self.name in AMENDS and AGENCIES.get(role, "northmoor") != "northmoor":  # whose entry it is
            return False
        kind = "report.made" if self.name in AMENDS else self.kind
        return passes and (not kind or role in roles_with(*recorders_of(kind)))


def _placeholders(route: str) -> list[str]:
    return [part.partition(">")[0] for part in route.split("<")[1:]]


def walk(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, route, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            parameters = tuple(name.rpartition(":")[2] for name in _placeholders(route))
            name = f"{space}{pattern.name}" if pattern.name else ""
            kind = pattern.default_args.get("kind") or (VALUES["kind"] if name == "entry_add" else "")
            yield Address(route, name, parameters, getattr(pattern.callback, "access", None), str(kind))


ADDRESSES = list(walk(get_resolver()))
GUARDED = [address for address in ADDRESSES if address.rule and address.rule.permission]
PUBLIC = [address for address in ADDRESSES if address.rule and not address.rule.permission]
NAMING = [address for address in GUARDED if NAMES_SOMEBODY & set(address.parameters)]


@pytest.fixture(autouse=True)
def _no_limits() -> None:
    cache.clear()


@pytest.fixture
def entry_id(db: None) -> str:
    """An ordinary entry of the matter, which is on the record."""
    return matter.record_matter()["made"].id


def ask(address: Address, entry_id: str, user=None, method="get", path=""):
    client = Client()
    headers = {}
    if user is not None and address.is_api:
        headers = {"Authorization": f"Bearer {commands.create_token(user, name='tests')[0]}"}
    elif user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return getattr(client, method)(path or address.path(entry_id), headers=headers)


def text_of(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return content.decode(errors="replace")


def marks_in(answer) -> set[str]:
    text = text_of(answer)
    return {mark for mark in MARKS if mark in text}


def sends_to_sign_in(answer) -> bool:
    return answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_address_has_a_rule(address):
    assert address.rule is not None, f"/{address.route}: say who may pass with @requires or @public (access.gate)"
    assert bool(address.rule.permission) != bool(address.rule.public)


@pytest.mark.parametrize("address", NAMING, ids=str)
def test_what_names_somebody_says_what_it_shows_and_logs_it(address):
    assert address.rule.consults, f"/{address.route} shows somebody: say so with consults=..., and call consult()"


def test_the_walk_finds_what_there_is():
    names = {address.name for address in ADDRESSES}
    assert {"home", "healthz", "account_login", "api:append_entry", "api:journey", "api:nothing_here"} <= names
    assert len(GUARDED) > 10
    assert {address.name for address in PUBLIC if not address.name.startswith(("account_", "mfa_", "social", "openid"))
            } == OPEN_TO_ALL  # fmt: skip


# Everything that answers whoever asks, beside signing in. Whoever adds to it has thought about it.
OPEN_TO_ALL = {
    "accessibility", "privacy", "cookies", "healthz", "api:reference", "api:openapi", "api:nothing_here",
}  # fmt: skip


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_nobody_gets_in_without_signing_in(address, entry_id):
    for method in ("get", "post"):
        answer = ask(address, entry_id, method=method)
        refused = answer.status_code == 401 if address.is_api else sends_to_sign_in(answer)
        assert refused or answer.status_code == 405
        assert marks_in(answer) == set()


@pytest.mark.demand("REC-11", "REC-15")
@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_each_role_is_answered_as_the_policy_says_and_shown_no_more(address, entry_id):
    for role in Role:
        answer = ask(address, entry_id, make_user(role))
        expected = {200, 302, 404, 405} if address.allows(role) else {403, 405}
        assert answer.status_code in expected, role
        assert not sends_to_sign_in(answer), role
        assert marks_in(answer) <= matter.marks_for(role) | {matter.OTHER}, role
        assert not address.parameters or matter.OTHER not in text_of(answer), role
        if not address.allows(role):
            assert marks_in(answer) == set(), role


@pytest.mark.parametrize("address", [address for address in GUARDED if address.rule.consults], ids=str)
def test_what_shows_somebody_leaves_a_trace(address, entry_id):
    role = next(role for role in Role if address.allows(role))
    answer = ask(address, entry_id, make_user(role))
    if answer.status_code == 200:
        assert AccessLog.objects.filter(who=f"{role}-1", category="consultation", refused=False).exists()


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_roles_without_the_right_cannot_post_either(address, entry_id):
    for role in Role:
        if not address.allows(role):
            assert ask(address, entry_id, make_user(role), method="post").status_code in {403, 405}, role


@pytest.mark.parametrize("person", [VICTIM, SUSPECT])
@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_a_conflict_of_interest_closes_every_address(address, person, entry_id):
    for role in Role:
        if not address.allows(role):
            continue
        user = make_user(role)
        commands.declare_conflict(user, person, why="Close to them.", by="standards")
        answer = ask(address, entry_id, user)
        assert marks_in(answer) <= ({matter.OTHER} if person == VICTIM else set()), role
        if address in NAMING:
            assert answer.status_code in {404, 405}, role
            nothing = ask(address, entry_id, user, path=path_of_nobody(address))
            assert without_csrf(answer) == without_csrf(nothing), "it differs from what is not there"


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_a_matter_of_other_agencies_is_not_there_for_those_who_see_their_own(address, entry_id):
    for role in OWN_MATTERS:
        if not address.allows(role):
            continue
        user = make_user(role, agency="elsewhere")
        answer = ask(address, entry_id, user)
        assert marks_in(answer) == set(), role
        if address in NAMING:
            assert answer.status_code in ({403, 404, 405} if address.name in AMENDS else {404, 405}), role
            nothing = ask(address, entry_id, user, path=path_of_nobody(address))
            assert without_csrf(answer) == without_csrf(nothing), "it differs from what is not there"
            refused = AccessLog.objects.filter(who=user.username, refused=True).exists()
            assert refused or answer.status_code == 405, "the attempt left no trace"


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize("address", GUARDED, ids=str)
def test_those_who_see_their_own_matters_meet_no_other_victim_of_the_suspect(address, entry_id):
    for role in OWN_MATTERS:
        if address.allows(role):
            assert matter.OTHER not in text_of(ask(address, entry_id, make_user(role))), role


def path_of_nobody(address: Address) -> str:
    path = address.path("00000000-0000-7000-8000-000000000000")
    for name in (VICTIM, REPORT, matter.ORDER, matter.PROSECUTION):
        kind, _, local = name.partition(":")
        path = path.replace(name, f"{kind}:nobody").replace(f"/{local}/", "/nobody/")
    return path


def without_csrf(answer) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value)="\w+"', r"\1", text_of(answer))


def test_a_session_is_worth_nothing_at_the_api(entry_id):
    client = Client()
    client.force_login(make_user("supervisor"), backend="django.contrib.auth.backends.ModelBackend")
    for address in GUARDED:
        if address.is_api:
            assert client.get(address.path(entry_id)).status_code in {401, 405}
            assert client.post(address.path(entry_id)).status_code in {401, 405}


def test_every_permission_guards_something_or_is_asked_for_inside():
    """A permission that nothing asks for would be a promise in the table and nowhere else."""
    guarded = {address.rule.permission for address in GUARDED}
    assert guarded <= set(Permission)
    assert {Permission.USE_SERVICE, Permission.API_READ, Permission.API_APPEND} <= guarded
