"""How django-allauth's forms, which are Django forms, are shown with GOV.UK's components and our words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from markupsafe import Markup

from unbroken.web.components import Macro


@dataclass(frozen=True, slots=True)
class Words:
    """What a field is labelled, and what is said when nothing was typed."""

    label: str
    missing: str
    hint: str = ""


WORDS: Mapping[str, Words] = {
    "login": Words("User name", "Enter your user name"),
    "password": Words("Password", "Enter your password"),
    "oldpassword": Words("Current password", "Enter your current password"),
    "password1": Words(
        "New password",
        "Enter a new password",
        "At least 12 characters. Three words that do not belong together are easy to remember and hard to guess.",
    ),
    "password2": Words("New password again", "Enter the new password again"),
    "code": Words("Code", "Enter the code"),
    "name": Words("Name of this passkey or key", "Enter a name", "So that you can tell it apart: “Work laptop”."),
    "passwordless": Words("I want to sign in with this alone, without a password", ""),
    "credential": Words("", "We did not hear from your passkey or security key. Try again"),
}


def account_macros(macros: Mapping[str, Macro]) -> dict[str, Any]:
    """`accountErrors(form, …)`, `accountFields(form)` and `organisations(request)`."""

    def account_errors(*forms: BaseForm) -> Markup:
        errors = [error for form in forms for error in _errors(form)]
        if not errors:
            return Markup()
        return macros["govukErrorSummary"]({"titleText": "There is a problem", "errorList": errors})

    def account_fields(form: BaseForm, hints: Mapping[str, str] | None = None) -> Markup:
        return Markup("\n").join(_show(macros, field, (hints or {}).get(field.name, "")) for field in form)

    return {"accountErrors": account_errors, "accountFields": account_fields, "organisations": organisations}


def organisations(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and addresses of the organisations through which one can sign in."""
    sent_on = {"next": request.GET["next"]} if "next" in request.GET else {}
    return [
        (provider.name, provider.get_login_url(request, **sent_on))
        for provider in get_adapter().list_providers(request)
    ]


def _errors(form: BaseForm) -> Iterator[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"text": str(message)}
    for field in form:
        if text := _error(field):
            yield {"text": text} if field.is_hidden else {"text": text, "href": f"#{field.auto_id}"}


def _error(field: BoundField) -> str:
    found = field.form.errors.as_data().get(field.name, [])
    if not found:
        return ""
    words = WORDS.get(field.name)
    if words and words.missing and found[0].code in ("required", "invalid_list"):
        return words.missing
    return str(next(iter(found[0].messages)))


def _show(macros: Mapping[str, Macro], field: BoundField, hint: str) -> Markup:
    if field.is_hidden:
        return Markup(field.as_hidden())
    words = WORDS.get(field.name) or Words(str(field.label), "")
    said = hint or words.hint
    params: dict[str, Any] = {"id": field.auto_id, "name": field.html_name}
    params |= {"hint": {"text": said}} if said else {}
    params |= {"errorMessage": {"text": error}} if (error := _error(field)) else {}
    kind = getattr(field.field.widget, "input_type", "text")
    if kind == "checkbox":
        item = {"id": field.auto_id, "value": "on", "text": words.label, "checked": bool(field.value())}
        return macros["govukCheckboxes"](params | {"idPrefix": field.auto_id, "items": [item]})
    params |= {"label": {"text": words.label}}
    params |= {"autocomplete": field.field.widget.attrs.get("autocomplete", "off")}
    if kind == "password":
        return macros["govukPasswordInput"](params)
    code = {"inputmode": "text", "classes": "govuk-input--width-10"} if field.name == "code" else {}
    value = {} if field.name == "code" or field.value() is None else {"value": str(field.value())}
    return macros["govukInput"](params | code | value | {"spellcheck": False, "autocapitalize": "none"})
