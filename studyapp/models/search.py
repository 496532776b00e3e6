"""What can be found by its words: written by `actions.searching`, one row for each published text."""

from django.db import models


class SearchDocument(models.Model):
    """A lesson section, path, term, card or practice question as plain text. Exam questions never come here.

    The database keeps a full-text index of both `…_words` by itself; a migration made it, and it is not in
    Django's picture of the table. On SQLite an operation that makes the table anew loses its triggers: such a
    migration has to call `make_index` of 0007 again, and a test says so.
    """

    KINDS = [
        ("lesson", "Lesson"),
        ("path", "Path"),
        ("term", "Glossary"),
        ("card", "Card"),
        ("question", "Question"),
    ]

    kind = models.CharField(max_length=8, choices=KINDS)
    slug = models.CharField(max_length=80)
    section = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    body = models.TextField()
    lesson = models.CharField(max_length=80)  # slug of the lesson it belongs to
    title_words = models.TextField(default="")  # made by `domain.searchtext`, and all that is searched
    body_words = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "section"], name="search_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
