from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_own_passwords'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditevent',
            name='subject_name',
            field=models.CharField(blank=True, max_length=200, verbose_name='対象の名前'),
        ),
    ]
