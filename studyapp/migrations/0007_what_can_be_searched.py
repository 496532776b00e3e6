"""The words of what can be found, and the full-text index of each database over them.

SQLite: an FTS5 table that keeps no text of its own, and triggers that keep it in step. PostgreSQL: a generated
column with a GIN index. Both hold words that were made by `domain.searchtext`, so they only have to tell words by
spaces.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADD = "INSERT INTO studyapp_searchindex (rowid, title_words, body_words) VALUES (new.id, new.title_words, new.body_words);"
DROP = "INSERT INTO studyapp_searchindex (studyapp_searchindex, rowid, title_words, body_words) VALUES ('delete', old.id, old.title_words, old.body_words);"
MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE studyapp_searchindex USING fts5(title_words, body_words, content='studyapp_searchdocument', content_rowid='id', tokenize='ascii', prefix='1 2 3')",
        f"CREATE TRIGGER studyapp_search_added AFTER INSERT ON studyapp_searchdocument BEGIN {ADD} END",
        f"CREATE TRIGGER studyapp_search_gone AFTER DELETE ON studyapp_searchdocument BEGIN {DROP} END",
        f"CREATE TRIGGER studyapp_search_changed AFTER UPDATE ON studyapp_searchdocument BEGIN {DROP} {ADD} END",
        "INSERT INTO studyapp_searchindex (studyapp_searchindex) VALUES ('rebuild')",
    ],
    "postgresql": [
        "ALTER TABLE studyapp_searchdocument ADD COLUMN words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', body_words), 'D')) STORED",
        # Kept beside the row's short columns: a search that finds half of all documents ranks every one of them.
        "ALTER TABLE studyapp_searchdocument ALTER COLUMN words SET STORAGE MAIN",
        # Written at a publication and read at every search: nothing is left for the reader to sort in.
        "CREATE INDEX studyapp_searchindex ON studyapp_searchdocument USING gin (words) WITH (fastupdate = off)",
    ],
}
UNMAKE = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS studyapp_search_added",
        "DROP TRIGGER IF EXISTS studyapp_search_gone",
        "DROP TRIGGER IF EXISTS studyapp_search_changed",
        "DROP TABLE IF EXISTS studyapp_searchindex",
    ],
    "postgresql": ["ALTER TABLE studyapp_searchdocument DROP COLUMN IF EXISTS words"],
}


def make_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    unmake_index(apps, schema_editor)
    for statement in MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unmake_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNMAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("studyapp", "0006_misses_of_an_exam_queued")]

    operations = [
        migrations.AddField("searchdocument", "title_words", models.TextField(default="")),
        migrations.AddField("searchdocument", "body_words", models.TextField(default="")),
        migrations.RunPython(make_index, unmake_index),
    ]
