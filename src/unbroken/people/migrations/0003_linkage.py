from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_compare_bytes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ComparableRow",
            fields=[
                (
                    "object",
                    models.CharField(help_text="The person object.", max_length=100, primary_key=True, serialize=False),
                ),
                (
                    "since",
                    models.CharField(
                        help_text="The entry that described it first: the older names the person.", max_length=36
                    ),
                ),
                ("packed", models.TextField(help_text="What is compared, as JSON (people.linkage.packing).")),
            ],
            options={
                "db_table": "people_comparable",
            },
        ),
        migrations.CreateModel(
            name="ResolvedRow",
            fields=[
                (
                    "object",
                    models.CharField(help_text="The person object.", max_length=100, primary_key=True, serialize=False),
                ),
                (
                    "resolved",
                    models.CharField(
                        db_index=True, help_text="The member that names the resolved person.", max_length=100
                    ),
                ),
                (
                    "weakest",
                    models.FloatField(
                        help_text="Bits of the weakest link that holds the person; 1000 where people decided."
                    ),
                ),
            ],
            options={
                "db_table": "people_resolved",
            },
        ),
        migrations.CreateModel(
            name="ReviewRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "object", "other", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("object", models.CharField(help_text="A person object.", max_length=100)),
                ("other", models.CharField(db_index=True, help_text="The other person object.", max_length=100)),
                ("weight", models.FloatField(help_text="The match weight in bits.")),
                (
                    "guard",
                    models.CharField(
                        help_text="The guard that keeps them apart (linkage.guards). Empty: none.", max_length=20
                    ),
                ),
            ],
            options={
                "db_table": "people_review",
            },
        ),
        migrations.RemoveField(
            model_name="linkrow",
            name="is_apart",
        ),
        migrations.AddField(
            model_name="linkrow",
            name="entry",
            field=models.CharField(default="", help_text="The entry that says so.", max_length=36),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="linkrow",
            name="verdict",
            field=models.CharField(
                default="", help_text="Held to be the `same`, kept `apart`, or left `open`.", max_length=10
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="linkrow",
            name="weight",
            field=models.FloatField(help_text="The match weight in bits, where the model joined them.", null=True),
        ),
        migrations.AlterField(
            model_name="linkrow",
            name="basis",
            field=models.CharField(
                help_text="On what ground (link_bases); `model` is our own. Empty: erased.", max_length=20
            ),
        ),
        migrations.CreateModel(
            name="KeyRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "object", "n", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("object", models.CharField(help_text="The person object.", max_length=100)),
                (
                    "n",
                    models.IntegerField(
                        help_text="Place among the keys of the person, from 0; identifiers come first."
                    ),
                ),
                ("key", models.BigIntegerField(help_text="The key, hashed (people.linkage.keys).")),
                (
                    "initials",
                    models.CharField(help_text="Initials: how many people an identifier is known of.", max_length=2),
                ),
            ],
            options={
                "db_table": "people_key",
                "indexes": [models.Index(fields=["key", "object", "initials"], name="people_key_found")],
            },
        ),
    ]
