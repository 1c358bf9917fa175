"""The pages of Insight: which reports are asked for in the address, and what an analysis of them shows. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from unbroken.insight.said import SaidAnalysis, SaidReport, SaidSheet
from unbroken.insight.scope import CLASSES, BadScope, Scope
from unbroken.insight.shelf import Shelved
from unbroken.record.times import read_interval, to_last_uk_date, to_uk_date
from unbroken.vocabulary.people import RELATIONSHIPS
from unbroken.web.addresses import trail
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.presenters.listings import select
from unbroken.web.words import say_count, say_time

DAYS: Final = ("since", "until")
NAMES: Final = (*DAYS, "offences", "area", "relationship", "domestic")
_OFFENCES: Mapping[str, str] = {
    "stalking": "Stalking now, or breach of a stalking protection order",
    "ever_stalking": "Stalking at some time, or breach of a stalking protection order",
    "all": "Every class",
}
_DOMESTIC: Mapping[str, str] = {"yes": "Domestic abuse", "no": "Not domestic abuse"}
_OLD = timedelta(days=2)  # a new extract comes each night
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class InsightAsked(Wrongs):
    """Which reports are wanted, and what was typed of the days."""

    scope: Scope
    typed: Mapping[str, str]

    @property
    def is_usual(self) -> bool:
        """Whether the reports are those that are shown where nothing is asked for."""
        return self.scope == Scope()

    @property
    def query(self) -> str:
        """The query that asks for the same; empty for the usual reports."""
        scope = self.scope
        pairs = [
            ("since", str(scope.since or "")),
            ("until", str(scope.until or "")),
            ("offences", "" if scope.offences == Scope().offences else scope.offences),
            *(("area", one) for one in scope.areas),
            *(("relationship", one) for one in scope.relationships),
            ("domestic", "" if scope.is_domestic is None else "yes" if scope.is_domestic else "no"),
        ]
        given = [(name, value) for name, value in pairs if value]
        return "?" + urlencode(given) if given else ""


def read_insight_asked(query: QueryDict, *, areas: Sequence[str]) -> InsightAsked:
    """Which reports were asked for. `areas` are those of the extract."""
    reader = Reader(query, NAMES)
    typed = {name: query.get(name, "").strip()[:_LONGEST] for name in DAYS}
    days = {name: reader.day(name) for name in DAYS}
    spans = {name: read_interval(text) for name, text in days.items() if text}
    offences = reader.choice("offences", "Offence", CLASSES) or Scope().offences
    domestic = reader.choice("domestic", "Domestic abuse", _DOMESTIC)
    asked = {
        "since": to_uk_date(spans["since"].start) if "since" in spans else None,
        "until": to_last_uk_date(spans["until"].start, spans["until"].end) if "until" in spans else None,
        "offences": offences,
        "areas": _several(reader, "area", "Area", areas),
        "relationships": _several(reader, "relationship", "Relationship", [code.code for code in RELATIONSHIPS.codes]),
        "is_domestic": {"yes": True, "no": False}.get(domestic),
    }
    return InsightAsked(
        scope=_scope(asked, reader.errors),
        typed=MappingProxyType(typed),
        errors=MappingProxyType(reader.errors),
        fields=frozenset(NAMES),
    )


def _several(reader: Reader, name: str, label: str, offered: Sequence[str]) -> tuple[str, ...]:
    """The values of a list of which several can be chosen, each once, in the list's order."""
    chosen = {value for value in reader.query.getlist(name) if value}
    if unknown := sorted(chosen - set(offered)):
        reader.errors[name] = f"Choose “{label}” from the list: “{unknown[0][:_LONGEST]}” is not on it"
    return tuple(value for value in offered if value in chosen)


def _scope(asked: Mapping[str, Any], errors: dict[str, str]) -> Scope:
    """The scope; without its days where something could not be read, so that the form keeps what was chosen."""
    without_days = Scope(**{**asked, "since": None, "until": None})
    if errors:
        return without_days
    try:
        return Scope(**asked)
    except BadScope as bad:
        name, _, why = str(bad).partition(": ")
        errors[name] = why[:1].upper() + why[1:]
        return without_days


@dataclass(frozen=True, slots=True)
class Filters:
    """The form that asks for other reports."""

    offences: dict[str, Any]
    areas: tuple[dict[str, Any], ...]
    relationships: tuple[dict[str, Any], ...]
    domestic: dict[str, Any]
    is_open: bool
    clear_href: str


def present_filters(asked: InsightAsked, *, areas: Sequence[str], page: str) -> Filters:
    """The form, as it was sent. `page` is the address without a query."""
    scope = asked.scope
    offences = select("offences", "Offence", _OFFENCES["stalking"],
                      [one for one in _OFFENCES.items() if one[0] != "stalking"], scope.offences)  # fmt: skip
    labels = [(code.code, code.label) for code in RELATIONSHIPS.codes]
    domestic = {True: "yes", False: "no", None: ""}[scope.is_domestic]
    return Filters(
        offences,
        tuple(_boxes(((area, area) for area in areas), scope.areas)),
        tuple(_boxes(labels, scope.relationships)),
        select("domestic", "Domestic abuse", "Either, or not known", _DOMESTIC.items(), domestic),
        is_open=bool(asked.errors) or not asked.is_usual,
        clear_href="" if asked.is_usual else page,
    )


def _boxes(offered: Iterable[tuple[str, str]], chosen: Sequence[str]) -> Iterator[dict[str, Any]]:
    return ({"value": value, "text": text, "checked": value in chosen} for value, text in offered)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which extract the figures are from: when it was made, from what, and whether that is long ago."""

    made: str
    name: str
    digest: str
    entries: str
    reports: str
    is_old: bool


def present_provenance(shelved: Shelved, *, today: date) -> Provenance:
    """What every page of Insight says of where its figures come from."""
    manifest = shelved.manifest
    return Provenance(
        say_time(shelved.made_at),
        manifest.digest[:12],
        manifest.digest,
        say_count(manifest.rows["entries"], "entry", "entries"),
        say_count(manifest.rows["cases"], "report"),
        today - shelved.made_at.date() > _OLD,
    )


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its definition, in the terms of `govukTable`, the pictures drawn from it, and its files."""

    anchor: str
    title: str
    head: tuple[dict[str, str], ...]
    rows: tuple[tuple[dict[str, str], ...], ...]
    notes: tuple[tuple[str, str], ...]
    pictures: tuple[Drawn, ...] = ()
    csv_href: str = ""
    json_href: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its files, and the titles of its tables."""

    label: str
    svg: SafeString
    svg_href: str
    png_href: str


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """An analysis of the reports that were asked for."""

    title: str
    trail: list[dict[str, str]]
    scope: str
    about: str
    words: tuple[str, ...]
    tables: tuple[Table, ...]


def present_analysis(
    found: SaidAnalysis, report: SaidReport, asked: InsightAsked, *, drawn: Mapping[str, str]
) -> AnalysisPage:
    """The page of an analysis. `drawn` gives each picture as SVG, by name."""
    beside: dict[str, list[Drawn]] = {}
    for name, sheets in found.pictures.items():
        if found.sheets:
            first = next(iter(sheets), found.sheets[0].name)
            beside.setdefault(first, []).append(_drawn(found, name, drawn[name], asked))
    tables = tuple(_table(sheet, found.name, asked, beside.get(sheet.name, ())) for sheet in found.sheets)
    return AnalysisPage(
        found.title,
        trail(("Insight", reverse("insight") + asked.query), (found.title, "")),
        _said(report),
        report.about,
        found.words,
        tables,
    )


def _drawn(found: SaidAnalysis, name: str, svg: str, asked: InsightAsked) -> Drawn:
    svg_href, png_href = (reverse(f"insight_{suffix}", args=[found.name, name]) + asked.query
                          for suffix in ("svg", "png"))  # fmt: skip
    label = name.replace("_", " ")
    return Drawn(f"{found.title}: {label}", mark_safe(svg), svg_href, png_href)  # drawn by us, every text escaped


def _table(sheet: SaidSheet, analysis: str, asked: InsightAsked, pictures: Sequence[Drawn] = ()) -> Table:
    csv_href, json_href = ("", "")
    if analysis:
        csv_href, json_href = (reverse(f"insight_{suffix}", args=[analysis, sheet.name]) + asked.query
                               for suffix in ("csv", "json"))  # fmt: skip
    formats = ["numeric" if is_number else "" for is_number in sheet.numbers]
    notes = [("Counted", sheet.what), ("Of", sheet.base), *(("Note", note) for note in sheet.notes)]
    if sheet.withheld:
        notes.append(("Withheld", sheet.withheld))
    return Table(
        f"table-{sheet.name}",
        sheet.title,
        tuple(_cell(text, how) for text, how in zip(sheet.heads, formats, strict=True)),
        tuple(tuple(_cell(text, how) for text, how in zip(row, formats, strict=True)) for row in sheet.rows),
        tuple(notes),
        tuple(pictures),
        csv_href,
        json_href,
    )


def _cell(text: str, how: str) -> dict[str, str]:
    return {"text": text, "format": how}


@dataclass(frozen=True, slots=True)
class Listed:
    """An analysis in the list: its title, where it is, and what it says first."""

    title: str
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is, of the reports that were asked for."""

    scope: str
    about: str
    analyses: tuple[Listed, ...]
    base: Table
    pdf_href: str


def present_overview(report: SaidReport, asked: InsightAsked) -> Overview:
    """The analyses with what each says first, and how the reports come about."""
    listed = (
        Listed(one.title, reverse("insight_analysis", args=[one.name]) + asked.query, next(iter(one.words), ""))
        for one in report.analyses
    )
    return Overview(
        _said(report), report.about, tuple(listed), _table(report.base, "", asked), reverse("insight_pdf") + asked.query
    )


def _said(report: SaidReport) -> str:
    return report.scope[:1].upper() + report.scope[1:] + "."
