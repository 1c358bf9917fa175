from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """Ids, codes and folded words are compared byte by byte on PostgreSQL."""

    dependencies = [("support", "0001_initial")]
    operations = [compare_bytes("support_")]
