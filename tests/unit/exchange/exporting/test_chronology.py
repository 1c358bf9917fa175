from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from tests.entries import entry
from tests.unit.exchange.exporting.sample import VICTIM, make_entries, sample_journey
from unbroken.exchange.exporting.chronology import make_chronology
from unbroken.exchange.exporting.chronology_content import Cover, compose
from unbroken.exchange.exporting.journey import Journey, Withheld, read_journey
from unbroken.exchange.exporting.missing import Finding, find_missing
from unbroken.record.amend import effective
from unbroken.record.entries import Entry
from unbroken.record.times import read_interval
from unbroken.tools.glyphs import find_unseen, write_out

COVER = Cover(
    victim="NM-V-0417",
    matter="Operation Larch",
    produced_by="D. Okafor",
    produced_at=datetime(2026, 3, 3, 14, 15, tzinfo=UTC),
    heads={"northmoor": (18, "ab" * 32)},
)


def _journey(*entries: Entry) -> Journey:
    return read_journey(effective(entries), subject=VICTIM)


@cache
def _made() -> bytes:
    return make_chronology(sample_journey(), cover=COVER)


@cache
def _text(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def _squeezed(text: str) -> str:
    """Text without spaces and line breaks, as the lines of a PDF break anywhere."""
    return "".join(text.split())


@pytest.mark.demand("CPS-01", "VIC-09")
def test_the_first_page_has_the_effect_on_the_victim() -> None:
    first = _squeezed(PdfReader(BytesIO(_made())).pages[0].extract_text())
    for said in (
        "Effect on the victim",
        "I no longer go out alone.",
        "Fear of violence",
        "taken (Wednesday 10 May 2023)",
    ):
        assert _squeezed(said) in first


@pytest.mark.demand("CPS-01")
def test_the_first_page_says_so_where_nobody_asked_about_the_effect() -> None:
    pdf = make_chronology(_journey(entry()), cover=COVER)
    first = _squeezed(PdfReader(BytesIO(pdf)).pages[0].extract_text())
    assert _squeezed("Not recorded. No entry says what this has done to the victim") in first


def test_the_first_page_says_for_whom_by_whom_when_and_what_is_kept_back() -> None:
    journey = replace(sample_journey(), withheld=(Withheld(2, "health"),))
    first = _squeezed(PdfReader(BytesIO(make_chronology(journey, cover=COVER))).pages[0].extract_text())
    for said in (
        "NM-V-0417",
        "Operation Larch",
        "Tuesday 3 March 2026, 2:15pm, by D. Okafor",
        "Not everything on the record is here. 2 entries are held by health and not shown to your role.",
    ):
        assert _squeezed(said) in first


@pytest.mark.demand("REC-11")
def test_every_entry_is_traced_to_its_id_source_and_time_recorded() -> None:
    text = _squeezed(_text(_made()))
    for line in sample_journey().entries:
        assert line.id in text
        assert _squeezed(f"{line.source}, {line.source_ref}") in text
        assert _squeezed(f"Recorded {line.recorded} by {line.agency}") in text


def test_amendments_are_listed_with_the_entries_they_rest_on() -> None:
    text = _squeezed(_text(_made()))
    digests = {row[0] for row in compose(sample_journey(), COVER)["digests"]}
    (corrected,) = (line for line in sample_journey().entries if line.corrections)
    (withdrawn,) = (line for line in sample_journey().entries if line.withdrawn)
    assert withdrawn.withdrawn is not None
    assert {corrected.corrections[0].id, withdrawn.withdrawn.id} <= digests
    assert digests == {id_ for id_ in digests if id_ in text}


def test_a_correction_shows_before_after_and_why() -> None:
    text = _squeezed(_text(_made()))
    for said in (
        "He was told by letter, not asked.",
        "Asked the suspect to stop; Blocked the suspect",
        "Solicitor's letter",
    ):
        assert _squeezed(said) in text


def test_what_was_withdrawn_stands_apart() -> None:
    content = compose(sample_journey(), COVER)
    assert [line["withdrawn"]["why"] for line in content["withdrawn"]] == ["The parcel was from her sister."]
    withdrawn = content["withdrawn"][0]["entry"]
    assert withdrawn not in {one["entry"] for one in content["incidents"]}


def test_an_incident_says_whether_an_order_ran_that_day_and_what_nobody_recorded() -> None:
    first, _, third = compose(sample_journey(), COVER)["incidents"]
    assert dict(third["rows"])["Order on the record"] == "Non-molestation order (order:o1)"
    assert dict(first["rows"])["Order on the record"] == "None recorded as in force"
    assert dict(first["rows"])["Not recorded"] == "kind of place; what happened; told to stop; order or bail in force"


def test_the_figures_count_what_the_entries_say() -> None:
    assert compose(sample_journey(), COVER)["glance"] == [
        ("3", "incidents"),
        ("2", "reports"),
        ("1", "after it was made clear to stop (recorded for 1 of 3)"),
        ("1", "while an order was in force"),
        ("1", "breach recorded"),
        ("1", "with a threat (recorded for 1 of 3)"),
    ]


@pytest.mark.demand("CPS-01")
def test_what_no_incident_says_is_not_shown_as_none() -> None:
    journey = _journey(entry("incident.recorded", {"behaviours": ["calls_texts"]}))
    assert compose(journey, COVER)["glance"][2:] == [
        ("Not recorded", "after it was made clear to stop"),
        ("Not recorded", "while an order was in force"),
        ("No order recorded", "breaches"),
        ("Not recorded", "with a threat"),
    ]
    first = _squeezed(PdfReader(BytesIO(make_chronology(journey, cover=COVER))).pages[0].extract_text())
    assert _squeezed("Not recorded after it was made clear to stop") in first
    assert _squeezed("No order recorded breaches") in first


def test_with_an_order_on_the_record_no_breach_and_no_incident_under_it_are_known() -> None:
    unbreached = [one for one in make_entries() if one.kind != "order.breached" and "threats" not in one.body]
    figures = {text: number for number, text in compose(_journey(*unbreached), COVER)["glance"]}
    assert (figures["while an order was in force"], figures["breaches recorded"]) == ("0", "0")


@pytest.mark.parametrize(
    ("told", "figure"), [("nothing", "0"), ("unknown", "Not recorded"), ("not_asked", "Not recorded")]
)
def test_silence_or_ignorance_is_not_counted_as_having_been_told(told: str, figure: str) -> None:
    journey = _journey(entry("incident.recorded", {"behaviours": ["calls_texts"], "told": [told]}))
    figures = {text: number for number, text in compose(journey, COVER)["glance"]}
    assert figures["after it was made clear to stop"] == figure


def test_text_from_the_record_is_never_markup() -> None:
    text = _squeezed(_text(_made()))
    for said in ('#eval("1+1")*bold*$x^2$_em_', "#setpage(fill:red)//comment", "<script>alert(1)</script>&amp;"):
        assert said in text


@pytest.mark.parametrize("where", ["victim", "matter", "produced_by", "marking"])
def test_text_on_the_cover_is_never_markup(where: str) -> None:
    cover = replace(COVER, **{where: '#panic("no") *b*'})
    assert '#panic("no")*b*' in _squeezed(_text(make_chronology(_journey(entry()), cover=cover)))


def test_the_same_journey_and_time_give_the_same_bytes() -> None:
    assert make_chronology(sample_journey(), cover=COVER) == _made()
    later = replace(COVER, produced_at=datetime(2026, 3, 3, 14, 16, tzinfo=UTC))
    assert make_chronology(sample_journey(), cover=later) != _made()


def test_it_is_an_accessible_pdf() -> None:
    reader = PdfReader(BytesIO(_made()))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"].value
    assert catalogue["/Lang"] == "en-GB"
    assert b"pdfuaid:part" in catalogue["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Chronology: NM-V-0417, Operation Larch"
    assert [item["/Title"] for item in reader.outline if isinstance(item, dict)] == ["Chronology"]


def test_every_page_is_marked_and_numbered() -> None:
    pages = PdfReader(BytesIO(_made())).pages
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert f"Page {number} of {len(pages)}" in text


def test_only_fonts_that_travel_with_the_typesetter_are_used() -> None:
    names = set()
    for page in PdfReader(BytesIO(_made())).pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        names |= {str(font.get_object()["/BaseFont"]).partition("+")[2].partition("-")[0] for font in fonts.values()}
    assert names <= {"LibertinusSerif", "DejaVuSansMono", "NewCM10", "NewCMMath"}


def test_what_the_fonts_lack_is_written_out_by_name() -> None:
    body = {"behaviours": ["calls_texts"], "threat_words": "🔪 for you 漢, ½ Привет مرحبا"}
    text = _squeezed(_text(make_chronology(_journey(entry("incident.recorded", body)), cover=COVER)))
    assert "[hocho,U+1F52A]foryou[cjkunifiedideograph-6f22,U+6F22],½Привет" in text


def test_characters_are_looked_up_in_the_fonts_themselves() -> None:
    unseen = find_unseen(["plain", "naïve ½ € – “”", "🔪", "a\x07b", "👩\u200d🚒"])
    assert unseen == {"🔪", "\x07", "👩", "🚒", "\u200d"}
    assert write_out("a🔪\x07\u200d", unseen=unseen) == "a[hocho, U+1F52A][U+0007]"


def test_as_known_on_leaves_out_what_came_later() -> None:
    known_at = read_interval("2023-04-30").end
    journey = read_journey(effective(make_entries(), known_at=known_at), subject=VICTIM, known_at=known_at)
    text = _squeezed(_text(make_chronology(journey, cover=COVER)))
    assert _squeezed("at the end of Sunday 30 April 2023") in text
    assert _squeezed("Solicitor's letter") not in text
    assert _squeezed("Stalking: fear of violence") not in text


def test_an_address_or_a_description_of_a_person_is_not_reproduced() -> None:
    journey = _journey(
        entry("victim.rehoused", {"new_address": "1 Hidden Row"}, VICTIM),
        entry(
            "person.described",
            {"role_here": "victim", "identifiers": [{"type": "address", "value": "2 Hidden Row"}]},
            ("person", VICTIM),
        ),
    )
    text = _text(make_chronology(journey, cover=COVER))
    assert "Hidden Row" not in text
    assert "Victim moved home" in text


def test_an_erased_entry_keeps_its_place_and_says_why_it_is_empty() -> None:
    erased = replace(entry("incident.recorded", {"behaviours": ["calls_texts"], "narrative": "Gone."}), body=None)
    content = compose(_journey(erased), COVER)
    assert content["incidents"][0]["rows"] == [("Content", "Erased: only the header of this entry remains")]
    assert ("Content erased by law", "1 entry, of which only the header remains; see the list of entries.") in content[
        "missing"
    ]


def test_words_too_long_for_the_first_page_are_in_full_further_on() -> None:
    words = "She is afraid. " * 200
    journey = _journey(entry("impact.recorded", {"words": words.strip()}, VICTIM))
    content = compose(journey, COVER)
    assert content["impact"]["entries"][0]["words"].endswith("… (in full under support)")
    assert content["sections"][0]["lines"][0]["rows"] == [("In the victim's own words", words.strip())]


@pytest.mark.parametrize("kind", ["incident.recorded", "report.made"])
def test_the_longest_account_without_a_space_stays_on_its_pages(kind: str) -> None:
    required = {"behaviours": ["calls_texts"]} if kind == "incident.recorded" else {"channel": "phone"}
    pdf = make_chronology(_journey(entry(kind, {**required, "narrative": "abcdefghij" * 2000})), cover=COVER)
    text = _text(pdf).replace("\u200b", "")
    assert _squeezed(text).count("abcdefghij") == 2000
    assert max(len(line) for line in text.splitlines()) < 150


def test_an_empty_journey_is_a_document_too() -> None:
    assert "No incident is recorded." in _text(make_chronology(_journey(), cover=COVER))


def test_a_time_of_production_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        make_chronology(_journey(), cover=replace(COVER, produced_at=datetime(2026, 3, 3)))


def test_what_is_missing_is_said_with_where() -> None:
    found = {finding.title: finding.text for finding in find_missing(sample_journey())}
    assert found == {
        "Relationship": "No entry says what the suspect is to the victim.",
        "What happened, in words": "Not recorded for incidents 1, 3.",
        "What kind of place": "Not recorded for incidents 1, 3.",
        "What the suspect had been told": "Not recorded for incidents 1, 3.",
        "Whether an order or bail was in force": "Not recorded for incidents 1, 2.",
        "Dates not known to the day": "Incident 1, known only to the month (February 2023).",
        "Recorded more than a week after": "Incident 1, 48 days (about 7 weeks).",
        "Silences of more than 28 days": "\n".join(f"{gap.text}." for gap in sample_journey().gaps),
    }


def test_not_known_and_not_asked_are_told_from_not_recorded() -> None:
    journey = _journey(
        *(
            entry("incident.recorded", {"behaviours": ["calls_texts"], **body}, happened=f"2024-01-0{day}")
            for day, body in enumerate(({}, {"told": ["not_asked"]}, {"told": ["nothing"]}), 1)
        )
    )
    found = {finding.title: finding.text for finding in find_missing(journey)}
    told = "What the suspect had been told"
    assert found[told] == "Not recorded for incident 1. Not known or not asked for incident 2."
    assert found["What kind of place"] == "Not recorded for any incident."


def test_a_report_without_a_class_is_named() -> None:
    assert Finding("Offence class", "No class is recorded for R1 (r1).") in find_missing(_journey(entry()))


def test_a_statement_nobody_offered_is_missing() -> None:
    journey = _journey(entry("impact.recorded", {"effects": ["fear_of_violence"]}, VICTIM))
    assert Finding("Victim personal statement", "No entry says whether one was offered.") in find_missing(journey)


def test_a_chronology_does_not_disclose_when_it_is_safe_to_speak_to_her() -> None:
    body = {"about": ["general"], "safe_to_talk": "no", "note": "She will ring back."}
    content = compose(_journey(entry("contact.made", body)), COVER)
    [[line]] = [section["lines"] for section in content["sections"]]
    assert [label for label, _ in line["rows"]] == ["Note"]
