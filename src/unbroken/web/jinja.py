"""The Jinja environment of the screens: escapes everything, and stops at a name that a page was not given."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from jinja2 import Environment, StrictUndefined

from unbroken.web import words
from unbroken.web.accounts.fields import account_macros
from unbroken.web.components import component_macros
from unbroken.web.direction import carry, keep_direction
from unbroken.web.forms.rendering import form_macros


def environment(**options: Any) -> Environment:
    """What Django's Jinja2 backend asks for."""
    options |= {"finalize": keep_direction, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    env = Environment(**options, extensions=["jinja2.ext.do"])
    env.globals |= {"static": static, "url": address}
    env.filters |= {
        "day": words.say_day,
        "time": words.say_time,
        "happened": words.say_happened,
        "duration": words.say_duration,
        "counted": words.say_count,
        "recorded": words.say_recorded,
        "carried": carry,
        "json_script": json_script,  # data for a script, escaped; browsers do not run it
    }
    macros = component_macros(env)
    env.globals |= macros | form_macros(macros) | account_macros(macros)
    return env


def address(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page: `url("person", person.id)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
