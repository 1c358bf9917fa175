"""How a form is shown: macros that turn its fields into GOV.UK components, with what was typed and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from unbroken.web.components import Macro
from unbroken.web.direction import carry
from unbroken.web.forms.fields import Field, Hidden
from unbroken.web.forms.form import Filled


def form_macros(macros: Mapping[str, Macro]) -> dict[str, Any]:
    """`formErrors(form)`, `formFields(form)` and `formField(form["name"])`."""

    def form_errors(form: Filled) -> Markup:
        if not form.errors:
            return Markup()
        return macros["govukErrorSummary"]({"titleText": "There is a problem", "errorList": form.errors})

    def form_fields(form: Filled) -> Markup:
        return Markup("\n").join(_render(macros, form, one) for one in form.form.fields)

    def form_field(pair: tuple[Filled, Field]) -> Markup:
        return _render(macros, *pair)

    return {"formErrors": form_errors, "formFields": form_fields, "formField": form_field}


def _render(macros: Mapping[str, Macro], form: Filled, one: Field) -> Markup:
    name = form.form.prefix + one.name
    typed = form.typed[one.name]
    if isinstance(one, Hidden):
        return Markup('<input type="hidden" name="{}" value="{}">').format(name, carry(typed))
    params = one.params(name, typed, form.wrongs.get(one.name))
    for item in params.get("items", ()):
        if fields := item.pop("fields", ()):
            item["conditional"] = {"html": Markup("\n").join(_render(macros, form, inner) for inner in fields)}
    return macros[one.macro](params)
