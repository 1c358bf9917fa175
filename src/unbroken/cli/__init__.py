"""The command `unbroken`."""

from __future__ import annotations

import typer

from unbroken.cli import coding, files, insight, link, outputs, recognise, record, service, users

app = typer.Typer(
    name="unbroken",
    help="One unbroken record of a stalking victim's journey, from the first report to the sentence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for part in (service, files, link, recognise, outputs, insight, coding, record, users):
    part.add_to(app)
