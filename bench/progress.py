"""What the progress page costs a learner with 100,000 reviews.

    python3 manage.py bench progress [anki]

10,000 items, 100,000 reviews and 10,000 answers of one learner, given over three years, with an exam ahead;
on a scratch SQLite database, or in a scratch schema of the PostgreSQL that DATABASE_URL names. CPU time of
this process per request, middleware and templates included, median of many; on SQLite the database works in
this process too. With `anki`, Anki's own library makes the numbers of its graphs (of a year) for as many
cards and reviews in the same run; drawing them is done elsewhere and not counted.
"""

from bench.pages import manage
from bench.processes import told, told_by_anki
from bench.server import scratch

MOST = 150  # milliseconds
ROUNDS = 21


def main(arguments: list[str]) -> None:
    """Print the table."""
    with scratch() as environment:
        for command in ("migrate", "publish_content", "collectstatic --no-input"):
            manage(environment, *command.split(), "--verbosity", "0")
        ours = told(environment, "bench.progress_times", str(ROUNDS))
        theirs = None
        if "anki" in arguments:
            theirs = told_by_anki(environment, "bench.anki_graphs", str(ROUNDS))
    print(f"milliseconds of CPU, median of {ROUNDS} ({ours['vendor']})")
    print(f"{'progress page':24}{ours['page']:8.1f}  at most {MOST}; {ours['queries']:.0f} queries")
    print(f"{'of it the numbers':24}{ours['numbers']:8.1f}")
    print(f"{'with one review':24}{ours['little']:8.1f}")
    if theirs:
        print(f"{'Anki, numbers only':24}{theirs['graphs']:8.1f}  {theirs['cards']:,} cards")
