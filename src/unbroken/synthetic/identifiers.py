"""Numbers, accounts, vehicles and addresses that belong to nobody and never can.

Telephone numbers come only from the ranges that regulators keep free for drama: Ofcom's for the United Kingdom, and,
for the bought and forwarded numbers that some suspects use, the North American 555-01xx and the French 06 39 98.
Addresses of email and web end in names reserved by RFC 2606; vehicle marks use letters that the DVLA does not issue;
postcodes lie in ZZ, which is no postcode area; police national identities end in a letter that is no check letter.

There are 19,000 British drama numbers, 1,000 of them mobile. The first few hundred courses get mobile numbers of
their own; a bigger world goes on to the other ranges and then round again, so that in a world of 100,000 reports a
number is used by several strangers, as recycled numbers are.
"""

from __future__ import annotations

from unbroken.synthetic import words
from unbroken.synthetic.names import plain
from unbroken.synthetic.streams import Stream

# Ofcom, "Telephone numbers for drama": each prefix is followed by three free digits.
DRAMA_PREFIXES = (
    "07700 900",
    "020 7946 0",
    "0113 496 0",
    "0114 496 0",
    "0115 496 0",
    "0116 496 0",
    "0117 496 0",
    "0118 496 0",
    "0121 496 0",
    "0131 496 0",
    "0141 496 0",
    "0151 496 0",
    "0161 496 0",
    "0191 498 0",
    "028 9649 6",
    "029 2018 0",
    "01632 960",
    "0808 157 0",
    "03069 990",
)
_RANGES = DRAMA_PREFIXES
_OVERSEAS_CODES = (212, 305, 312, 347, 404, 415, 503, 512, 617, 702, 718, 786, 818, 902, 917, 929)
_MAIL = ("example.org", "example.com", "example.net", "mail.example", "post.example", "inbox.example")
_HANDLE_END = ".example"
_PLATFORMS = ("instagram", "facebook", "tiktok", "snapchat", "whatsapp")

SHELTER = "01632 960980"
CALL_CENTRE = "0808 157 0042"
SCHOOL = "01632 960977"
"""Three numbers that many people have called from, who have nothing to do with one another."""


def british_phone(seed: int, slot: int) -> str:
    """A drama number for a slot; slots that differ by less than all numbers have different numbers."""
    place = slot % (len(_RANGES) * 1000)
    return f"{_RANGES[place // 1000]}{(place * 379 + seed * 131) % 1000:03}"


def spare_phone(draw: Stream) -> str:
    """A further number: British, or bought or forwarded from elsewhere."""
    kind = draw.random()
    if kind < 0.55:
        return f"{draw.one_of(_RANGES[1:])}{draw.between(0, 999):03}"
    if kind < 0.85:
        return f"+1 {draw.one_of(_OVERSEAS_CODES)} 555 01{draw.between(0, 99):02}"
    return f"+33 6 39 98 {draw.between(0, 99):02} {draw.between(0, 99):02}"


def landline(draw: Stream) -> str:
    """A household's line."""
    return f"{draw.one_of(_RANGES[1:14])}{draw.between(0, 999):03}"


def as_written(draw: Stream, phone: str) -> str:
    """The same number as somebody else writes it."""
    digits = phone.replace(" ", "")
    if digits.startswith("+"):
        return draw.one_of((phone, digits, "00" + digits[1:]))
    international = "+44" + digits[1:]
    return draw.one_of((phone, digits, international, f"+44 (0){digits[1:]}", f"{digits[:5]}-{digits[5:]}"))


def email(draw: Stream, given: str, family: str) -> str:
    """An address in a domain reserved for examples, made from a name."""
    first, last = _letters(given), _letters(family)
    name = draw.one_of((f"{first}.{last}", f"{first[0]}{last}", f"{first}{last[0]}", f"{last}.{first}"))
    return f"{name}{draw.between(1, 9999)}@{draw.one_of(_MAIL)}"


def handle(draw: Stream, given: str, family: str) -> tuple[str, str]:
    """An account (platform, name) that can be read as the person's own."""
    end = f"{draw.between(10, 99999)}{_HANDLE_END}"
    return draw.one_of(_PLATFORMS), f"{_letters(given)}_{_letters(family)[:1]}{end}"


def mask(draw: Stream) -> tuple[str, str]:
    """An account that does not give its owner away."""
    return draw.one_of(_PLATFORMS), f"{draw.one_of(words.stock('masks'))}{draw.between(10, 99999)}{_HANDLE_END}"


def vehicle(draw: Stream) -> str:
    """A registration mark that is never issued: Q as a first letter and I in the last group are not used."""
    pair = "ABCDEFGHJKLMNOPRSTUVWXY"
    age = draw.one_of((draw.between(2, 26), draw.between(51, 75)))
    return f"Q{draw.one_of(pair)}{age:02} I{draw.one_of(pair)}{draw.one_of(pair)}"


def address(draw: Stream) -> tuple[str, str]:
    """A street and a postcode, neither of which exists."""
    number = draw.between(1, 180)
    flat = f"Flat {draw.between(1, 24)}, " if draw.chance(0.25) else ""
    street = f"{flat}{number} {draw.one_of(words.stock('streets'))} {draw.one_of(words.stock('ways'))}"
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return street, f"ZZ{draw.between(1, 89)} {draw.between(1, 9)}{draw.one_of(letters)}{draw.one_of(letters)}"


def street_as_written(draw: Stream, street: str) -> str:
    """The same street, shortened as people shorten it."""
    for whole, short in (("Street", "St"), ("Road", "Rd"), ("Avenue", "Ave"), ("Terrace", "Terr"), ("Close", "Cl")):
        if street.endswith(whole):
            return street[: -len(whole)] + short
    return street.upper() if draw.chance(0.5) else street.replace("Flat ", "Apt ")


def pnc_identity(draw: Stream, year: int) -> str:
    """A police national identity, with a last letter that cannot be right (I, O and S are not used)."""
    return f"{year % 100:02}/{draw.between(1, 9999999):07}{draw.one_of('IOS')}"


def _letters(name: str) -> str:
    return "".join(char for char in plain(name).lower() if char.isalnum())
