from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0004_deleted_branches'),
    ]

    operations = [
        migrations.AddField(
            model_name='level',
            name='has_text',
            field=models.BooleanField(default=True, verbose_name='本文を書く'),
        ),
    ]
