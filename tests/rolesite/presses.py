"""What each button of the public site sends, for tests that press it: one function a button."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import numpy as np
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.analytics.study.services import make_panel, questions_of
from assessments.attempts.selectors import hash_of, history_key
from assessments.attempts.services import start_attempt
from assessments.models import Attempt, Invitation, Panel
from assessments.peer_feedback.rules import rating_token
from assessments.peer_feedback.services import create_invitation
from tests.assessments.analytics.study.people import expert_sheet
from tests.assessments.factories import finished
from tests.assessments.peer_feedback_links import rate
from tests.assessments.sheets import PM, technical
from tests.rolesite.visitors import ADA, CODE, CONFIRM, KEEP, SIGN_IN, SignIn, code_in, keep

Fields = dict[str, Any]


@dataclass
class Visit:
    """A person with a quiz under way, a finished one, colleagues, and maybe an account."""

    client: Client
    outbox: list[EmailMessage]
    sign_in: SignIn

    def going(self) -> str:
        return start_attempt(now=timezone.now())

    def done(self) -> str:
        return finished(technical(), now=timezone.now())

    def invited(self, owner: str, *, sent: bool = False) -> str:
        key = str(uuid.uuid4())
        create_invitation(
            token=owner, key=key, asker="Ada", days=7, asks_openly=False, now=timezone.now()
        )
        token = rating_token(owner, key)
        return rate(token, now=timezone.now()) if sent else token

    def account(self) -> str:
        """Sign in, and keep one result in the account."""
        token = self.done()
        self.client = self.sign_in()
        keep(self.client, token)
        return token


def form_at(client: Client, path: str, action: str = "") -> Fields:
    """Return what a page's form for ``action`` sends: its hidden fields and what is chosen."""
    page = client.get(path).content.decode()
    for attributes, inner in re.findall(r"<form\b([^>]*)>(.*?)</form>", page, re.DOTALL):
        to = re.search(r'action="([^"]*)"', attributes)
        if 'method="post"' in attributes and (to[1] if to else path) == (action or path):
            inputs = [
                dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag)) | {"tag": tag}
                for tag in re.findall(r"<input\b[^>]*>", inner)
            ]
            return {
                unescape(each["name"]): unescape(each["value"])
                for each in inputs
                if "value" in each
                and (each.get("type") not in ("radio", "checkbox") or " checked" in each["tag"])
            }
    raise AssertionError(f"{path} has no form for {action or path}")


def path_of(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def quiz_screen(v: Visit) -> tuple[str, Fields]:
    path = path_of("quiz_screen", v.going(), 1)
    return path, form_at(v.client, path) | {"B01": "3", "save-to": "next"}


def quiz_more(v: Visit) -> tuple[str, Fields]:
    return path_of("quiz_more", v.going()), {}


def quiz_finish(v: Visit) -> tuple[str, Fields]:
    return path_of("quiz_finish", v.going()), {}


def quiz_start(v: Visit) -> tuple[str, Fields]:
    return "/quiz/", form_at(v.client, "/quiz/")


def retake(v: Visit) -> tuple[str, Fields]:
    path = path_of("retake", v.done())
    return path, form_at(v.client, path)


def over_time(v: Visit) -> tuple[str, Fields]:
    earlier, later = v.done(), v.done()
    return path_of("over_time", later), {"link": earlier}


def take_out(v: Visit) -> tuple[str, Fields]:
    path, fields = over_time(v)
    v.client.post(path, fields)
    row = Attempt.objects.get(token_hash=hash_of(fields["link"]))
    return path_of("take_out", path.split("/")[2], history_key(row)), {}


def result_delete(v: Visit) -> tuple[str, Fields]:
    return path_of("result_delete", v.done()), {}


def what_if(v: Visit) -> tuple[str, Fields]:
    return path_of("what_if", v.done()), {"B01": "4"}


def shares(v: Visit) -> tuple[str, Fields]:
    path = path_of("shares", v.done())
    return path, form_at(v.client, path)


def share_revoke(v: Visit) -> tuple[str, Fields]:
    path, fields = shares(v)
    v.client.post(path, fields)
    return path_of("share_revoke", path.split("/")[2], fields["key"]), {}


def study(v: Visit) -> tuple[str, Fields]:
    return path_of("study", v.done()), {"work": "other", "again": "4", "consent": "yes"}


def study_withdraw(v: Visit) -> tuple[str, Fields]:
    path, fields = study(v)
    v.client.post(path, fields)
    return path, {"withdraw": "yes"}


def expert(v: Visit) -> tuple[str, Fields]:
    make_panel(token="p" * 43, role=PM, now=timezone.now())
    sent = expert_sheet(questions_of(Panel.objects.get()), np.random.default_rng(1))
    return path_of("expert", "p" * 43, uuid.uuid4()), sent


def plan(v: Visit) -> tuple[str, Fields]:
    return path_of("plan", v.done()), {"role": "", "hours": "5", "weeks": "10"}


def plan_step(v: Visit) -> tuple[str, Fields]:
    path = path_of("plan", v.done())
    found = re.search(r'name="action" value="(done [^"]*)"', v.client.get(path).content.decode())
    assert found
    return path_of("plan_step", path.split("/")[2]), {"action": unescape(found[1])}


def peer_feedback(v: Visit) -> tuple[str, Fields]:
    path = path_of("peer_feedback", v.done())
    return path, form_at(v.client, path) | {"asker": "Ada"}


def peer_feedback_draw(v: Visit) -> tuple[str, Fields]:
    owner = v.done()
    for _ in range(3):
        v.invited(owner, sent=True)
    return path_of("peer_feedback_draw", owner), {}


def invitation_revoke(v: Visit) -> tuple[str, Fields]:
    owner = v.done()
    v.invited(owner)
    return path_of("invitation_revoke", owner, Invitation.objects.get().key), {}


def rate_start(v: Visit) -> tuple[str, Fields]:
    return path_of("rate", v.invited(v.done())), {"agreed": "no"}


def rate_screen(v: Visit) -> tuple[str, Fields]:
    path = path_of("rate_screen", v.invited(v.done()), 1)
    return path, form_at(v.client, path) | {"B01": "3", "save-to": "next"}


def rate_send(v: Visit) -> tuple[str, Fields]:
    path, fields = rate_screen(v)
    v.client.post(path, fields)
    return path_of("rate_send", path.split("/")[2]), {}


def rate_withdraw(v: Visit) -> tuple[str, Fields]:
    return path_of("rate_withdraw", v.invited(v.done(), sent=True)), {}


def account_login(v: Visit) -> tuple[str, Fields]:
    return SIGN_IN, form_at(v.client, SIGN_IN) | {"email": ADA}


def account_code(v: Visit) -> tuple[str, Fields]:
    path, fields = account_login(v)
    v.client.post(path, fields)
    return CODE, form_at(v.client, CODE) | {"code": code_in(v.outbox[-1]), "action": "verify"}


def account_wrong_code(v: Visit) -> tuple[str, Fields]:
    path, fields = account_code(v)
    return path, fields | {"code": "BBBB-BBBB"}


def account_resend(v: Visit) -> tuple[str, Fields]:
    path, fields = account_code(v)
    return path, fields | {"action": "resend"}


def account_logout(v: Visit) -> tuple[str, Fields]:
    v.account()
    return "/account/sign-out/", {}


def account_keep(v: Visit) -> tuple[str, Fields]:
    return KEEP, {"token": v.done()}


def account_confirm_keep(v: Visit) -> tuple[str, Fields]:
    v.account()
    v.client.post(KEEP, {"token": v.done()})
    return CONFIRM, form_at(v.client, CONFIRM)


def account_release(v: Visit) -> tuple[str, Fields]:
    v.account()
    return reverse("account_release", args=[Attempt.objects.get().pk]), {}


def account_over_time(v: Visit) -> tuple[str, Fields]:
    v.account()
    keep(v.client, v.done())
    return "/account/over-time/", {}


def account_delete(v: Visit) -> tuple[str, Fields]:
    v.account()
    return "/account/delete/", form_at(v.client, "/account/delete/")


PRESSES: dict[str, list[Callable[[Visit], tuple[str, Fields]]]] = {
    "quiz_start": [quiz_start],
    "quiz_screen": [quiz_screen],
    "quiz_more": [quiz_more],
    "quiz_finish": [quiz_finish],
    "retake": [retake],
    "over_time": [over_time],
    "take_out": [take_out],
    "result_delete": [result_delete],
    "what_if": [what_if],
    "shares": [shares],
    "share_revoke": [share_revoke],
    "study": [study, study_withdraw],
    "plan": [plan],
    "plan_step": [plan_step],
    "peer_feedback": [peer_feedback],
    "peer_feedback_draw": [peer_feedback_draw],
    "invitation_revoke": [invitation_revoke],
    "expert": [expert],
    "rate": [rate_start],
    "rate_screen": [rate_screen],
    "rate_send": [rate_send],
    "rate_withdraw": [rate_withdraw],
    "account_login": [account_login],
    "account_confirm_login_code": [account_code, account_wrong_code, account_resend],
    "account_logout": [account_logout],
    "account_keep": [account_keep],
    "account_confirm_keep": [account_confirm_keep],
    "account_release": [account_release],
    "account_over_time": [account_over_time],
    "account_delete": [account_delete],
}
