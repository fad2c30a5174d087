"""People with private links, accounts and seats at the desk, made inside the site's code."""

from __future__ import annotations

import json
import uuid

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from assessments.analytics.study.services import make_panel
from assessments.attempts.services import keep_attempt, start_attempt
from assessments.models.choices import Detail
from assessments.peer_feedback.services import begin_rating
from assessments.plans.services import finish_quiz
from assessments.sharing.services import create_share, share_token
from rolesite.staff.groups import GROUPS
from tests.assessments.factories import finished
from tests.assessments.peer_feedback_links import invite
from tests.assessments.sheets import technical
from web.once import new_form_key

OWNERS = 40
VISITORS = 10
SUPERUSERS = 5


def print_people() -> None:
    """Make them all, and print their links and sessions after the word PEOPLE, as JSON."""
    now = timezone.now()
    links: dict[str, list[str]] = {
        kind: [] for kind in ("owner", "going", "reader", "colleague", "expert")
    }
    keys: list[str] = []
    for number in range(OWNERS):
        if number % 4:
            owner = finished(technical(), now=now)
        else:
            owner = start_attempt(now=now)
            finish_quiz(token=owner, now=now)
        key = str(uuid.uuid4())
        create_share(
            token=owner, key=key, detail=list(Detail)[number % len(Detail)], days=7, now=now
        )
        colleague, panel = invite(owner, asker="Ada", asks_openly=True, now=now), new_form_key()
        begin_rating(token=colleague, agreed=bool(number % 2), now=now)
        make_panel(token=panel, role="project-manager", now=now)
        keys.append(key)
        for kind, link in (
            ("owner", owner),
            ("going", start_attempt(now=now)),
            ("reader", share_token(owner, key)),
            ("colleague", colleague),
            ("expert", panel),
        ):
            links[kind].append(link)
    sessions: dict[str, list[str]] = {name: [] for name in ("visitor", "superuser", *GROUPS)}
    for number in range(VISITORS):
        visitor = User.objects.create_user(f"visitor-{number}")
        email = f"visitor-{number}@rolesite.example"
        EmailAddress.objects.create(user=visitor, email=email, primary=True, verified=True)
        keep_attempt(token=links["owner"][-number - 1], owner_id=visitor.pk, now=now)
        sessions["visitor"].append(session_of(visitor, "rolesite.account.sign_in.CodeBackend"))
    for number in range(SUPERUSERS):
        sessions["superuser"].append(session_of(User.objects.create_superuser(f"head-{number}")))
    for name in GROUPS:
        member = User.objects.create_user(name.lower(), is_staff=True)
        member.groups.set(Group.objects.filter(name=name))
        sessions[name].append(session_of(member))
    print("PEOPLE" + json.dumps({"links": links, "sessions": sessions, "keys": keys}))


def session_of(user: User, backend: str = "django.contrib.auth.backends.ModelBackend") -> str:
    """Return the key of a new session of a user."""
    client = Client()
    client.force_login(user, backend=backend)
    key = client.session.session_key
    assert key
    return str(key)
