"""A learner who studies for a month, through the pages, without scripts; a seed decides what she does."""

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from playwright.sync_api import Locator, Page

from tests.browser.questions import answer

DAYS = 30
FIRST = date(2026, 10, 12)  # two weeks before the clocks go back
REST = {3, 4, 7, 8, 10, 11, 14, 17, 18, 19, 22, 24, 25, 27}
HOURS = (6, 17, 22, 25)  # of UTC, in turn: the last two are late evening and night in Berlin
ITEMS = (2, 3)  # looked at on a day: at least and at most
GRADES = ("Again", "Hard", "Good", "Easy")
WEIGHTS = (10, 10, 40, 40)
CONFIDENCES = ("Sure", "Unsure", "A guess")
TAKEN_BACK = {"cards": {2, 9}, "questions": {1, 4}}  # after how many of them the last grade is taken back


@dataclass
class Clock:
    """What the server takes for the present moment."""

    now: datetime

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)


@dataclass
class Month:
    """Thirty days, some of them of rest. Quizzes draw their questions by chance, so no month is like another;
    what must happen in each of them is fixed. `done` counts what was done."""

    page: Page
    clock: Clock
    draw: random.Random = field(default_factory=lambda: random.Random(11))  # noqa: S311 (no secret)
    done: Counter[str] = field(default_factory=Counter)
    to_put_away: list[str] = field(default_factory=lambda: ["Set aside", "Not today"])

    def study(self) -> None:
        """The whole month, and a morning after it."""
        self.settle_in()
        special: dict[int, Callable[[], None]] = {
            0: lambda: self.read("first", "q-k1-1"),
            2: lambda: self.read("second", "q-s1-1"),
            5: lambda: self.practise(5, end=True),
            9: self.set_the_exam_date,
            16: self.sit_an_exam,
            21: lambda: self.practise(3, end=False),
            28: lambda: self.practise(2, end=False),
            29: lambda: self.practise(2, end=False, mode="end"),  # it runs on and keeps its results
        }
        for day in sorted(set(range(DAYS)) - REST):
            hours = HOURS[day % len(HOURS)]
            self.clock.now = midnight(day) + timedelta(hours=hours, minutes=self.draw.randrange(50))
            special.get(day, lambda: None)()
            self.review()
        self.clock.now = midnight(DAYS) + timedelta(hours=7, seconds=123.456)

    def settle_in(self) -> None:
        """Few new items a day, and the zone whose clocks are about to change."""
        self.clock.now = midnight(0) + timedelta(hours=5)
        self.page.goto("/account/settings/")
        self.page.get_by_label(re.compile("New items", re.I)).fill("4")
        self.page.get_by_label(re.compile("time zone", re.I)).select_option("Europe/Berlin")
        self.press("Save")

    def read(self, slug: str, question: str) -> None:
        """Answer the question in the lesson, put it into the reviews, and mark the lesson as read."""
        self.page.goto(f"/lessons/{slug}/")
        check = self.page.locator(f"#check-{question}")
        answer(check.locator("form.question"), right=slug == "first", scripts=False)
        self.clock.pass_by(40)
        check.get_by_role("button", name="Check", exact=True).click()
        self.page.locator(f"#check-{question}").get_by_role("button", name="Add to my reviews").click()
        self.press("Mark as read")

    def review(self) -> None:
        """A few items of the queue; now and then a grade is taken back, an item put off or set aside."""
        self.page.goto("/review/")
        for _ in range(self.draw.randint(*ITEMS)):
            asked = self.page.locator("#queue").locator(".flashcard, form.question, .empty").first
            kind = (asked.get_attribute("class") or "").split()
            if "empty" in kind:
                return
            what = "questions" if "question" in kind else "cards"
            if what == "questions":
                self.answer_question()
            else:
                self.grade_card()
            self.done[what] += 1
            if self.done[what] in TAKEN_BACK[what]:
                self.press("Undo")
            elif self.done["cards"] > 5 and self.to_put_away and self.page.locator(".item-menu").count():
                self.put_away(self.to_put_away.pop())

    def grade_card(self) -> None:
        """Turn a card over and grade it."""
        self.page.locator(".dock a").click()
        self.clock.pass_by(self.draw.uniform(2, 30))
        (grade,) = self.draw.choices(GRADES, WEIGHTS)
        self.page.locator(".rate", has_text=grade).click()

    def answer_question(self) -> None:
        """Answer a question, more often right than not, and be so sure or otherwise."""
        form = self.page.locator("form.question")
        answer(form, right=self.draw.random() < 0.65, scripts=False)
        self.judge(form)
        self.clock.pass_by(self.draw.uniform(10, 90))
        form.locator("button:not([type=button])").click()
        self.page.locator("#queue a", has_text="Next").click()

    def judge(self, form: Locator) -> None:
        """Say how sure."""
        form.get_by_text(self.draw.choice(CONFIDENCES), exact=True).click()

    def put_away(self, how: str) -> None:
        """Put the item at hand off, or set it aside."""
        self.page.locator(".item-menu > summary").click()
        self.page.locator(".item-menu").get_by_role("button", name=how).click()

    def practise(self, answers: int, *, end: bool, mode: str = "each") -> None:
        """A quiz of five questions, some of them answered; at the `end` its misses go into the reviews."""
        self.page.goto("/practice/")
        self.page.locator("input[name=size][value='5']").check(force=True)
        self.page.locator(f"input[name=mode][value='{mode}']").check(force=True)
        self.press("Start")
        for _ in range(answers):
            form = self.page.locator("form.question")
            answer(form, right=self.draw.random() < 0.5, scripts=False)
            self.judge(form)
            self.clock.pass_by(self.draw.choice((25.0, 70.0, 900.0)))
            with self.page.expect_navigation():  # the form that is there until then is the old one
                form.locator("button:not([type=button])").click()
            if mode == "each":
                self.page.locator("#quiz a", has_text=re.compile("Next question|See the result")).click()
        if end:
            self.page.get_by_role("button", name=re.compile("into my reviews")).click()

    def set_the_exam_date(self) -> None:
        """Three weeks after the month."""
        self.page.goto("/plan/")
        day = FIRST + timedelta(days=DAYS + 21)
        self.page.locator("input[name=exam_date]").fill(day.isoformat())
        self.press("Make the plan")

    def sit_an_exam(self) -> None:
        """Two of four questions answered within four minutes."""
        self.page.goto("/exams/mini/")
        self.press("Start the clock")
        for right in (True, False):
            answer(self.page.locator("form.question"), right=right, scripts=False)
            self.clock.pass_by(110)
            self.press("Save and next")
        self.page.get_by_role("button", name="Review all").click()
        self.page.get_by_role("link", name="Hand in …").click()
        self.clock.pass_by(15)
        self.press("Hand in")

    def press(self, name: str) -> None:
        """The button whose name begins like this."""
        self.page.locator("main button", has_text=re.compile(rf"^\s*{name}\b")).first.click()


def midnight(day: int) -> datetime:
    """When the day of that number begins in UTC."""
    return datetime.combine(FIRST + timedelta(days=day), time(), UTC)
