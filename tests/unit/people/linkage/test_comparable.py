from __future__ import annotations

from typing import Any

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.people.linkage import made_up
from unbroken.people.identifiers import fold_phone
from unbroken.people.linkage.comparable import MOST_VALUES, Comparable, Described, many, whole_date
from unbroken.people.linkage.packing import pack, unpack


def with_identifiers(*identifiers: tuple[str, str, str]) -> Comparable:
    found = Described("somebody")
    found.add(identifiers)
    return found.comparable()


def one_of(field: str, *identifiers: tuple[str, str, str]) -> Any:
    """What stands in a field of somebody with these identifiers: the value, None, or several."""
    values = sorted(getattr(with_identifiers(*identifiers), field))
    return values[0] if len(values) == 1 else values or None


@pytest.mark.demand("LNK-07")
@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("07700 900123", "+447700900123"),
        ("07700900123", "+447700900123"),
        ("07700-900-123", "+447700900123"),
        ("(07700) 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("7700900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("tel:07700900123", "+447700900123"),
        ("07700 900123 ext 5", "+447700900123"),
        ("07700 900123 (work)", "+447700900123"),
        ("07700 900123 mother's", "+447700900123"),
        ("07700900123 or 07700900124", "+447700900123"),
        ("07700900123/07700900124", "+447700900123"),
        ("٠٧٧٠٠٩٠٠١٢٣", "+447700900123"),
        ("020 7946 0123", "+442079460123"),
        ("0808 157 0042", "+448081570042"),
        ("+1 (212) 555-0123", "+12125550123"),
        ("001 212 555 0123", "+12125550123"),
        ("+33 6 39 98 12 34", "+33639981234"),
        ("+61 491 570 156", "+61491570156"),
        ("999", None),
        ("00000000000", None),
        ("1111111", None),
        ("withheld", None),
        ("", None),
    ],
)
def test_a_phone_number_in_any_writing(written: str, number: str | None) -> None:
    assert one_of("phones", ("phone", written, "")) == number


@given(st.text(alphabet="0123456789+ ()-", max_size=16) | st.text(max_size=20))
def test_a_number_is_what_the_authority_says(text: str) -> None:
    """`phonenumbers` has the last word, whatever is done first to be quick."""
    try:
        read = phonenumbers.parse(text, "GB")
        possible = phonenumbers.is_possible_number_with_reason(read) == phonenumbers.ValidationResult.IS_POSSIBLE
    except phonenumbers.NumberParseException:
        possible = False
    digits = "".join(letter for letter in text if letter.isdecimal())
    wanted = (
        phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
        if possible
        else digits if len(digits) >= 5 else ""
    )  # fmt: skip
    assert fold_phone(text) == wanted


@pytest.mark.demand("LNK-07")
@pytest.mark.parametrize(
    ("platform", "written", "field", "token"),
    [
        ("whatsapp", "07700 900123", "phones", "+447700900123"),
        ("whatsapp", "+44 7700 900123", "phones", "+447700900123"),
        ("whatsapp", "https://wa.me/447700900123", "phones", "+447700900123"),
        ("whatsapp", "https://wa.me/12125550123", "phones", "+12125550123"),
        ("signal", "07700900123", "phones", "+447700900123"),
        ("telegram", "dave123456", "handles", "telegram:dave123456"),
        ("instagram", "07700900123", "handles", "instagram:07700900123"),
        ("instagram", "@Mask.Of", "handles", "instagram:mask.of"),
        ("instagram", " mask.of ", "handles", "instagram:mask.of"),
        ("instagram", "https://www.instagram.com/Mask.Of/", "handles", "instagram:mask.of"),
        ("instagram", "https://instagram.com/mask.of?igsh=abc#x", "handles", "instagram:mask.of"),
        ("", "https://www.instagram.com/mask.of", "handles", "instagram:mask.of"),
        ("", "instagram.com/mask.of", "handles", "instagram:mask.of"),
        ("", "https://twitter.com/mask_of", "handles", "x:mask_of"),
        ("", "https://x.com/mask_of", "handles", "x:mask_of"),
        ("facebook", "https://m.facebook.com/mask.of", "handles", "facebook:mask.of"),
        ("facebook", "https://facebook.com/profile.php?id=1000", "handles", "facebook:profile.php?id=1000"),
        ("", "mask.of", "handles", ":mask.of"),
        ("instagram", "ma\u200bsk.\u202eof", "handles", "instagram:mask.of"),
        ("instagram", "ab", "handles", None),
        ("instagram", "", "handles", None),
    ],
)
def test_an_account_in_any_writing(platform: str, written: str, field: str, token: str | None) -> None:
    assert one_of(field, ("social_handle", written, platform)) == token


@pytest.mark.parametrize(
    ("type_", "written", "field", "token"),
    [
        ("email", " Zoe.Briain@Example.ORG ", "emails", "zoe.briain@example.org"),
        ("email", "zoe@example", "emails", None),
        ("email", "@example.org", "emails", None),
        ("email", "none", "emails", None),
        ("vehicle", "qa05 iab", "vehicles", "QA05IAB"),
        ("vehicle", "QA05-IAB", "vehicles", "QA05IAB"),
        ("vehicle", "unknown", "vehicles", None),
        ("vehicle", "QA", "vehicles", None),
        ("vehicle", "123456", "vehicles", "reg:123456"),
        ("postcode", "zz37 3fg", "postcodes", "ZZ373FG"),
        ("postcode", "M1 1AA", "postcodes", "M11AA"),
        ("postcode", "ZZ37", "postcodes", None),
        ("pnc_id", "03/3006743O", "police_ids", "pnc:033006743O"),
        ("pnc_id", "2003/3006743O", "police_ids", "pnc:033006743O"),
        ("pnc_id", "20033006743o", "police_ids", "pnc:033006743O"),
        ("pnc_id", "033006743O", "police_ids", "pnc:033006743O"),
        ("pnc_id", "03/6743O", "police_ids", "pnc:030006743O"),
        ("pnc_id", "2003/0006743O", "police_ids", "pnc:030006743O"),
        ("pnc_id", "not a number", "police_ids", "pnc:NOTANUMBER"),
        ("pnc_id", "N/K", "police_ids", None),
        ("cro_number", "SF39/12345A", "police_ids", "cro:SF3912345A"),
        ("nhs_number", "999 000 1234", "police_ids", "nhs:9990001234"),
        ("custody_number", "c/12345", "police_ids", "custody:C12345"),
        ("device", "35-209900-176148-1", "handles", "device:352099001761481"),
        ("bank_account", "00-00-00 12345678", "handles", "bank:00000012345678"),
        ("other", "whatever it is", "handles", None),
    ],
)
def test_other_identifiers_in_any_writing(type_: str, written: str, field: str, token: str | None) -> None:
    assert one_of(field, (type_, written, "")) == token


def test_an_account_is_met_by_its_name_elsewhere() -> None:
    found = with_identifiers(
        ("social_handle", "bob.smith77", "x"),
        ("email", "mask_of@example.org", ""),
        ("social_handle", "dave1", "tiktok"),
    )
    assert found.account_names == {"@bob.smith77", "@mask_of"}


@pytest.mark.parametrize(
    ("address", "postcode", "dwelling"),
    [
        ("9 Meadowsweet Terrace", "ZZ37 3FG", "ZZ373FG|9"),
        ("9 MEADOWSWEET TERR.", "zz373fg", "ZZ373FG|9"),
        ("9 Meadowsweet Terrace, ZZ37 3FG", "", "ZZ373FG|9"),
        ("9 Meadowsweet Terrace, Northmoor, ZZ373FG.", "ZZ37 3FG", "ZZ373FG|9"),
        ("Flat 2, 29 Gannet Way", "ZZ37 3FG", "ZZ373FG|2/29"),
        ("29 Gannet Way (Flat 2)", "ZZ37 3FG", "ZZ373FG|2/29"),
        ("Apt 2, 29 Gannet Way", "ZZ37 3FG", "ZZ373FG|2/29"),
        ("Flat B, 29 Gannet Way", "ZZ37 3FG", "ZZ373FG|29/b"),
        ("29b Gannet Way", "ZZ37 3FG", "ZZ373FG|29b"),
        ("14 Château Road", "ZZ37 3FG", "ZZ373FG|14"),
        ("14–16 High Street", "ZZ37 3FG", "ZZ373FG|14/16"),
        ("9 Meadowsweet Terrace", "", "9|meadowsweet"),
        ("9 Meadowsweet Terr", "ZZ37", "9|meadowsweet"),
        ("The Old Mill", "ZZ37 3FG", None),
        ("no fixed address", "", None),
        ("", "ZZ37 3FG", None),
    ],
)
def test_a_home_in_any_writing(address: str, postcode: str, dwelling: str | None) -> None:
    assert one_of("homes", ("address", address, ""), ("postcode", postcode, "")) == dwelling


def test_each_address_goes_with_its_own_postcode() -> None:
    found = with_identifiers(
        ("address", "1 A Road", ""), ("postcode", "ZZ1 1AA", ""), ("address", "2 B Road", ""),
        ("postcode", "ZZ1 1AA", ""), ("address", "3 C Road", ""), ("postcode", "ZZ2 2BB", ""),
    )  # fmt: skip
    assert found.homes == {"ZZ11AA|1", "ZZ11AA|2", "ZZ22BB|3"}


def test_addresses_of_one_postcode_share_it() -> None:
    found = with_identifiers(
        ("address", "1 Ash Road", ""), ("address", "2 Birch Road", ""), ("postcode", "ZZ1 1AA", "")
    )
    assert (found.homes, found.postcodes) == ({"ZZ11AA|1", "ZZ11AA|2"}, {"ZZ11AA"})


@pytest.mark.parametrize("numbers", [MOST_VALUES, MOST_VALUES + 1, 5 * MOST_VALUES])
def test_no_more_than_so_many_identifiers_are_compared(numbers: int) -> None:
    phones = [f"01632 960{n:03}" for n in range(numbers)]
    found = with_identifiers(*(("phone", phone, "") for phone in phones))
    back = with_identifiers(*(("phone", phone, "") for phone in reversed(phones)))
    assert len(found.phones) == MOST_VALUES
    assert found.phones == back.phones


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1990-03-27", "1990-03-27"),
        ("1990-3-7", "1990-03-07"),
        ("1990-03-27T00:00:00", "1990-03-27"),
        ("1990-03-27 00:00", "1990-03-27"),
        ("27/03/1990", "1990-03-27"),
        ("7/3/1990", "1990-03-07"),
        ("27.03.1990", "1990-03-27"),
        ("27-03-1990", "1990-03-27"),
        (" 01/01/1970 ", "1970-01-01"),
        ("29/02/2000", "2000-02-29"),
        ("29/02/1999", None),
        ("31/02/1990", None),
        ("03/27/1990", None),
        ("9999-12-31", None),
        ("1066-10-14", None),
        ("0000-00-00", None),
        ("27/03/90", None),
        ("about 1990", None),
        ("", None),
        ("1" * 1_000_000, None),
    ],
)
def test_a_date_of_birth_is_read_in_british_order(written: str, day: str | None) -> None:
    assert whole_date(written) == day


def test_an_age_bounds_the_birth_by_two_years_more() -> None:
    found = Described("somebody", age_on=(30, 30, "2024-02-29")).comparable()
    assert (found.born, found.born_from, found.born_to) == (None, "1991-02-28", "1996-02-28")


def test_a_date_of_birth_counts_before_an_age() -> None:
    found = Described("somebody", born="1990-03-27", age_on=(10, 20, "2024-01-01")).comparable()
    assert (found.born, found.born_from, found.born_to) == ("1990-03-27", "1990-03-27", "1990-03-27")


def test_the_first_name_that_names_somebody_is_the_main_one() -> None:
    found = Described("somebody", names=[("Unknown", "N/K"), ("Dave", "Smith"), ("Bob", "")]).comparable()
    assert (found.given, found.family, found.initials, "bob" in found.given_forms) == ("dave", "smith", "ds", True)


@pytest.mark.parametrize(
    ("described", "richness"),
    [
        (Described("a", names=[("Zoe", "Smith")], born="1990-03-27"), "name_and_birth"),
        (Described("a", names=[("Zoe", "Smith")]), "name"),
        (Described("a", names=[("Zoe", "")], identifiers=[("phone", "07700 900123", "")]), "identifier"),
        (Described("a", names=[("Zoe", "")]), "little"),
    ],
)
def test_how_much_there_is_to_go_by(described: Described, richness: str) -> None:
    assert described.comparable().richness == richness


@pytest.mark.parametrize(("said", "sex"), [("Female", "f"), (" M ", "m"), ("unknown", None), ("", None), (None, None)])
def test_sex_is_one_of_two_or_not_known(said: str | None, sex: str | None) -> None:
    assert Described("a", sex=said).comparable().sex == sex


def test_a_comparable_is_packed_and_unpacked_whole() -> None:
    people = made_up.people(300, seed=1)
    assert [unpack(one.id, pack(one)) for one in people] == people


def test_several_values_stand_in_one_field() -> None:
    assert many(" a | b||c |") == ["a", "b", "c"]
