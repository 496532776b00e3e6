"""One learner's whole road through the small course, as steps that hold with scripts and without."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.questions import answer, kind_of

KINDS = {"single", "multiple", "ordering", "matching"}
STEPS_AT_MOST = 100
WHEN = re.compile(r"\d+ (min|h|day|month|year)")


@dataclass(frozen=True)
class Road:
    """A page to walk on. `look` is called with a name wherever there is something to inspect."""

    page: Page
    look: Callable[[str], None]
    scripts: bool = True

    def walk(self) -> None:
        """From the first visit to the report of an exam."""
        self.today()
        self.lessons()
        self.practice()
        self.review()
        self.exam()
        self.glossary()

    def today(self) -> None:
        """A first visit: one thing to do."""
        self.page.goto("/")
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Learn what protects data on the wire")
        self.look("today, first visit")
        self.link("Read lesson 1").click()

    def lessons(self) -> None:
        """Read both lessons; answer one inline question wrong and one right."""
        self.reached("First lesson")
        self.look("lesson")
        check = self.check("q-k1-1", "Wrong alpha of q-k1-1")
        expect(check.locator(".verdict")).to_contain_text(re.compile(r"Not yet:\s+the key is [A-D]"))
        expect(check.get_by_text("This is what was asked for.")).to_be_visible()
        expect(check.locator(".why")).to_have_count(4)
        expect(check.get_by_role("link", name="docs.example.com")).to_be_visible()
        self.look("lesson, answered wrong")
        check.get_by_role("button", name="Add to my reviews").click()
        expect(self.page.get_by_text(re.compile("In your reviews|is in your reviews"))).to_be_visible()
        self.look("lesson, question queued")
        self.button("Mark as read").click()
        self.reached("Second lesson")
        self.told("Lesson 1 is read: 12 cards joined your reviews.")
        check = self.check("q-s1-1", "Right of q-s1-1")
        expect(check.locator(".verdict")).to_have_text(re.compile(r"\s*Right\s*"))
        self.look("lesson, answered right")
        self.button("Mark as read").click()
        self.reached("Lessons")
        expect(self.page.get_by_text("2 of 2 read")).to_be_visible()
        self.look("course map")

    def practice(self) -> None:
        """A quiz of everything there is, one question of each kind answered; the misses into the reviews."""
        self.go("Practice")
        self.look("practice")
        self.page.get_by_text("40", exact=True).click()
        self.button("Start").click()
        expect(self.page.get_by_text("0 of 32 answered")).to_be_visible()
        missing = set(KINDS)
        for _ in range(STEPS_AT_MOST):
            if not missing:
                break
            missing -= self.practise(missing)
        assert missing == set()
        self.button("End now").click()
        self.reached("3 of 32 right")
        expect(self.page.get_by_text("2 to come back to: wrong, or right by a guess.")).to_be_visible()
        self.look("practice, result")
        self.button("Put 2 into my reviews").click()
        self.told("2 questions are new in your reviews.")

    def practise(self, missing: set[str]) -> set[str]:
        """Answer the question at hand if its kind is missing, else skip it; returns the kinds answered."""
        form = self.page.locator("form.question")
        expect(form).to_be_visible()
        kind = kind_of(form)
        heading = form.get_by_role("heading").inner_text()
        if kind not in missing:
            form.get_by_role("link", name="Skip").click()
            expect(self.page.get_by_role("heading", name=heading)).not_to_be_visible()
            return set()
        self.look(f"practice, {kind}")
        answer(form, right=kind != "multiple", scripts=self.scripts)
        sure = {"multiple": "Unsure", "matching": "A guess"}.get(kind, "Sure")
        form.get_by_text(sure, exact=True).click()
        self.look("practice, chosen")
        form.get_by_role("button", name="Check", exact=True).click()
        verdict = self.page.locator(".verdict")
        expect(verdict).to_contain_text("Not yet" if kind == "multiple" else "Right")
        self.look(f"practice, {kind} answered")
        self.link("Next question").click()
        expect(verdict).not_to_be_visible()
        return {kind}

    def review(self) -> None:
        """Four cards, one of each grade, one of them taken back before; and a question."""
        self.go("Review")
        grades = ["Again", "Hard", "Good", "Easy"]
        questions = 0
        for _ in range(STEPS_AT_MOST):
            if not grades and questions:
                break
            expect(self.page.locator("#queue").locator(".flashcard, form.question")).to_be_visible()
            if self.page.locator("form.question").count():
                self.review_question()
                questions += 1
            else:
                self.review_card(grades.pop(0) if grades else "Good", undo=len(grades) == 3)
        assert (grades, questions > 0) == ([], True)
        self.page.get_by_role("banner").get_by_role("link", name="In Transit").click()
        self.reached("Today")

    def review_card(self, grade: str, *, undo: bool) -> None:
        """Show the card and grade it; where `undo`, take the grade back and give it again."""
        self.look("review, front")
        front = self.page.locator(".flashcard-front").inner_text()
        self.show()
        rates = self.page.get_by_role("group", name="How well did you know it?").get_by_role("button")
        expect(rates).to_have_count(4)
        for rate in rates.all():
            expect(rate).to_contain_text(WHEN)
        self.look("review, back")
        self.button(grade).click()
        expect(self.page.locator(".flashcard-front", has_text=front)).not_to_be_visible()
        if undo:
            self.button("Undo").click()
            self.told("Taken back.")
            expect(self.page.locator(".flashcard-front")).to_have_text(front)
            self.look("review, taken back")
            self.review_card(grade, undo=False)

    def show(self) -> None:
        """Turn the card over: by Space, or by the link where no script listens."""
        if self.scripts:
            self.page.keyboard.press("Space")
        else:
            self.link("Show the answer").click()

    def review_question(self) -> None:
        """Answer the question at hand and read why."""
        form = self.page.locator("form.question")
        self.look("review, question")
        answer(form, right=True, scripts=self.scripts)
        form.get_by_text("Sure", exact=True).click()
        form.get_by_role("button", name="Check", exact=True).click()
        expect(self.page.locator(".verdict")).to_contain_text("You were sure")
        self.look("review, question answered")
        self.link("Next").click()
        expect(self.page.locator(".verdict")).not_to_be_visible()

    def exam(self) -> None:
        """Answer two of four questions, flag one, look the paper over, hand it in."""
        self.go("Exams")
        self.look("exams")
        self.page.get_by_role("link", name="Mini exam", exact=True).click()
        self.reached("Mini exam")
        self.look("exam, before the start")
        self.button("Start the clock").click()
        self.at_question(1)
        self.look("exam, question")
        self.page.get_by_role("radio").first.check()
        if self.scripts:
            expect(self.page.locator("#saved")).to_have_text("Saved")
        self.button("Flag").click()
        expect(self.button("Flagged")).to_have_attribute("aria-pressed", "true")
        expect(self.page.get_by_role("radio").first).to_be_checked()
        self.look("exam, answered and flagged")
        self.button("Save and next").click()
        self.at_question(2)
        self.button("Review all").click()
        self.reached("Before you hand it in")
        expect(self.page.get_by_text("3 of 4 questions have no answer yet.")).to_be_visible()
        self.look("exam, all questions")
        self.place(4, "Unseen").click()
        self.at_question(4)
        self.page.get_by_role("radio").last.check()
        self.button("Save and review").click()
        expect(self.place(1, "Complete Flagged")).to_be_visible()
        self.link("Flagged 1").click()
        expect(self.page.locator(".paper-line")).to_have_count(1)
        self.look("exam, flagged questions")
        self.link("Hand in …").click()
        self.reached("Hand it in?")
        self.look("exam, handing in")
        self.button("Hand in with 2 unanswered").click()
        self.report()

    def report(self) -> None:
        """The score, labelled as an estimate, by objective, and every question with its reasons."""
        self.reached(re.compile(r"[012] of 4 right"))
        expect(self.page.get_by_text("practice estimate", exact=False).first).to_be_visible()
        expect(self.page.get_by_role("img", name="Right answers by objective")).to_be_visible()
        expect(self.page.get_by_role("heading", name="Where the time went")).to_be_visible()
        expect(self.page.locator("article.question")).to_have_count(4)
        expect(self.page.get_by_text("Not answered")).to_have_count(2)
        self.look("exam, report")

    def glossary(self) -> None:
        """From a term in a lesson to its meaning and back; then the start page of somebody who has begun."""
        self.page.goto("/lessons/first/")
        self.link("MACsec").click()
        expect(self.page).to_have_url(re.compile("/glossary/#term-macsec$"))
        expect(self.page.get_by_text("Encryption of one Ethernet hop.")).to_be_in_viewport()
        self.look("glossary")
        self.page.locator("#term-macsec").get_by_role("link", name="First lesson").click()
        self.reached("First lesson")
        self.go("Today")
        self.reached("Today")
        self.look("today, begun")

    def link(self, name: str) -> Locator:
        """The link of this name in the page's content."""
        return self.page.get_by_role("main").get_by_role("link", name=name, exact=True)

    def button(self, name: str) -> Locator:
        """The button whose name begins like this, in the page's content."""
        return self.page.get_by_role("main").get_by_role("button", name=re.compile(f"^{name}\\b"))

    def go(self, name: str) -> None:
        """Follow the main navigation."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=name).click()

    def check(self, question: str, choice: str) -> Locator:
        """Answer an inline question; returns where it stands."""
        check = self.page.locator(f"#check-{question}")
        check.get_by_role("radio", name=choice).check()
        check.get_by_role("button", name="Check", exact=True).click()
        expect(check.locator(".verdict")).to_be_visible()
        return check

    def reached(self, heading: str | re.Pattern[str]) -> None:
        """The page with this heading is here."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def at_question(self, number: int) -> None:
        """The sitting shows this question, and a running clock."""
        expect(self.page.locator(".where")).to_have_text(f"Question {number} of 4")
        expect(self.page.locator("exam-clock")).to_have_text(
            re.compile(r"[78]:\d\d left" if self.scripts else r"Closes at \d\d:\d\d")
        )

    def place(self, number: int, state: str) -> Locator:
        """A question in the list of all, said to be in this state."""
        name = re.compile(rf"^Question {number} {state}$")
        return self.page.locator(".paper-list").get_by_role("link", name=name)

    def told(self, text: str) -> None:
        """A message says so."""
        expect(self.page.get_by_role("status").filter(has_text=text)).to_be_visible()
