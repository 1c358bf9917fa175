from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids and codes of the tables of what came before are compared byte by byte on PostgreSQL."""

    dependencies = [("cases", "0004_antecedents")]
    operations = [compare_bytes("cases_")]
