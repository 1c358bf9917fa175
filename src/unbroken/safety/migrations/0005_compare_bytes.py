from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids and codes of the tables of assessments and needs are compared byte by byte on PostgreSQL too."""

    dependencies = [("safety", "0004_needs")]
    operations = [compare_bytes("safety_")]
