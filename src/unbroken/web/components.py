"""The components that pages are made of, as macros called by name, without an import: `govukButton`, `mojTimeline`.

`govuk…` are GOV.UK's, from govuk-frontend-jinja; `moj…` mirror MoJ Frontend's names and parameters, and `app…` are
our own, both in `templates/components/`. Each takes one dictionary of parameters; those not given are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import ChainableUndefined, Environment, FileSystemLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

OWN = Path(__file__).parent / "templates" / "components"
Macro = Callable[..., Markup]


def component_macros(shared: Environment) -> dict[str, Macro]:
    """All macros by name. They see the globals and filters that `shared`, the pages' environment, has by then.

    They live in an environment of their own, because they test for parameters that were not given, which pages
    may not. A component is compiled when it is first used.
    """
    env = Environment(
        loader=PrefixLoader(
            {"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"), "components": FileSystemLoader(OWN)}
        ),
        autoescape=True,
        undefined=ChainableUndefined,
        finalize=shared.finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        auto_reload=shared.auto_reload,
    )
    env.globals |= shared.globals
    env.filters |= shared.filters
    macros = {name: _macro(env, name, path) for name, path in {**_govuk_paths(), **_own_paths()}.items()}
    env.globals |= macros
    return macros


def _govuk_paths() -> dict[str, str]:
    folder = files("govuk_frontend_jinja") / "templates" / "components"
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
    return {_name("govuk", name): f"govuk_frontend_jinja/components/{name}/macro.html" for name in names}


def _own_paths() -> dict[str, str]:
    """`moj-timeline.html` is the macro `mojTimeline`, `app-empty.html` is `appEmpty`."""
    found = (path.stem.partition("-") for path in sorted(OWN.glob("*-*.html")))
    return {_name(prefix, name): f"components/{prefix}-{name}.html" for prefix, _, name in found}


def _name(prefix: str, component: str) -> str:
    return prefix + re.sub(r"(?:^|-)(\w)", lambda match: match[1].upper(), component)


def _macro(env: Environment, name: str, path: str) -> Macro:
    def render(params: Mapping[str, Any], **call: Any) -> Markup:
        refuse_unmarked(params, name)
        macro: Macro = getattr(env.get_template(path).module, name)
        return macro(params, **call)

    render.__name__ = name
    return render


def refuse_unmarked(params: object, where: str) -> None:
    """Refuse plain text under a name that ends in `html`: the components put it into the page as it is.

    Raises TypeError. Markup (from `{% set %}…{% endset %}`, a macro or Django's mark_safe) passes.
    """
    if isinstance(params, Mapping):
        for key, value in params.items():
            if str(key).lower().endswith("html") and isinstance(value, str) and not hasattr(value, "__html__"):
                raise TypeError(f"{where}: {key!r} was given plain text; give it as 'text', or as markup")
            refuse_unmarked(value, f"{where}.{key}")
    elif isinstance(params, list | tuple):
        for value in params:
            refuse_unmarked(value, where)
