"""Commands for an administrator: user, token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from unbroken.cli.start import fail, out, with_service

if TYPE_CHECKING:
    from unbroken.access.models import User


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    panel = "People who sign in"
    app.command("user", rich_help_panel=panel)(user)
    app.command("token", rich_help_panel=panel)(token)
    app.command("revoke", rich_help_panel=panel)(revoke)
    app.command("conflict", rich_help_panel=panel)(conflict)


@with_service
def user(
    username: Annotated[str, typer.Argument(help="An opaque name: it stands beside every entry the person makes.")],
    role: Annotated[str, typer.Option(help="officer, supervisor, specialist_reviewer, advocate, prosecutor, …")],
    agency: Annotated[str, typer.Option(help="Short name of the agency, such as met.")],
    password: Annotated[str, typer.Option(prompt=True, confirmation_prompt=True, hide_input=True)],
    service: Annotated[
        str, typer.Option(help="An advocate's service (code list services): its clients are theirs.")
    ] = "",
) -> None:
    """Give somebody a sign-in, with one role in one agency."""
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    from unbroken.access import commands

    try:
        commands.create_user(username, role=role, agency=agency, password=password, service=service)
    except ValidationError as error:
        raise fail(" ".join(error.messages)) from None
    except (ValueError, IntegrityError) as error:
        raise fail(str(error)) from None
    out.print(f"{username} can sign in as {role.replace('_', ' ')} of {agency}.")


@with_service
def token(
    username: Annotated[str, typer.Argument(help="Whose token: what it may do is what they may do.")],
    name: Annotated[str, typer.Option(help="What the token is for.")],
    days: Annotated[int, typer.Option(min=1, max=366, help="How long it is valid.")] = 90,
) -> None:
    """Make a token for the API. It is shown once."""
    from unbroken.access import commands

    text, made = commands.create_token(_owner(username), name=name, days=days)
    out.print(text, soft_wrap=True)
    out.print(f"Keep it now: it is not shown again. Valid until {made.expires:%d %B %Y}.")


@with_service
def revoke(
    prefix: Annotated[
        str, typer.Argument(help="The token, or its beginning: unb_ and the twelve characters after it.")
    ],
) -> None:
    """Make a token useless from now on."""
    from unbroken.access import commands
    from unbroken.access.models import AccessToken

    found = AccessToken.objects.filter(prefix=prefix.removeprefix("unb_").partition("_")[0]).first()
    if found is None:
        raise fail("no token begins so.")
    commands.revoke(found)
    out.print(f"The token {found.name!r} of {found.user.username} lets nobody in any more.")


@with_service
def conflict(
    username: Annotated[str, typer.Argument(help="Who must not open the matter.")],
    person: Annotated[str, typer.Argument(help="The person it is about: person: and an id.")],
    why: Annotated[str, typer.Option(help="Why: is a party, is close to one.")],
) -> None:
    """Close to a user every matter in which a person has a part. They are told that nothing is there."""
    from getpass import getuser

    from django.core.exceptions import ValidationError

    from unbroken.access import commands

    try:
        commands.declare_conflict(_owner(username), person, why=why, by=f"operator:{getuser()}")
    except ValidationError as error:
        raise fail(" ".join(error.messages)) from None
    out.print(f"Every matter of {person} is closed to {username}.")


def _owner(username: str) -> User:
    from unbroken.access.models import User

    owner = User.objects.filter(username=username, is_active=True).first()
    if owner is None:
        raise fail(f"nobody signs in as {username}. Give them a sign-in first: unbroken user {username}")
    return owner
