"""Ways back into an account without mail: recovery codes, and a link from whoever runs the site."""

import secrets
from datetime import datetime

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.crypto import salted_hmac

from studyapp.domain.recoverycode import LENGTH, SIGNS, canonical, written
from studyapp.models import RecoveryCode, User
from studyapp.queries.accounts import user_of_link

HOW_MANY = 10


@transaction.atomic
def make_codes(*, user: User, now: datetime) -> tuple[str, ...]:
    """Ten new codes, as they are to be shown, once. All older ones stop working."""
    User.objects.select_for_update().get(pk=user.pk)  # two presses at once leave ten codes, not twenty
    RecoveryCode.objects.filter(user=user).delete()
    codes = tuple("".join(secrets.choice(SIGNS) for _ in range(LENGTH)) for _ in range(HOW_MANY))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, code_hash=_hashed(code), created_at=now) for code in codes
    )
    return tuple(written(code) for code in codes)


@transaction.atomic
def use_code(*, name: str, code: str, password: str, now: datetime) -> User | None:
    """Set a new password for whoever knows the name and an unused code of it; None for anybody else.

    An unknown name and a wrong code take the same way: one hash and one query, which finds nothing.
    """
    fitting = RecoveryCode.objects.select_related("user").filter(
        code_hash=_hashed(canonical(code)), used_at=None, user__folded=name.casefold(), user__is_active=True
    )
    found = fitting.first()
    if found is None or not RecoveryCode.objects.filter(pk=found.pk, used_at=None).update(used_at=now):
        return None
    return _with_password(found.user, password)


@transaction.atomic
def use_link(*, uid: str, token: str, password: str) -> User | None:
    """Set a new password by a link of `manage.py resetlink`; None if it was used, is too old, or is none."""
    user = user_of_link(uid, token)
    held = User.objects.select_for_update().filter(pk=user.pk).first() if user is not None else None
    # Of the row as it is now: the password that the token was made for may just have gone.
    if held is None or not default_token_generator.check_token(held, token):
        return None
    return _with_password(held, password)


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """A new password. Every session that was signed in with the old one ends."""
    _with_password(user, password)


def _with_password(user: User, password: str) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _hashed(code: str) -> str:
    """A keyed hash, and a quick one: 80 random bits cannot be guessed from it, however quick.

    A slow hash protects what people think up; here it would only let wrong codes keep the server busy.
    The key is SECRET_KEY: whoever has the database alone cannot even try.
    """
    return salted_hmac("studyapp.recovery-code", code, algorithm="sha256").hexdigest()
