from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids and codes of the table of words to look at are compared byte by byte on PostgreSQL."""

    dependencies = [("wording", "0001_initial")]
    operations = [compare_bytes("wording_")]
