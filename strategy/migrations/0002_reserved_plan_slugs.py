import django.core.validators
import strategy.models.editions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='plan',
            name='slug',
            field=models.CharField(max_length=50, validators=[django.core.validators.RegexValidator('\\A[a-z][a-z0-9-]{1,49}\\Z', 'アドレスに使う名前は、英小文字で始め、英小文字・数字・ハイフンの2～50文字にしてください。'), strategy.models.editions.validate_plan_slug], verbose_name='アドレスの名前'),
        ),
    ]
