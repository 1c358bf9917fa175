"""The gate in front of every page and operation: who may pass is said beside the view, and looking leaves a trace.

    @requires(Permission.SEE_JOURNEYS, consults="a victim's journey")
    def journey(request, person): ...

    @public("says nothing about anybody")
    def cookies(request): ...

A view without either fails `tests/integration/test_every_address.py`. A view that says it shows personal data must
call `consult`, or its answer never leaves the house.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from unbroken.access.closed import closed_to
from unbroken.access.log import log
from unbroken.access.models import Category, User
from unbroken.access.policy import Permission, may
from unbroken.access.relation import own_of
from unbroken.access.visibility import refused_person
from unbroken.record.errors import NotAllowed

_P = ParamSpec("_P")
_T = TypeVar("_T")
_OBJECT = re.compile(r"(?:person|report|order|prosecution|referral|register|sample):[A-Za-z0-9._-]{1,80}")


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may pass: those with the permission, or everybody (`public` says why).

    `consults` names the personal data that the page shows, if any.
    """

    permission: Permission | None
    consults: str = ""
    public: str = ""


class Refusal(PermissionDenied):
    """Somebody may not pass; the message says why, fit for a screen."""

    fit_for_screen = True


class UnloggedRead(RuntimeError):
    """A view that shows personal data did not call `consult`: a mistake in the program."""


def requires(
    permission: Permission, *, consults: str = ""
) -> Callable[[Callable[Concatenate[HttpRequest, _P], _T]], Callable[Concatenate[HttpRequest, _P], _T]]:
    """Let a view answer only those whose role has the permission. Serves Django views and API operations."""
    rule = Rule(permission, consults)

    def decorate(view: Callable[Concatenate[HttpRequest, _P], _T]) -> Callable[Concatenate[HttpRequest, _P], _T]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
            if not request.user.is_authenticated:
                return cast(_T, redirect_to_login(request.get_full_path()))
            admit(request, rule, kwargs)
            try:
                answer = view(request, *args, **kwargs)
            except NotAllowed as error:
                raise Refusal(str(error)) from error
            if rule.consults and _shows(answer) and not getattr(request, "consulted", False):
                raise UnloggedRead(f"{view.__name__} shows {rule.consults} without calling consult")
            return answer

        guarded.access = rule  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(
    why: str,
) -> Callable[[Callable[Concatenate[HttpRequest, _P], _T]], Callable[Concatenate[HttpRequest, _P], _T]]:
    """Open a view to everybody, signed in or not. `why` it may be."""

    def decorate(view: Callable[Concatenate[HttpRequest, _P], _T]) -> Callable[Concatenate[HttpRequest, _P], _T]:
        view.access = Rule(None, public=why)  # type: ignore[attr-defined]
        return view

    return decorate


def consult(request: HttpRequest, objects: Collection[str], *, why: str = "") -> None:
    """Log that the signed-in person is shown these objects, before they are (DPA 2018 s.62: consultation).

    Raises Http404 where a conflict of interest closes any of them, or where none of them is a matter of the person's
    own and their role sees no others: the page is then refused as a whole, in the
    same words as if there were nothing, and the attempt is logged. A list must leave out what is closed first
    (`reading.read_entries`, `closed.closed_to`). A page whose list is empty calls it too, with nothing.
    """
    user = signed_in(request)
    own = own_of(user) if objects else None
    unrelated = own is not None and not any(own.knows(name) for name in objects)
    if unrelated or not refused_person(objects, closed_to(user) if objects else ()):
        log(Category.CONSULTATION, by=user, action=_action(request), objects=objects, why=why, refused=True)
        raise Http404
    log(Category.CONSULTATION, by=user, action=_action(request), objects=objects, why=why)
    request.consulted = True  # type: ignore[attr-defined]


def consult_asked(request: HttpRequest, question: str, person: str) -> None:
    """Log that the signed-in person is shown a question to their agency: it need be no matter of theirs."""
    log(Category.CONSULTATION, by=signed_in(request), action=_action(request), objects=[person],
        why=f"Question to their agency: {question}")  # fmt: skip
    request.consulted = True  # type: ignore[attr-defined]


def refuse_closed(request: HttpRequest, *objects: str) -> Http404:
    """What to raise where a reading came back empty: logs the attempt, and says no more than "not found"."""
    log(Category.CONSULTATION, by=signed_in(request), action=_action(request), objects=objects, refused=True)
    return Http404()


def signed_in(request: HttpRequest) -> User:
    """The user of a request that passed the gate."""
    if not isinstance(request.user, User):
        raise Refusal("Sign in first.")
    return request.user


def admit(request: HttpRequest, rule: Rule, named: Mapping[str, Any]) -> None:
    """Raise Refusal where the signed-in person may not pass. `named` are the values that stand in the address."""
    if rule.permission is None or (decision := may(request.user, rule.permission)):
        return
    if rule.consults:
        objects = list(_objects_in(named))
        log(Category.CONSULTATION, by=request.user, action=_action(request), objects=objects, refused=True)
    raise Refusal(decision.reason)


def _objects_in(named: Mapping[str, Any]) -> Iterator[str]:
    """The objects that the address names: who it was that somebody tried to see."""
    return (value for value in named.values() if isinstance(value, str) and _OBJECT.fullmatch(value))


def _shows(answer: object) -> bool:
    return answer.status_code == 200 if isinstance(answer, HttpResponseBase) else answer is not None


def _action(request: HttpRequest) -> str:
    """The name of the page or operation; the path would do, but a name survives a change of addresses."""
    return request.resolver_match.view_name if request.resolver_match else request.path
