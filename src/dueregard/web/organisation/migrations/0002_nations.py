from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="council",
            name="nation",
            field=models.CharField(
                choices=[
                    ("england", "England"),
                    ("wales", "Wales"),
                    ("scotland", "Scotland"),
                    ("northern_ireland", "Northern Ireland"),
                ],
                default="england",
                max_length=20,
                verbose_name="nation",
            ),
        ),
        migrations.RunSQL(
            "UPDATE organisation_council SET nation = 'england' WHERE nation = 'E'", migrations.RunSQL.noop
        ),
    ]
