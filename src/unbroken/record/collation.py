"""Texts that PostgreSQL compares byte by byte, as SQLite does.

What is indexed here is ids, codes, references and folded words: nobody wants them in the order of a language, and
comparing bytes is several times faster. One index then serves equality, order and beginnings of words, so the second
one that Django makes for beginnings (`*_like`) goes.
"""

from __future__ import annotations

from collections.abc import Callable

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

_COLUMNS = """
    SELECT a.attrelid::regclass::text, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation o ON o.oid = a.attcollation
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
    AND a.atttypid = 'varchar'::regtype AND o.collname <> 'C' AND starts_with(c.relname, %s)
    ORDER BY 1, a.attnum
"""
_LIKES = """
    SELECT quote_ident(indexname) FROM pg_indexes
    WHERE schemaname = current_schema() AND starts_with(tablename, %s) AND indexname LIKE %s
"""


def compare_bytes(prefix: str) -> RunPython:
    """A migration's operation: the short texts of the tables whose names begin so are compared byte by byte."""
    return RunPython(_operation(prefix), RunPython.noop)  # back is no different: only slower


def _operation(prefix: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def operation(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            _compare_bytes(schema_editor.connection, prefix)

    return operation


def _compare_bytes(connection: BaseDatabaseWrapper, prefix: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LIKES, [prefix, r"%\_like"])
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {index}")
        cursor.execute(_COLUMNS, [prefix])
        changes: dict[str, list[str]] = {}
        for table, column, type in cursor.fetchall():
            changes.setdefault(table, []).append(f'ALTER COLUMN {column} TYPE {type} COLLATE "C"')
        for table, columns in changes.items():  # all columns in one statement: the table is written anew once
            cursor.execute(f"ALTER TABLE {table} {', '.join(columns)}")
