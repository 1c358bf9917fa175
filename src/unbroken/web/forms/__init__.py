"""Forms: fields that say what they take, keep what was typed, and name what is wrong.

A form is data: a `Form` of fields. `form.read(request.POST)` gives a `Filled`, whose `values` are ready to record
when it is `ok`, and which a page shows as it stands when it is not. Nothing here knows the database.
"""

from __future__ import annotations

from unbroken.web.forms.choices import Checkboxes, Choice, Radios, Select, choices_of
from unbroken.web.forms.fields import Field, File, Hidden, Number, Text, Textarea, Wrong
from unbroken.web.forms.form import Filled, Form
from unbroken.web.forms.times import Clock, When, at, during

__all__ = [
    "Checkboxes",
    "Choice",
    "Clock",
    "Field",
    "File",
    "Filled",
    "Form",
    "Hidden",
    "Number",
    "Radios",
    "Select",
    "Text",
    "Textarea",
    "When",
    "Wrong",
    "at",
    "choices_of",
    "during",
]
