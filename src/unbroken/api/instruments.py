"""Operations that say which risk instruments there are: their structure in our own words, never anybody's wording."""

# Annotations are read when the operations are made, past the decorator that guards them: they cannot be put off.

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import P, PathEx, Router

from unbroken.access.gate import requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record, may_record_content
from unbroken.api.answers import answer
from unbroken.api.auth import READS
from unbroken.api.service import FAILS
from unbroken.api.shapes import InstrumentDetailOut, InstrumentOut
from unbroken.safety.instruments.earlier import KIND
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.shapes import Instrument

router = Router(tags=["Instruments"], throttle=[READS])


@router.get("/instruments", response={200: list[InstrumentOut], **FAILS}, summary="Every risk instrument")
@requires(Permission.USE_SERVICE)
def instruments(request: HttpRequest) -> HttpResponse:
    """Every risk instrument that has a form here, and whether the caller may fill it in."""
    return answer([_say(one, signed_in(request)) for one in shipped().values()])


@router.get("/instruments/{key}", response={200: InstrumentDetailOut, **FAILS}, summary="A risk instrument")
@requires(Permission.USE_SERVICE)
def instrument(request: HttpRequest, key: PathEx[str, P(max_length=40)]) -> HttpResponse:
    """A risk instrument: its sections and items in our own words, its licence, and how it grades."""
    found = shipped().get(key)
    if found is None:
        raise Http404
    parts = found.model_dump(mode="json", include={"caution", "responses", "sources", "licence", "grading", "sections"})
    return answer({**_say(found, signed_in(request)), **parts})


def _say(instrument: Instrument, user: User) -> dict[str, Any]:
    return {
        **instrument.model_dump(
            mode="json",
            include={"key", "title", "version", "mode", "wording", "result", "purpose", "roles", "grades", "expected"},
        ),
        "may_use": bool(
            may_record(user, KIND, user.agency) and may_record_content(user, KIND, {"instrument": instrument.key})
        ),
    }
