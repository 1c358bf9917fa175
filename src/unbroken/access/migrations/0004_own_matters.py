import django.db.models
from django.db import migrations

import unbroken.access.models


class Migration(migrations.Migration):
    """Whose matter it is: the service of a user, and what an agency recorded without reading the record."""

    dependencies = [("access", "0003_restrictions"), ("record", "0002_append_only")]
    operations = [
        migrations.AddField(
            "user",
            "service",
            django.db.models.CharField(
                blank=True, default="", max_length=60, validators=[unbroken.access.models.service_code]
            ),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "CREATE INDEX access_own_matters ON record_recordentry (agency, kind)", "DROP INDEX access_own_matters"
        ),
    ]
