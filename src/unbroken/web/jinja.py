"""The Jinja environment of the screens: escapes everything, and stops at a name that a page was not given."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from unbroken.web import words


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend asks for."""
    options |= {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**options, extensions=["jinja2.ext.do"])
    env.globals |= {"static": static, "url": address, **govuk_macros()}
    env.filters |= {
        "day": words.say_day,
        "time": words.say_time,
        "happened": words.say_happened,
        "duration": words.say_duration,
        "count": words.say_count,
        "recorded": words.say_recorded,
    }
    return env


def address(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page: `url("person", person.id)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def govuk_macros() -> dict[str, Callable[..., Markup]]:
    """The GOV.UK components by their own names (`govukButton`), to call from any page without an import.

    They live in an environment of their own, because they test for parameters that were not given, which ours
    refuses. A component is compiled when it is first used.
    """
    loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env = Environment(loader=loader, autoescape=select_autoescape(), undefined=ChainableUndefined, cache_size=-1)
    folder = files("govuk_frontend_jinja") / "templates" / "components"
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    return dict(_macro(env, name) for name in names)


def _macro(env: Environment, component: str) -> tuple[str, Callable[..., Markup]]:
    name = "govuk" + re.sub(r"(?:^|-)(\w)", lambda match: match[1].upper(), component)

    def render(params: dict[str, Any], **call: Any) -> Markup:
        template = env.get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
        macro: Callable[..., Markup] = getattr(template.module, name)
        return macro(params, **call)

    render.__name__ = name
    return name, render
