"""Which area is the council's own."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("monitoring", "0003_indicators_followed"),
        ("organisation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AreaChoice",
            fields=[
                (
                    "council",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="area_choice",
                        serialize=False,
                        to="organisation.council",
                    ),
                ),
                (
                    "area_code",
                    models.CharField(
                        max_length=9, validators=[django.core.validators.RegexValidator("^[EWSN]\\d{8}$")]
                    ),
                ),
                ("chosen_at", models.DateTimeField(auto_now=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("area_code", ""), _negated=True), name="area_choice_names_one"
                    )
                ],
            },
        ),
    ]
