from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids, codes and folded words are compared byte by byte on PostgreSQL."""

    dependencies = [("record", "0002_append_only")]
    operations = [compare_bytes("record_")]
