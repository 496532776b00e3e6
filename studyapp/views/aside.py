"""Challenges put off until tomorrow: in the session, as no row says when one comes again."""

from datetime import date

from django.http import HttpRequest

from studyapp.queries.pathanswers import ChallengeKey

KEPT = "put-off"  # {"day": "2026-11-24", "challenges": [["web", "every-hop"], …]}


def put_off(request: HttpRequest, today: date) -> frozenset[ChallengeKey]:
    """What of the challenges does not come on this study day any more."""
    kept = request.session.get(KEPT, {})
    if kept.get("day") != today.isoformat():
        return frozenset()
    return frozenset((path, challenge) for path, challenge in kept["challenges"])


def put_challenge_off(request: HttpRequest, challenge: ChallengeKey, today: date) -> None:
    """Not today."""
    _keep(request, put_off(request, today) | {challenge}, today)


def bring_challenge_back(request: HttpRequest, challenge: ChallengeKey, today: date) -> None:
    """Today after all."""
    _keep(request, put_off(request, today) - {challenge}, today)


def _keep(request: HttpRequest, challenges: frozenset[ChallengeKey], today: date) -> None:
    request.session[KEPT] = {"day": today.isoformat(), "challenges": sorted(challenges)}
