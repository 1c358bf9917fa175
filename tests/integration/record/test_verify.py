"""Walking the chain finds every way of tampering, and names the first entry that does not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import orjson
import pytest
from django.db import connection

from tests.entries import MADE, draft
from unbroken.record import book, queries, seal
from unbroken.record.verify import verify, verify_all

pytestmark = [pytest.mark.django_db, pytest.mark.demand("REC-11")]


@pytest.fixture
def five(db: None) -> list[str]:
    """The ids of five entries in the book of northmoor."""
    return [item.entry.id for item in book.append([draft() for _ in range(5)], by="x")]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def swap(first: str, second: str) -> None:
    sql("UPDATE record_recordentry SET seq = 99 WHERE id = %s", first)
    sql("UPDATE record_recordentry SET seq = 3 WHERE id = %s", second)
    sql("UPDATE record_recordentry SET seq = 4 WHERE id = %s", first)


def delete(entry: str) -> None:
    for table, column in (("record_recordsubject", "entry_id"), ("record_recordbody", "entry_id")):
        sql(f"DELETE FROM {table} WHERE {column} = %s", entry)
    sql("DELETE FROM record_recordentry WHERE id = %s", entry)


def truncate(ids: list[str]) -> None:
    delete(ids[4])
    delete(ids[3])


TAMPERING: list[tuple[str, Callable[[list[str]], None], int, str]] = [
    (
        "an edited body",
        lambda ids: sql(
            "UPDATE record_recordbody SET content = replace(content, 'phone', 'phonf') WHERE entry_id = %s", ids[2]
        ),
        3,
        "its body is not the one that was recorded",
    ),
    (
        "an edited header",
        lambda ids: sql(
            "UPDATE record_recordentry SET happened_from = '2020-01-01T00:00:00.000000Z' WHERE id = %s", ids[2]
        ),
        3,
        "its header is not the one that was recorded",
    ),
    (
        "another victim put in",
        lambda ids: sql(
            "UPDATE record_recordentry SET subjects = 'report=report:r1 victim=person:v2' WHERE id = %s", ids[2]
        ),
        3,
        "its header is not the one that was recorded",
    ),
    ("a deleted row", lambda ids: delete(ids[2]), 3, "the entry is missing"),
    ("a swapped pair", lambda ids: swap(ids[2], ids[3]), 3, "does not follow"),
    (
        "a truncated tail",
        truncate,
        4,
        "the entry is missing: the book had 5",
    ),
    (
        "a body taken away",
        lambda ids: sql("UPDATE record_recordbody SET content = NULL, salt = NULL WHERE entry_id = %s", ids[2]),
        3,
        "no erasure is recorded",
    ),
    (
        "a digest made to fit its header",
        lambda ids: sql("UPDATE record_recordentry SET digest = %s WHERE id = %s", "f" * 64, ids[2]),
        3,
        "its header is not the one that was recorded",
    ),
]


def test_an_untouched_book_holds(five: list[str]) -> None:
    result = verify("northmoor")
    assert result.misfit is None
    assert (result.entries, result.head) == (5, queries.heads()["northmoor"][1])


@pytest.mark.usefixtures("tamper")
@pytest.mark.parametrize(("name", "act", "seq", "reason"), TAMPERING, ids=[row[0] for row in TAMPERING])
def test_tampering_is_found_at_the_first_entry_that_does_not_fit(
    five: list[str], name: str, act: Callable[[list[str]], None], seq: int, reason: str
) -> None:
    act(five)
    misfit = verify("northmoor").misfit
    assert misfit is not None
    assert misfit.seq == seq
    assert reason in misfit.reason
    if "missing" not in reason and name != "a swapped pair":
        assert misfit.entry == five[2]


def test_an_erasure_that_is_recorded_holds(five: list[str]) -> None:
    erasure = {"ground": "court_order", "authorised_by": "records-manager-1"}
    book.append([draft("body.erased", erasure, corrects=five[1], agency="cps")], by="x")
    assert [result.misfit for result in verify_all()] == [None, None]


@pytest.fixture
def sealed(five: list[str], tmp_path: Path) -> dict[str, tuple[int, str]]:
    """The heads of the books, exported and signed while all five entries were there."""
    key = seal.signing_key(tmp_path / "key.pem")
    data = seal.write_seal(seal.Seal(book.stored_now(), queries.heads()), key)
    return dict(seal.read_seal(data, trusted=seal.public_key(key)).heads)


@pytest.mark.usefixtures("tamper")
def test_a_truncated_tail_with_a_rewritten_head_needs_a_seal(
    five: list[str], sealed: dict[str, tuple[int, str]]
) -> None:
    entry = queries.entry(five[3])
    assert entry is not None
    delete(five[4])
    sql("UPDATE record_recordbook SET seq = 4, digest = %s WHERE book = 'northmoor'", entry.digest)
    assert verify("northmoor").misfit is None  # nothing in the database itself can tell
    misfit = verify("northmoor", sealed=sealed).misfit
    assert misfit is not None
    assert (misfit.seq, misfit.reason) == (5, "the entry is missing: the book was sealed with 5 entries")


@pytest.mark.usefixtures("tamper")
def test_a_history_written_anew_does_not_match_the_seal(five: list[str], sealed: dict[str, tuple[int, str]]) -> None:
    for entry in reversed(five):
        delete(entry)
    sql("DELETE FROM record_recordbook")
    book.append([draft(body={**MADE, "area": "elsewhere"}) for _ in range(6)], by="x")
    assert verify("northmoor").misfit is None
    misfit = verify("northmoor", sealed=sealed).misfit
    assert misfit is not None
    assert (misfit.seq, misfit.reason) == (5, "the history up to it is not the one that was sealed")


@pytest.mark.usefixtures("tamper")
def test_a_whole_book_taken_away_does_not_match_the_seal(five: list[str], sealed: dict[str, tuple[int, str]]) -> None:
    for entry in reversed(five):
        delete(entry)
    sql("DELETE FROM record_recordbook")
    assert [result.misfit.seq for result in verify_all(sealed=sealed) if result.misfit] == [1]


def test_a_book_that_grew_since_still_matches_the_seal(five: list[str], sealed: dict[str, tuple[int, str]]) -> None:
    book.append([draft()], by="x")
    assert verify("northmoor", sealed=sealed).misfit is None


def test_a_seal_that_was_changed_or_signed_by_another_is_refused(five: list[str], tmp_path: Path) -> None:
    key, other = seal.signing_key(tmp_path / "key.pem"), seal.signing_key(tmp_path / "other.pem")
    data = seal.write_seal(seal.Seal(book.stored_now(), queries.heads()), key)
    changed = orjson.loads(data)
    changed["heads"]["northmoor"][0] = 4
    with pytest.raises(seal.SealError, match="the seal was changed"):
        seal.read_seal(orjson.dumps(changed), trusted=seal.public_key(key))
    forged = seal.write_seal(seal.Seal(book.stored_now(), {}), other)
    with pytest.raises(seal.SealError, match="another key"):
        seal.read_seal(forged, trusted=seal.public_key(key))
    with pytest.raises(seal.SealError, match="not a seal"):
        seal.read_seal(b"{}", trusted=seal.public_key(key))


def test_the_signing_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = seal.signing_key(tmp_path / "key.pem")
    assert seal.public_key(seal.signing_key(tmp_path / "key.pem")) == seal.public_key(first)
    assert (tmp_path / "key.pem").stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db(transaction=True)
def test_what_is_appended_during_the_walk_is_left_for_the_next() -> None:
    book.append([draft() for _ in range(3)], by="x")

    def append_elsewhere(_: int) -> None:
        def append() -> None:
            book.append([draft()], by="y")
            connection.close()

        thread = Thread(target=append)
        thread.start()
        thread.join()

    (walked,) = verify_all(progress=append_elsewhere)
    assert (walked.entries, walked.misfit) == (3, None)
    (again,) = verify_all()
    assert (again.entries, again.misfit) == (4, None)
