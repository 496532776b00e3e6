from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from studyapp.models.accounts import FoldedName, NameManager


def fold(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Names that differ in capitals alone both stay; the younger one is then found under its number only."""
    users = apps.get_model("studyapp", "User").objects.using(editor.connection.alias)
    taken = set()
    for user in users.order_by("pk"):
        folded = user.username.casefold()
        folded = folded if folded not in taken else f"{folded}#{user.pk}"
        taken.add(folded)
        users.filter(pk=user.pk).update(folded=folded)


class Migration(migrations.Migration):
    dependencies = [
        ("studyapp", "0009_the_paper_kept_and_every_save_told"),
    ]

    operations = [
        migrations.AlterModelManagers(
            name="user",
            managers=[("objects", NameManager())],
        ),
        migrations.AddField(
            model_name="user",
            name="folded",
            field=FoldedName(editable=False, max_length=450, null=True),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="folded",
            field=FoldedName(editable=False, max_length=450, unique=True),
        ),
    ]
