"""The exam date."""

from datetime import date
from typing import Any

from django import forms

from studyapp.domain.planning import FURTHEST, exam_date_fault


class ExamDateForm(forms.Form):
    """A day to study towards; `clear` takes it back, whatever the day field says."""

    exam_date = forms.DateField(
        label="Day of your exam",
        required=False,
        error_messages={"invalid": "Write the day as year-month-day, such as 2027-03-31."},
    )
    clear = forms.BooleanField(required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["exam_date"].widget = forms.DateInput(
            format="%Y-%m-%d",
            attrs={"type": "date", "min": today.isoformat(), "max": (today + FURTHEST).isoformat()},
        )

    def clean(self) -> dict[str, Any]:
        """A day that can be studied towards, or None to clear it."""
        cleaned = super().clean() or {}
        if cleaned.get("clear"):
            self.errors.pop("exam_date", None)
            return {"exam_date": None, "clear": True}
        if "exam_date" in cleaned:
            day = cleaned["exam_date"]
            fault = exam_date_fault(day, self.today) if day else "Choose the day of your exam."
            if fault:
                self.add_error("exam_date", fault)
        return cleaned
