"""The database itself refuses to alter the access log, on both engines."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "the access log is append only"
_TABLES = ("access_accesslog", "access_accesslogobject")


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers in place."""
    _run(connection, _sqlite_triggers() if connection.vendor == "sqlite" else _postgresql_triggers())


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for undoing the migration, and for tests that empty the tables."""
    if connection.vendor == "sqlite":
        names = [f"{table}_no_{action}" for table in _TABLES for action in ("update", "delete")]
        _run(connection, [f"DROP TRIGGER IF EXISTS {name}" for name in names])
    else:
        drops = [f"DROP TRIGGER IF EXISTS {name} ON {table}" for table in _TABLES for name in _NAMES]
        _run(connection, [*drops, "DROP FUNCTION IF EXISTS access_log_refuse()"])


_NAMES = ("append_only", "no_truncate")


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _sqlite_triggers() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for table in _TABLES
        for action in ("update", "delete")
    ]


def _postgresql_triggers() -> list[str]:
    return [
        "CREATE FUNCTION access_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$",
        *(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION access_log_refuse()"
            for table in _TABLES
        ),
        *(
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION access_log_refuse()"
            for table in _TABLES
        ),
    ]
