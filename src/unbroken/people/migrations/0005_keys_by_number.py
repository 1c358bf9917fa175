from django.db import migrations, models

SQLITE = (
    # The row's own number, and a table that is its index: half the size, and one step less for every row that is read.
    "CREATE TABLE people_comparable (number integer NOT NULL PRIMARY KEY, object varchar(100) NOT NULL, "
    "since varchar(36) NOT NULL, packed text NOT NULL)",
    "CREATE TABLE people_key (key bigint NOT NULL, beside varchar(23) NOT NULL, number bigint NOT NULL, "
    "PRIMARY KEY (key, beside, number)) WITHOUT ROWID",
)
POSTGRESQL = (
    'CREATE TABLE people_comparable (number bigint NOT NULL PRIMARY KEY, object varchar(100) COLLATE "C" NOT NULL, '
    'since varchar(36) COLLATE "C" NOT NULL, packed text NOT NULL)',
    'CREATE TABLE people_key (key bigint NOT NULL, beside varchar(23) COLLATE "C" NOT NULL, number bigint NOT NULL, '
    "PRIMARY KEY (key, beside, number))",
)


def make(apps, schema_editor):
    """The two tables anew, empty; `unbroken setup` folds what is in them from the record."""
    with schema_editor.connection.cursor() as cursor:
        for table in ("people_comparable", "people_key"):
            cursor.execute(f"DROP TABLE {table}")
        for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


class Migration(migrations.Migration):
    """Linkage keeps numbers instead of names: the table of keys was three times as large."""

    dependencies = [("people", "0004_compare_bytes")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(make)],
            state_operations=[
                migrations.DeleteModel("ComparableRow"),
                migrations.DeleteModel("KeyRow"),
                migrations.CreateModel(
                    name="ComparableRow",
                    fields=[
                        (
                            "number",
                            models.BigIntegerField(
                                help_text="The number of the person object (linkage.keys).",
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("object", models.CharField(help_text="The person object.", max_length=100)),
                        (
                            "since",
                            models.CharField(
                                help_text="The entry that described it first: the older names the person.",
                                max_length=36,
                            ),
                        ),
                        ("packed", models.TextField(help_text="What is compared, as JSON (people.linkage.packing).")),
                    ],
                    options={"db_table": "people_comparable"},
                ),
                migrations.CreateModel(
                    name="KeyRow",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "key", "beside", "number", blank=True, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("key", models.BigIntegerField(help_text="The key (people.linkage.keys).")),
                        (
                            "beside",
                            models.CharField(
                                help_text="Of an identifier the initials, to count its crowd; without a birth the "
                                "outline. Or empty.",
                                max_length=23,
                            ),
                        ),
                        ("number", models.BigIntegerField(help_text="The number of the person object.")),
                    ],
                    options={"db_table": "people_key"},
                ),
            ],
        )
    ]
