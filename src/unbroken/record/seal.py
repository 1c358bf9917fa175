"""Exporting the heads of the books, signed, to be kept somewhere else.

A seal is a small JSON file: the heads at a moment, the public key, and an Ed25519 signature over the canonical
JSON of the rest. Whoever holds a seal can later prove that entries were cut off, even if the stored head was
rewritten to hide it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


class SealError(ValueError):
    """A seal that cannot be read or whose signature does not hold."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Heads, (seq, digest) by book, at a stored time."""

    sealed_at: str
    heads: Mapping[str, tuple[int, str]]


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The private key in this file, made on first use and readable by its owner only."""
    if path.exists():
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise SealError(f"{path} is not an Ed25519 key")
        return key
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    """The public key in hex: give it to whoever checks seals."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def write_seal(seal: Seal, key: Ed25519PrivateKey) -> bytes:
    """The sealed file."""
    message = _message(seal)
    signed = {**orjson.loads(message), "public_key": public_key(key), "signature": key.sign(message).hex()}
    return orjson.dumps(signed, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_seal(data: bytes, *, trusted: str) -> Seal:
    """The seal in a file, signed by the trusted public key (hex). Raises SealError.

    The key inside the file proves nothing by itself: who rewrites the heads can sign with a key of their own.
    """
    try:
        content = orjson.loads(data)
        heads = {book: (int(seq), str(digest)) for book, (seq, digest) in content["heads"].items()}
        seal, signature = Seal(content["sealed_at"], heads), bytes.fromhex(content["signature"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise SealError(f"this is not a seal: {error}") from None
    if content.get("public_key") != trusted:
        raise SealError("the seal is signed with another key than the trusted one")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(trusted)).verify(signature, _message(seal))
    except (InvalidSignature, ValueError):
        raise SealError("the signature does not hold: the seal was changed") from None
    return seal


def _message(seal: Seal) -> bytes:
    content = {"heads": {book: list(head) for book, head in seal.heads.items()}, "sealed_at": seal.sealed_at}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
