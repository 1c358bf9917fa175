from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """The ids and codes of the table of assessments are compared byte by byte on PostgreSQL too."""

    dependencies = [("safety", "0003_assessed")]
    operations = [compare_bytes("safety_")]
