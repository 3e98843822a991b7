from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='previous_visit_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='前回の訪問'),
        ),
        migrations.AddField(
            model_name='membership',
            name='visited_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='この回の訪問'),
        ),
    ]
