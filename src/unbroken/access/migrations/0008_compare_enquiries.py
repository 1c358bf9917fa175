from django.db import migrations

from unbroken.record.collation import compare_bytes


class Migration(migrations.Migration):
    """By itself: Django makes the indexes of a table at the end of the migration that creates it."""

    dependencies = [("access", "0007_enquiries")]
    operations = [compare_bytes("access_enquiry")]
