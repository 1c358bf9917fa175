from django.db import migrations, models


class Migration(migrations.Migration):
    """What is packed has two fields more. Nothing changes in the table; `unbroken setup` folds what is in it anew."""

    dependencies = [("people", "0005_keys_by_number")]
    operations = [
        migrations.AlterField(
            model_name="comparablerow",
            name="packed",
            field=models.TextField(
                help_text="What is compared, as JSON: the fields of Comparable in their order (people.linkage.packing)."
            ),
        )
    ]
