"""That there are words to look at, on the desks of those who supervise."""

from __future__ import annotations

from django.urls import reverse

from unbroken.conduct.wording.queries import Wanted, count_words
from unbroken.web.desks.desk import Section
from unbroken.web.visible import Limits
from unbroken.web.words import say_count


def wording(limits: Limits) -> tuple[Section, ...]:
    """How many entries hold words that nobody has looked at, and the way to them; nothing where none does."""
    count = count_words(Wanted(limits.user.agency, looked=False, without=limits.hidden))
    if not count:
        return ()
    said = f"{say_count(count, 'entry', 'entries')} may hold advice that does harm, or doubt or blame toward a victim."
    return (Section("Words to look at", None, said, "See the words", reverse("words")),)
