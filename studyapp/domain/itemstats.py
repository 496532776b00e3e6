"""What the answers of many candidates say about each question of an exam, and about the exam.

Classical test theory; the formulas are those of Crocker & Algina, Introduction to Classical and Modern Test
Theory (1986), chapters 7 and 14, and Kelley (1939) for the size of the groups. Variances divide by n - 1.

    facility          mean points / most points
    rest              the points of a paper in all questions that count, without those of the question itself;
                      one that does not count (a pilot) takes nothing off
    discrimination    Pearson's r of points and rest: the corrected item-total correlation
    an option's r     the same of "chose it" (0 or 1) and rest
    groups            the 27 % of candidates with the highest and the lowest totals, at least one; those tied
                      at the border share the places that are left
    alpha             k / (k - 1) (1 - sum of the variances of questions / that of the totals), Cronbach 1951
    SEM               standard deviation of the totals x sqrt(1 - alpha)

Papers drawn from a pool hold different questions. So that nobody seems better for an easier paper, totals
and rests are taken from what the same questions bring on average, k is the mean length, and the variance of a
question weighs as much as the share of papers it is on. Where all papers hold the same questions, for which
the formulas were made, this changes nothing. What is undefined (one candidate, no variance) is None.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, fsum, sqrt
from typing import Any

SHARE = 0.27
NOTHING = 1e-9  # a sum of squares below it is rounding


@dataclass(frozen=True, slots=True)
class Mark:
    """One question on one paper. `chosen` are the parts of the answer, () if it was left empty."""

    item: Hashable
    points: int
    out_of: int = 1
    scored: bool = True
    chosen: tuple[str, ...] = ()


type Paper = Sequence[Mark]


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """Who chose an option, or with None left the question empty. `upper` and `lower` may be fractions."""

    option: str | None
    count: int
    share: float
    upper: float
    lower: float
    rest_r: float | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question. `options` come in the order of their names, the empty answer last."""

    item: Hashable
    answers: int
    omitted: int
    group: int
    facility: float | None
    discrimination: float | None
    options: tuple[OptionFigures, ...]


@dataclass(frozen=True, slots=True)
class ExamFigures:
    """All papers together. `mean` and `deviation` are of the points in questions that count."""

    candidates: int
    length: float | None
    mean: float | None
    deviation: float | None
    alpha: float | None
    sem: float | None
    items: Mapping[Hashable, ItemFigures]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A mark with what the rest of its paper was worth."""

    mark: Mark
    total: float
    rest: float


def analyse(
    papers: Sequence[Paper],
    options: Mapping[Any, Sequence[str]] | None = None,
    *,
    only: Collection[Hashable] | None = None,
) -> ExamFigures:
    """The figures of an exam, and of its questions or `only` some.

    `options` names those of a question, so that one that nobody chose is there, too.
    """
    means = _means(papers)
    expected = [fsum(means[mark.item] for mark in paper if mark.scored) for paper in papers]
    raw = [sum(mark.points for mark in paper if mark.scored) for paper in papers]
    totals = [points - usual for points, usual in zip(raw, expected, strict=True)]
    found: dict[Hashable, list[_Entry]] = defaultdict(list)
    for paper, points, usual, total in zip(papers, raw, expected, totals, strict=True):
        for mark in paper:
            rest = (points - mark.points) - (usual - means[mark.item]) if mark.scored else total
            found[mark.item].append(_Entry(mark, total, rest))
    alpha = _alpha(papers, found, totals)
    spread = _deviation(totals)
    return ExamFigures(
        candidates=len(papers),
        length=sum(mark.scored for paper in papers for mark in paper) / len(papers) if papers else None,
        mean=sum(raw) / len(raw) if raw else None,
        deviation=spread,
        alpha=alpha,
        sem=None if alpha is None or spread is None else spread * sqrt(max(1 - alpha, 0.0)),
        items={
            item: _figures(item, rows, (options or {}).get(item, ()))
            for item, rows in found.items()
            if only is None or item in only
        },
    )


def correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Pearson's r; None if either side does not vary."""
    if len(pairs) < 2:
        return None
    middle_x = fsum(x for x, _ in pairs) / len(pairs)
    middle_y = fsum(y for _, y in pairs) / len(pairs)
    along = fsum((x - middle_x) ** 2 for x, _ in pairs)
    across = fsum((y - middle_y) ** 2 for _, y in pairs)
    if along < NOTHING or across < NOTHING:
        return None
    return fsum((x - middle_x) * (y - middle_y) for x, y in pairs) / sqrt(along * across)


def group_size(candidates: int) -> int:
    """How many make up the upper group, and the lower."""
    return max(1, floor(SHARE * candidates + 0.5))


def _means(papers: Sequence[Paper]) -> Mapping[Hashable, float]:
    sums: dict[Hashable, list[int]] = defaultdict(lambda: [0, 0])
    for paper in papers:
        for mark in paper:
            pair = sums[mark.item]
            pair[0] += mark.points
            pair[1] += 1
    return {item: points / count for item, (points, count) in sums.items()}


def _figures(item: Hashable, rows: Sequence[_Entry], names: Sequence[str]) -> ItemFigures:
    most = sum(row.mark.out_of for row in rows)
    return ItemFigures(
        item=item,
        answers=len(rows),
        omitted=sum(not row.mark.chosen for row in rows),
        group=group_size(len(rows)),
        facility=sum(row.mark.points for row in rows) / most if most else None,
        discrimination=correlation([(row.mark.points, row.rest) for row in rows]),
        options=_options(rows, names),
    )


def _options(rows: Sequence[_Entry], names: Sequence[str]) -> tuple[OptionFigures, ...]:
    """One pass over the answers: of a 0 and 1 variable the sums say all."""
    upper, lower = _weights(rows)
    empty: list[float] = [0, 0.0, 0.0, 0.0]
    sums: dict[str | None, list[float]] = {name: list(empty) for name in (*names, None)}
    for row, high, low in zip(rows, upper, lower, strict=True):
        for name in row.mark.chosen or (None,):
            found = sums.setdefault(name, list(empty))
            found[0] += 1
            found[1] += high
            found[2] += low
            found[3] += row.rest
    middle = fsum(row.rest for row in rows) / len(rows)
    across = fsum((row.rest - middle) ** 2 for row in rows)
    ordered = sorted(sums.items(), key=lambda pair: (pair[0] is None, pair[0] or ""))
    return tuple(
        OptionFigures(
            option=name,
            count=int(count),
            share=count / len(rows),
            upper=high,
            lower=low,
            rest_r=_option_r(count, rest, len(rows), middle, across),
        )
        for name, (count, high, low, rest) in ordered
    )


def _option_r(count: float, rest: float, people: int, middle: float, across: float) -> float | None:
    along = count * (1 - count / people)
    if along < NOTHING or across < NOTHING:
        return None
    return (rest - count * middle) / sqrt(along * across)


def _weights(rows: Sequence[_Entry]) -> tuple[list[float], list[float]]:
    """How much of each candidate belongs to the upper group, and how much to the lower."""
    size = group_size(len(rows))
    shares = []
    for sign in (-1, 1):
        left: float = size
        tied: dict[float, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            tied[sign * row.total].append(place)
        weights = [0.0] * len(rows)
        for total in sorted(tied):
            if left <= 0:
                break
            places = tied[total]
            for place in places:
                weights[place] = min(1.0, left / len(places))
            left -= len(places)
        shares.append(weights)
    return shares[0], shares[1]


def _alpha(
    papers: Sequence[Paper], found: Mapping[Hashable, Sequence[_Entry]], totals: Sequence[float]
) -> float | None:
    spread = _variance(totals)
    if spread is None or spread * (len(totals) - 1) < NOTHING:
        return None
    counted = {item: [row.mark.points for row in rows if row.mark.scored] for item, rows in found.items()}
    length = sum(map(len, counted.values())) / len(papers)
    if length < 2:
        return None
    inner = fsum(len(points) / len(papers) * (_variance(points) or 0.0) for points in counted.values())
    return length / (length - 1) * (1 - inner / spread)


def _variance(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    middle = fsum(values) / len(values)
    return fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def _deviation(values: Sequence[float]) -> float | None:
    spread = _variance(values)
    return None if spread is None else sqrt(spread)
