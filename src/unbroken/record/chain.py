"""The arithmetic of the chain: what is hashed, and how. Pure."""

from __future__ import annotations

from hashlib import sha256

# The columns of a header in the order in which they are hashed. Values hold no control characters (see
# `record.check`), so joining them with the unit separator is unambiguous.
HEADER = (
    "id",
    "book",
    "seq",
    "kind",
    "version",
    "happened_from",
    "happened_to",
    "recorded_at",
    "recorded_by",
    "agency",
    "source",
    "source_ref",
    "corrects",
    "subjects",
    "body_digest",
)
SEPARATOR = "\x1f"
GENESIS = "0" * 64


def header_text(values: tuple[str, ...]) -> str:
    """The text of a header, from its column values in the order of HEADER."""
    return SEPARATOR.join(values)


def body_digest(salt: str, content: str) -> str:
    """SHA-256 of salt and canonical body, in hex.

    The salt goes when the body is erased: without it, a short body could be guessed back from its digest.
    """
    return sha256(f"{salt}{content}".encode()).hexdigest()


def entry_digest(prev: str, header: str) -> str:
    """SHA-256 of the previous digest and the header (which holds the body's digest), in hex."""
    return sha256(f"{prev}\n{header}".encode()).hexdigest()
