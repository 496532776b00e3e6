"""Rows from before ideas existed: each card and question is an idea of its own; reviews arrived when given."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Subquery


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    idea = apps.get_model("studyapp", "Idea")
    memory = apps.get_model("studyapp", "Memory")
    review = apps.get_model("studyapp", "Review")
    for kind in ("card", "question"):
        model = apps.get_model("studyapp", kind.capitalize())
        for row in model.objects.filter(idea=None):
            row.idea = idea.objects.get_or_create(slug=f"{kind}:{row.slug}")[0]
            row.save(update_fields=["idea"])
        of_item = model.objects.filter(pk=OuterRef(f"{kind}_id")).values("idea_id")
        memory.objects.exclude(**{kind: None}).update(idea_id=Subquery(of_item))
    review.objects.update(received_at=F("reviewed_at"))
    for row in review.objects.iterator():
        row.stage = row.before["stage"]
        row.save(update_fields=["stage"])


class Migration(migrations.Migration):
    dependencies = [("studyapp", "0002_self_study")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
