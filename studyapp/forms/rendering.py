"""How fields are rendered: as Django does, and after a refusal the focus is where the first fault is."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import Widget


class Field(BoundField):
    """A field of a form, which a browser shows first if it is the first of those that were refused.

    On a long page the reason would otherwise stand below what is seen, or be read out last.
    """

    def build_widget_attrs(self, attrs: Mapping[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """Django's own, and where the focus goes; a group of choices has no one control to take it."""
        told: dict[str, Any] = super().build_widget_attrs(dict(attrs), widget)
        seen = (name for name, field in self.form.fields.items() if not field.widget.is_hidden)
        first = next((name for name in seen if name in self.form.errors), None)
        if first is not None and not (widget or self.field.widget).use_fieldset:
            told["autofocus"] = self.name == first
        return told


class Renderer(DjangoTemplates):
    """Named in the settings."""

    bound_field_class = Field
