"""Learners and accounts."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from studyapp.models import Learner, User


@transaction.atomic
def create_learner(*, user: User | None, now: datetime) -> Learner:
    """A new learner: of an account that has none yet, or a guest."""
    if user is None:
        return Learner.objects.create(created_at=now)
    return Learner.objects.get_or_create(user=user, defaults={"created_at": now})[0]


@transaction.atomic
def sign_up(*, name: str, password: str, guest: Learner | None, now: datetime) -> User:
    """A new account. Everything the guest did becomes the account's."""
    user = User.objects.create_user(username=name, password=password)
    adopt(user=user, guest=guest, now=now)
    return user


@transaction.atomic
def adopt(*, user: User, guest: Learner | None, now: datetime) -> bool:
    """Give a guest's work to an account without any of its own; False if the account keeps its own."""
    if Learner.objects.filter(user=user).exists():
        return False
    if guest is None or not Learner.objects.filter(pk=guest.pk, user=None).update(user=user):
        create_learner(user=user, now=now)
        return False
    return True


@transaction.atomic
def set_time_zone(*, learner: Learner, name: str) -> bool:
    """Study days follow the zone of the browser, unless one was chosen by hand; False for an unknown name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    Learner.objects.filter(pk=learner.pk, zone_chosen=False).update(time_zone=name)
    return True
