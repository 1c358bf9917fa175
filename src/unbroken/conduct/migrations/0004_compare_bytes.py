from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids of the table of statements are compared byte by byte on PostgreSQL."""

    dependencies = [("conduct", "0003_statements_and_signs")]
    operations = [compare_bytes("conduct_")]
