from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids and codes of the tables of conduct are compared byte by byte on PostgreSQL."""

    dependencies = [("conduct", "0001_initial")]
    operations = [compare_bytes("conduct_")]
