"""What an indicator measures in a plan, and by when who looks further at a finding."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0001_initial"),
        ("monitoring", "0002_sending_releases"),
    ]

    operations = [
        migrations.AddField(
            model_name="indicator", name="measured", field=models.CharField(blank=True, max_length=200, default="")
        ),
        migrations.AlterField(
            model_name="indicator", name="measured", field=models.CharField(blank=True, max_length=200)
        ),
        migrations.AddField(model_name="finding", name="review_on", field=models.DateField(blank=True, null=True)),
        migrations.AddField(
            model_name="finding",
            name="review_post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.post",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=Q(review_on__isnull=True, review_post__isnull=True)
                | Q(review_on__isnull=False, review_post__isnull=False),
                name="finding_review_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=~Q(answer="look_further") | Q(review_on__isnull=False), name="finding_looked_at_again_on"
            ),
        ),
    ]
