"""The simulation in small, with its exact figures: a changed constant or formula changes them."""

from bench.readiness import BLUEPRINT, WORLDS, World, ask, cover, learners, words


def test_stated_ranges_hold_the_true_score_in_eight_cases_of_ten() -> None:
    found = cover("mixed", learners(WORLDS, 280))
    assert (found.whole, found.of_whole) == (211, 260)
    assert (found.objectives, found.of_objectives) == (1919, 2318)
    assert 0.75 <= found.whole / found.of_whole <= 0.85
    assert 0.75 <= found.objectives / found.of_objectives <= 0.85


def test_whoever_is_told_likely_passes() -> None:
    told = {word: (passing, count) for word, passing, count in words(learners(WORLDS, 280))}
    assert told == {"not ready yet": (2, 135), "close": (40, 68), "likely": (57, 57)}


def test_the_same_learners_every_time() -> None:
    assert list(learners(WORLDS, 5)) == list(learners(WORLDS, 5))
    assert list(learners(WORLDS, 5, seed=1)) != list(learners(WORLDS, 5, seed=2))


def test_a_learner_is_simulated_as_her_world_says() -> None:
    world = World("one", practice=10, exams=(5, 20), skipped=("S4",), days=30)
    (one,) = learners([world], 1)
    places = [(tried.objective, tried.place) for tried in one.tries]
    assert all(places.count((code, "exam")) == 2 * count for code, count in BLUEPRINT.items())
    assert all(places.count((code, "practice")) == 10 * (code != "S4") for code in BLUEPRINT)
    assert all(0.22 < score < 1 for score in one.scores.values())
    assert min(one.scores.values()) < one.score < max(one.scores.values())
    assert not any(tried.guessed for tried in one.tries if tried.place == "exam")


def test_who_answers_too_little_is_told_so() -> None:
    (one,) = learners([World("hardly any", practice=5)], 1)
    asked = ask(one)
    assert (asked.range, [row.needed for row in asked.objectives]) == (None, [2, 2, 2, 1, 1, 1, 1, 2, 2])
    found = cover("hardly any", [one])
    assert (found.of_whole, found.of_objectives, found.off) == (0, 0, 0)
