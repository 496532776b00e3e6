"""What can be found by its words: written by `actions.publish`, one row for each published text."""

from django.db import models


class SearchDocument(models.Model):
    """A lesson section, term, card or practice question as plain text. Exam questions never come here."""

    KINDS = [("lesson", "Lesson"), ("term", "Glossary"), ("card", "Card"), ("question", "Question")]

    kind = models.CharField(max_length=8, choices=KINDS)
    slug = models.CharField(max_length=80)
    section = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300)
    body = models.TextField()
    lesson = models.CharField(max_length=80)  # slug of the lesson it belongs to

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug", "section"], name="search_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"
