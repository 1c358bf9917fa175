"""Names by which an extract calls people, reports and everything else, without saying who or which they are.

A pseudonym is a keyed digest (BLAKE2b, RFC 7693) of the name on the record: the same everywhere under one key, and
without the key it can neither be turned back nor be worked out for a name that one knows.
"""

from __future__ import annotations

from hashlib import blake2b
from secrets import token_bytes

KEY_BYTES = 32
_BYTES = 10  # 80 bits: among a hundred million objects two agree once in 240 million extracts
_SHORT = {"report": "r", "person": "p", "order": "o", "prosecution": "c", "entry": "e"}


class Pseudonyms:
    """Pseudonyms under one key; a new key where none is given."""

    def __init__(self, key: bytes | None = None) -> None:
        self._begun = blake2b(key=key or token_bytes(KEY_BYTES), digest_size=_BYTES)

    def of(self, name: str) -> str:
        """The pseudonym of an object of the record, `report:…` and so on; its first letter says what it is."""
        made = self._begun.copy()
        made.update(name.encode())
        return f"{_SHORT.get(name.partition(':')[0], 'x')}{made.hexdigest()}"

    def entry(self, entry_id: str) -> str:
        """The pseudonym of an entry."""
        return self.of(f"entry:{entry_id}")
