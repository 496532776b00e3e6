"""Of each question of a sitting, whether it has been seen: the navigator tells it on every device."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Sittings from before have seen what has an answer, a flag or options ruled out; see queries/sittings.py."""

    dependencies = [("studyapp", "0012_when_a_key_is_shown")]

    operations = [
        migrations.AddField(
            model_name="attemptitem",
            name="seen",
            field=models.BooleanField(default=False),
        ),
    ]
