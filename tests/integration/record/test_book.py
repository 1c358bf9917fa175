"""The record on a real database: append only, idempotent, chained, erasable."""

from __future__ import annotations

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from tests.entries import MADE, draft
from unbroken.record import book, queries
from unbroken.record.amend import standing
from unbroken.record.errors import Conflict, Refused

pytestmark = pytest.mark.django_db
STATEMENTS = [
    "UPDATE record_recordentry SET kind = 'x'",
    "DELETE FROM record_recordentry",
    "UPDATE record_recordsubject SET role = 'suspect'",
    "DELETE FROM record_recordsubject",
    "UPDATE record_recordbody SET content = '{}'",
    "UPDATE record_recordbody SET content = NULL, salt = NULL",
    "DELETE FROM record_recordbody",
]


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_alter_the_record(statement: str) -> None:
    (recorded,) = book.append([draft()], by="officer-1")
    with pytest.raises(DatabaseError, match="append only"):
        run(statement)
    assert queries.entry(recorded.entry.id) == recorded.entry


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["record_recordentry", "record_recordbody", "record_recordsubject"])
def test_postgresql_refuses_to_truncate_the_record(table: str) -> None:
    with pytest.raises(DatabaseError, match="append only"):
        run(f"TRUNCATE {table} CASCADE")


def test_what_is_read_is_what_was_recorded() -> None:
    body = {**MADE, "narrative": "Łódź – “quoted” \U0001f4de \\u0000 end", "area": "North"}
    (recorded,) = book.append([draft(body=body, happened="2024-03-08T09:30")], by="officer-1")
    entry = queries.entry(recorded.entry.id)
    assert entry == recorded.entry
    assert entry is not None
    assert entry.body == body
    assert (entry.seq, entry.book, entry.recorded_by) == (1, "northmoor", "officer-1")
    assert entry.happened_from == entry.happened_to == "2024-03-08T09:30:00.000000Z"


def test_each_book_has_a_chain_of_its_own() -> None:
    recorded = book.append([draft(), draft(agency="cps"), draft()], by="x")
    assert [(item.entry.book, item.entry.seq) for item in recorded] == [("northmoor", 1), ("cps", 1), ("northmoor", 2)]
    assert recorded[2].entry.prev == recorded[0].entry.digest
    assert queries.heads() == {"cps": (1, recorded[1].entry.digest), "northmoor": (2, recorded[2].entry.digest)}


@pytest.mark.demand("REC-01")
def test_the_same_message_twice_is_recorded_once_and_the_answer_says_so() -> None:
    (first,) = book.append([draft(ref="CR-1")], by="x")
    again, new = book.append([draft(ref="CR-1"), draft(ref="CR-2")], by="y")
    assert (first.duplicate, again.duplicate, new.duplicate) == (False, True, False)
    assert again.entry == first.entry
    assert queries.count() == 2


def test_the_same_message_twice_in_one_batch_is_recorded_once() -> None:
    one, two = book.append([draft(ref="CR-1"), draft(ref="CR-1")], by="x")
    assert (one.duplicate, two.duplicate) == (False, True)
    assert queries.count() == 1


@pytest.mark.parametrize("change", [{"body": {**MADE, "area": "South"}}, {"happened": "2024-03-09"}, {"agency": "cps"}])
def test_the_same_reference_with_other_content_is_refused_and_nothing_is_written(change: dict[str, object]) -> None:
    (first,) = book.append([draft(ref="CR-1")], by="x")
    with pytest.raises(Conflict) as caught:
        book.append([draft(ref="CR-2"), draft(**{"ref": "CR-1", **change})], by="x")  # type: ignore[arg-type]
    assert caught.value.index == 1
    assert caught.value.problems[0].field == "source_ref"
    assert first.entry.id in caught.value.problems[0].expected
    assert queries.count() == 1


def test_a_batch_lands_whole_or_not_at_all() -> None:
    with pytest.raises(Refused) as caught:
        book.append([draft(), draft(body={"channel": "phone"})], by="x")
    assert caught.value.index == 1
    assert queries.count() == 0


@pytest.mark.demand("REC-11")
def test_a_correction_is_an_entry_about_the_same_objects() -> None:
    (wrong,) = book.append([draft()], by="x")
    body = {"why": "Misheard", "body": {**MADE, "channel": "online"}}
    (fix,) = book.append([draft("entry.corrected", body, corrects=wrong.entry.id)], by="y")
    assert fix.entry.subjects == wrong.entry.subjects
    (entry,) = standing(queries.entries_about({"report:r1"}))
    assert entry.get("channel") == "online"
    assert queries.amendments_of(wrong.entry.id) == [fix.entry]


def test_a_correction_may_name_its_entry_by_source_and_reference_even_in_the_same_batch() -> None:
    body = {"why": "Misheard", "body": {**MADE, "channel": "online"}}
    wrong, fix = book.append(
        [draft(ref="CR-1"), draft("entry.corrected", body, corrects_ref=("tests", "CR-1"))], by="x"
    )
    assert fix.entry.corrects == wrong.entry.id


@pytest.mark.parametrize(
    ("kind", "body", "field"),
    [
        ("entry.corrected", {"why": "x", "body": {"channel": "phone"}}, "body.body.reported_by"),
        ("entry.corrected", {"why": "x", "body": {**MADE, "channel": "pigeon"}}, "body.body.channel"),
        ("entry.corrected", {"why": "x", "body": MADE, "happened": "2031-01-01"}, "body.happened"),
        ("entry.corrected", {"why": "x", "body": MADE, "subjects": [["report", "report:r2"]]}, "body.subjects.victim"),
        ("entry.corrected", {"why": "x", "body": MADE, "subjects": [["report", "x"]]}, "body.subjects.report"),
        ("entry.corrected", {"body": MADE}, "body.why"),
    ],
)
def test_a_wrong_correction_is_refused_by_field(kind: str, body: dict[str, object], field: str) -> None:
    (wrong,) = book.append([draft()], by="x")
    with pytest.raises(Refused) as caught:
        book.append([draft(kind, body, corrects=wrong.entry.id)], by="x")
    assert field in {problem.field for problem in caught.value.problems}


def test_what_is_not_there_cannot_be_corrected() -> None:
    with pytest.raises(Refused, match="no entry nothing is on the record"):
        book.append([draft("entry.withdrawn", {"why": "x"}, corrects="nothing")], by="x")


ERASURE = {"ground": "court_order", "authorised_by": "records-manager-1"}


def test_an_erased_body_is_gone_and_the_header_stays() -> None:
    (secret,) = book.append([draft(body={**MADE, "narrative": "what must go"})], by="x")
    book.append([draft("body.erased", ERASURE, corrects=secret.entry.id)], by="records-manager-1")
    entry = queries.entry(secret.entry.id)
    assert entry is not None
    assert entry.body is None
    assert (entry.body_digest, entry.digest) == (secret.entry.body_digest, secret.entry.digest)
    with connection.cursor() as cursor:
        cursor.execute("SELECT salt, content FROM record_recordbody WHERE entry_id = %s", [entry.id])
        assert cursor.fetchone() == (None, None)


def test_erasing_takes_the_bodies_of_corrections_too() -> None:
    (secret,) = book.append([draft(body={**MADE, "narrative": "what must go"})], by="x")
    fixed = {"why": "typing", "body": {**MADE, "narrative": "what must go, too"}}
    (fix,) = book.append([draft("entry.corrected", fixed, corrects=secret.entry.id)], by="x")
    book.append([draft("body.erased", ERASURE, corrects=secret.entry.id)], by="x")
    corrected = queries.entry(fix.entry.id)
    assert corrected is not None
    assert corrected.body is None


def test_the_same_message_after_its_erasure_is_not_recorded_again() -> None:
    (secret,) = book.append([draft(ref="CR-1")], by="x")
    book.append([draft("body.erased", ERASURE, corrects=secret.entry.id)], by="x")
    (again,) = book.append([draft(ref="CR-1")], by="x")
    assert again.duplicate


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_make_one_unbroken_chain() -> None:
    def write(name: str) -> None:
        try:
            for number in range(8):
                book.append([draft(ref=f"{name}-{number}")], by=name)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(f"writer-{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = list(queries.stream("northmoor"))
    assert [entry.seq for entry in entries] == list(range(1, 33))
    assert [entry.prev for entry in entries[1:]] == [entry.digest for entry in entries[:-1]]


def test_history_taken_over_keeps_when_it_was_recorded_there() -> None:
    history = draft(happened="2018-03-08", recorded_at="2018-03-08T18:00", recorded_by="officer-77")
    (recorded,) = book.append([history], by="importer")
    assert recorded.entry.recorded_at == "2018-03-08T18:00:00.000000Z"
    assert recorded.entry.recorded_by == "officer-77"


def test_streaming_goes_on_after_a_place_in_the_chain() -> None:
    book.append([draft() for _ in range(5)], by="x")
    assert [entry.seq for entry in queries.stream("northmoor", after=2, chunk=2)] == [3, 4, 5]
    assert [entry.seq for entry in queries.stream("northmoor", limit=3, chunk=2)] == [1, 2, 3]
