"""Today's queue on one page that works without network: what comes, in its order."""

from studyapp.models import Learner
from studyapp.queries.catalogue import Catalogue
from studyapp.queries.queue import Counts, Moment, memories_ahead
from studyapp.queries.reviews import QueueItem, buttons_of, card_item, question_item, to_ask_each

MOST = 60  # items: half an hour of reviews


def pack(
    course: Catalogue, learner: Learner, *, moment: Moment, counts: Counts, most: int = MOST
) -> tuple[QueueItem, ...]:
    """The next `most` items: cards with both sides and what each button would do, questions without key.

    Three queries, however many items. What a button would do holds for the first grade of an item.
    """
    rows = memories_ahead(moment, counts, most=most)
    versions = to_ask_each([row for row in rows if row.card is None])
    return tuple(
        question_item(row, versions[row.pk], course, prefix=f"q{n}")
        if row.card is None
        else card_item(row, row.card, course, buttons=buttons_of(row, learner, moment))
        for n, row in enumerate(rows, start=1)
    )
