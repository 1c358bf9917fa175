"""The code lists of the field. Data and pure rules over it: no Django, no domain."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from unbroken.vocabulary.codes import CodeList

ALL_LISTS: tuple[CodeList, ...] = tuple(
    {
        value.name: value
        for module in iter_modules(__path__)
        for value in vars(import_module(f"{__name__}.{module.name}")).values()
        if isinstance(value, CodeList)
    }.values()
)
"""Every code list, by module name and then as they stand in the module. A new module needs no entry here."""
