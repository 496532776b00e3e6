"""Who is asking."""

from django.contrib.auth.backends import ModelBackend

from studyapp.models import Learner, User


class LearnerBackend(ModelBackend):
    """Django's own backend; the learner comes with the account in the one query every page makes."""

    def get_user(self, user_id: int) -> User | None:
        """The active account with its learner joined, or None."""
        user = User.objects.select_related("learner__parameter_set").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


def guest(key: str) -> Learner | None:
    """The guest learner a session names. An account's learner is not reached this way."""
    return Learner.objects.select_related("parameter_set").filter(key=key, user=None).first()


def learner_of(user: User) -> Learner | None:
    """The learner of an account, if it has one (an account made by a command has none at first)."""
    try:
        return user.learner
    except Learner.DoesNotExist:
        return None
