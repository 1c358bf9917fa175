from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids and codes of the tables of linkage are compared byte by byte on PostgreSQL."""

    dependencies = [("people", "0003_linkage")]
    operations = [compare_bytes("people_")]
