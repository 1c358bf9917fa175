"""The database itself refuses to alter the record, on both engines.

Entries and subjects are never updated or deleted. A body is never deleted, and updated only to NULL, only where an
entry `body.erased` names it, or the entry it corrects. Installed by a migration; removing them takes an
administrator of the database, and what was then changed is found by `unbroken verify`.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "the record is append only"
_CLOSED = ("record_recordentry", "record_recordsubject")
_BODY = "record_recordbody"
_ERASED = (
    "EXISTS (SELECT 1 FROM record_recordentry e WHERE NOT (e.corrects = '') "  # in the words of the index
    "AND e.kind = 'body.erased' AND e.corrects IN (OLD.entry_id, "
    "(SELECT c.corrects FROM record_recordentry c WHERE c.id = OLD.entry_id AND c.kind = 'entry.corrected')))"
)
_BLANKED = "NEW.entry_id = OLD.entry_id AND NEW.content IS NULL AND NEW.salt IS NULL"


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place."""
    _run(connection, _sqlite_triggers() if connection.vendor == "sqlite" else _postgresql_triggers())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for undoing the migration, and for tests that tamper."""
    if connection.vendor == "sqlite":
        tables = [(table, action) for table in (*_CLOSED, _BODY) for action in ("update", "delete")]
        _run(connection, [f"DROP TRIGGER IF EXISTS {table}_no_{action}" for table, action in tables])
    else:
        _run(
            connection,
            [f"DROP TRIGGER IF EXISTS append_only ON {table}" for table in (*_CLOSED, _BODY)]
            + [f"DROP TRIGGER IF EXISTS no_truncate ON {table}" for table in (*_CLOSED, _BODY)]
            + ["DROP FUNCTION IF EXISTS record_refuse()", "DROP FUNCTION IF EXISTS record_body_refuse()"],
        )


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite_triggers() -> list[str]:
    refuse = f"SELECT RAISE(ABORT, '{MESSAGE}')"
    closed = [
        f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} BEGIN {refuse}; END"
        for table in _CLOSED
        for action in ("update", "delete")
    ]
    return [
        *closed,
        f"CREATE TRIGGER {_BODY}_no_delete BEFORE DELETE ON {_BODY} BEGIN {refuse}; END",
        f"CREATE TRIGGER {_BODY}_no_update BEFORE UPDATE ON {_BODY} "
        f"WHEN NOT ({_BLANKED} AND {_ERASED}) BEGIN {refuse}; END",
    ]


def _postgresql_triggers() -> list[str]:
    refuse = f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'"
    return [
        f"CREATE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        "CREATE FUNCTION record_body_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' AND {_BLANKED} AND {_ERASED} THEN RETURN NEW; END IF; {refuse}; END $$",
        *(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {'record_body_refuse' if table == _BODY else 'record_refuse'}()"
            for table in (*_CLOSED, _BODY)
        ),
        *(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION record_refuse()"
            for table in (*_CLOSED, _BODY)
        ),
    ]
