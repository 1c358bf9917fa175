"""Small extracts for tests, written as CSV, XLSX and Parquet. All people are made up."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

Row = Mapping[str, Any]

# One full row of the shape with one row a report; other rows change it.
CRIME: dict[str, str] = {
    "CRIME_REF": "3400123/24",
    "BOROUGH_CODE": "NB",
    "REPORTED_DT": "08/03/2024 14:15",
    "RECORDED_DT": "08/03/2024 15:40",
    "COMMITTED_FROM_DT": "01/02/2024",
    "COMMITTED_TO_DT": "07/03/2024",
    "HOW_REPORTED": "TEL",
    "INFORMANT": "VIC",
    "INITIAL_CLASS": "HAR2",
    "CLASS_OVERRIDE": "Harassment in law only, in the view of the sergeant.",
    "CURRENT_CLASS": "S2A",
    "CLASSIFIED_DT": "12/03/2024",
    "DV_FLAG": "Y",
    "HATE_FLAG": "N",
    "MO_DETAILS": "He waits outside her work; she asked him to stop.",
    "FEATURE_CODES": "PHN;WRK",
    "VENUE": "WKSC;PUB",
    "NO_OF_INCIDENTS": "6",
    "REL_TO_SUSP": "EXP",
    "OIC": "PC 1234N",
    "VIC1_NOMINAL": "NM0001234",
    "VIC1_SURNAME": "O'HARA-LINDQVIST",
    "VIC1_FORENAMES": "Tamsin",
    "VIC1_DOB": "30/09/1991",
    "VIC1_SEX": "F",
    "VIC1_SDE": "W1",
    "VIC1_TEL": "07700 900123;+447700900124",
    "VIC1_EMAIL": "",
    "VIC1_ADDR": "4 Quarry Steps",
    "VIC1_PCODE": "NM4 2ZZ",
    "VIC1_VULN": "Y",
    "SUS1_NOMINAL": "NM0009876",
    "SUS1_SURNAME": "PELLOW",
    "SUS1_FORENAMES": "Gareth",
    "SUS1_ALIAS": "Gaz",
    "SUS1_DOB": "",
    "SUS1_SEX": "M",
    "SUS1_AGE": "38",
    "SUS1_IC": "IC1",
    "SUS1_TEL": "",
    "SUS1_EMAIL": "gaz@example.test",
    "SUS1_HANDLES": "instagram:gaz.p;whatsapp:gaz",
    "SUS1_VRM": "NM12 ABC",
    "SUS1_ADDR": "",
    "SUS1_PCODE": "",
    "SUS1_PNCID": "24/1234567Q",
    "SUS2_SURNAME": "",
    "SUS2_FORENAMES": "",
    "SUS2_DOB": "",
    "SUS2_SEX": "",
    "ARREST_DT": "20/03/2024",
    "INTERVIEW_DT": "20/03/2024",
    "INTERVIEW_RESULT": "DEN;CTR",
    "VIC_WITHDREW_DT": "02/04/2024",
    "OUTCOME": "16",
    "OUTCOME_DT": "15/04/2024",
    "OUTCOME_REASON": "VNC;EVI",
    "LINKED_REFS": "3400100/24;3400101/24",
}

OCCURRENCE: dict[str, str] = {
    "occurrence_no": "43240001234",
    "reported_at": "2024-03-08T14:15:00+00:00",
    "entered_at": "2024-03-08T15:40:00+00:00",
    "district": "Thornley",
    "source_of_report": "Walk-in",
    "reported_by_role": "Victim",
    "first_offence": "Malicious communications",
    "current_offence": "Stalking (s2A)",
    "current_offence_since": "2024-03-12",
    "class_override_reason": "",
    "domestic": "Yes",
    "hate": "",
    "mo_text": "Messages every night.",
    "relationship": "Ex-partner",
    "investigator": "EV 4411",
    "linked_occurrences": "43240001200",
}
VICTIM: dict[str, str] = {
    "occurrence_no": "43240001234",
    "person_no": "P-0000001",
    "party": "VICTIM",
    "last_name": "Okonjo-Reid",
    "first_name": "Mirela",
    "also_known_as": "",
    "birth_date": "1987-02-28",
    "approx_age": "",
    "gender": "Female",
    "ethnic_self": "African",
    "ethnic_observed": "",
    "phones": "07700 900555",
    "emails": "",
    "social": "",
    "vehicle": "",
    "street": "12 Mill Bank",
    "postcode": "EV1 1AA",
    "pnc_id": "",
    "vulnerable": "",
}
SUSPECT: dict[str, str] = VICTIM | {
    "person_no": "P-0000002",
    "party": "SUSPECT",
    "last_name": "Strand",
    "first_name": "Nils",
    "also_known_as": "Nilly",
    "birth_date": "",
    "approx_age": "44",
    "gender": "Male",
    "ethnic_self": "",
    "ethnic_observed": "White - North European",
    "phones": "",
    "social": "Instagram: nils_s|TikTok: strandman",
}
EVENT: dict[str, str] = {
    "occurrence_no": "43240001234",
    "event_no": "1",
    "from_date": "2024-02-01",
    "to_date": "2024-03-07",
    "behaviours": "Phone calls or texts|Online contact",
    "times": "30",
    "place": "Online",
    "description": "A message every night.",
}
ARREST: dict[str, str] = {
    "occurrence_no": "43240001234",
    "action_no": "1",
    "action": "Arrest",
    "action_date": "2024-03-20",
    "detail": "",
    "reason": "",
}
INTERVIEW = ARREST | {"action_no": "2", "action": "Interview", "detail": "Denied|Minimised"}
WITHDREW = ARREST | {"action_no": "3", "action": "Victim withdrew", "action_date": "2024-04-02"}
OUTCOME = ARREST | {
    "action_no": "4",
    "action": "Outcome",
    "action_date": "2024-04-15",
    "detail": "Outcome 16",
    "reason": "Victim not cooperating|Lack of evidence",
}

CONNECT: dict[str, list[dict[str, str]]] = {
    "occurrences": [OCCURRENCE],
    "persons": [VICTIM, SUSPECT],
    "events": [EVENT],
    "actions": [ARREST, INTERVIEW, WITHDREW, OUTCOME],
}


def write_csv(path: Path, rows: Sequence[Row], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Sequence[Row]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append([None if value == "" else value for value in row.values()])
    book.save(path)
    return path


def write_parquet(path: Path, rows: Sequence[Row]) -> Path:
    columns = {name: [None if row[name] == "" else row[name] for row in rows] for name in rows[0]}
    pq.write_table(pa.table(columns), path)
    return path


def write_connect(folder: Path, tables: Mapping[str, Sequence[Row]]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [write_parquet(folder / f"{name}.parquet", rows) for name, rows in tables.items()]
