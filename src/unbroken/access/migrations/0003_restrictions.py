from django.db import migrations


class Migration(migrations.Migration):
    """Find the few restrictions of reports without reading the record: every page asks for them."""

    dependencies = [("access", "0002_append_only"), ("record", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX access_restrictions ON record_recordentry (kind) "
            "WHERE kind IN ('report.restricted', 'report.unrestricted')",
            "DROP INDEX access_restrictions",
        )
    ]
