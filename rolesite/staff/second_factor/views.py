"""The pages of signing in at the desk in two steps, with limits, and of one's second factor."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib.admin import site
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from roles.editing.pages import desk_page, log
from rolesite.staff.second_factor import factors, session
from rolesite.staff.second_factor.factors import accept
from web.encryption import decrypt, encrypt
from web.limits import Limit, client_network
from web.typed import TypedCode

logger = logging.getLogger(__name__)

TOO_MANY = "Too many tries. Wait five minutes, then try again."
REFUSED = "Sign-in at the desk: a wrong password, or no right to enter, for %s."
WRONG_CODE = "That code is not right. Use the one that the app shows now; each works only once."


NETWORK_LIMIT = Limit("desk-network", 10, 60)
NAME_LIMIT = Limit("desk-name", 5, 5 * 60)


@contextmanager
def _limited(request: HttpRequest, who: str) -> Iterator[None]:
    """Count one try of ``who``, and take it back unless the block raises ``ValidationError``.

    Raises ``ValidationError`` itself, before the block, after too many tries.
    """
    tries = ((NETWORK_LIMIT, client_network(request)), (NAME_LIMIT, who))
    if any(limit.seconds_to_wait(key) for limit, key in tries):
        logger.warning("Sign-in at the desk: too many tries, so one was not looked at.")
        raise ValidationError(TOO_MANY, code="too_many")
    yield
    for limit, key in tries:
        limit.give_back(key)


class PasswordForm(AdminAuthenticationForm):
    def clean(self) -> dict[str, Any]:
        assert self.request  # noqa: S101  the view gives it
        name = str(self.cleaned_data.get("username", ""))
        # From elsewhere the name stays free, so nobody can lock somebody else out.
        with _limited(self.request, f"{name} from {client_network(self.request)}"):
            try:
                return super().clean() or {}
            except ValidationError:
                # What was typed stays out of the log: people type passwords as names.
                account = User.objects.filter(username=name).first()
                who = f"account {account.pk}" if account else "an unknown name"
                logger.warning(REFUSED, who)
                raise


class SecondFactorForm(forms.Form):
    """The form of a code of ``user``, which is right if ``is_right`` returns ``True``."""

    code = TypedCode(
        label="Code",
        max_length=40,
        error_messages={"required": "Type the code."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True}
        ),
    )

    def __init__(
        self, request: HttpRequest, user: User, is_right: Callable[[str], bool] | None = None
    ) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        self.request, self.user = request, user
        self.is_right = is_right or self._is_accepted

    def _is_accepted(self, code: str) -> bool:
        """Return whether the code is from the person's app, or a spare one."""
        return accept(user=self.user, code=code, now=timezone.now())

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        with _limited(self.request, f"second step of {self.user.pk}"):
            if not self.is_right(code):
                logger.warning(
                    "Second step at the desk: a wrong code for account %s.", self.user.pk
                )
                raise ValidationError(WRONG_CODE, code="wrong")
        return code


SECRET = "desk_new_secret"  # noqa: S105  in the session, encrypted, while an app is being set up


class PasswordStep(LoginView):
    """The first step. Somebody who needs a second one is not signed in yet."""

    authentication_form = PasswordForm
    template_name = "admin/login.html"
    next_page = "admin:index"

    def form_valid(self, form: Any) -> HttpResponseRedirect:
        user, to = form.get_user(), self.get_success_url()
        if not session.needs_second_step(user):
            return _enter(self.request, user, to, "Signed in with a password.")
        session.wait(self.request, user, to)
        step = "second_step" if factors.factor_id(user) else "factor_set_up"
        return HttpResponseRedirect(reverse(f"admin:{step}"))


def password_step(request: HttpRequest) -> HttpResponseBase:
    """Ask for name and password; redirect somebody who is signed in already."""
    index = reverse("admin:index")
    if request.method == "GET" and session.may_enter(request):
        step = PasswordStep()
        step.setup(request)
        return HttpResponseRedirect(step.get_success_url())
    context = {
        **site.each_context(request),
        "title": "Sign in",
        "app_path": request.get_full_path(),
        "username": request.user.get_username(),
        "has_ended": "ended" in request.GET,
        "has_typed": session.TYPED in request.session,
    }
    if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
        context[REDIRECT_FIELD_NAME] = index
    return PasswordStep.as_view(extra_context=context)(request)


def second_step(request: HttpRequest) -> HttpResponseBase:
    """Ask somebody whose password was right for a code from the app, or a spare one."""
    waits = session.waiting(request)
    if waits is None or factors.factor_id(waits.user) is None:
        return HttpResponseRedirect(reverse("admin:login"))
    form = SecondFactorForm(request, waits.user)
    if form.is_valid():
        return _enter(request, waits.user, waits.next, "Signed in with a password and a code.")
    return desk_page(request, "second_factor/step", title="Second step", form=form, waits=waits)


def set_up(request: HttpRequest) -> HttpResponseBase:
    """Set up an app, for somebody who waits for the second step without one or is signed in."""
    waits = None if session.may_enter(request) else session.waiting(request)
    if waits is not None and factors.factor_id(waits.user) is not None:
        return HttpResponseRedirect(reverse("admin:second_step"))
    if waits is None and not session.may_enter(request):  # or the button was pressed twice
        to = urlencode({REDIRECT_FIELD_NAME: reverse("admin:factor_codes")})
        return HttpResponseRedirect(f"{reverse('admin:login')}?{to}")
    user = waits.user if waits else cast(User, request.user)
    if factors.factor_id(user) is not None and not session.has_confirmed(request):
        return _confirm(request, user)
    secret = decrypt(request.session.get(SECRET, ""), about=SECRET) or factors.new_secret()
    request.session[SECRET] = encrypt(secret, about=SECRET)
    form = SecondFactorForm(request, user, lambda code: factors.fits(secret, code, timezone.now()))
    if form.is_valid():
        replaced = factors.factor_id(user) is not None
        codes = factors.enrol(
            user=user, secret=secret, code=form.cleaned_data["code"], now=timezone.now()
        )
        del request.session[SECRET]
        request.session.pop(session.CONFIRMED, None)
        if waits:
            session.sign_in(request, user)
        session.note_factor(request, user)
        log(user, user, f"{'Replaced' if replaced else 'Set up'} the second factor.")
        return _codes(request, codes, to=waits.next if waits else "", is_new=True)
    address = factors.app_address(user, secret)
    width, path = factors.picture_path(address)
    spelt = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return desk_page(
        request,
        "second_factor/set_up",
        title="Set up your second factor",
        form=form,
        width=width,
        path=path,
        spelt=spelt,
        address=address,
        is_required=session.is_required(),
        waits=waits,
    )


def _confirm(request: HttpRequest, user: User) -> HttpResponseBase:
    """Ask for a code before another app replaces this one: a session may be stolen."""
    form = SecondFactorForm(request, user)
    if codes := _made_before(form):
        return _codes(request, codes)
    if form.is_valid():
        session.confirm(request)
        return HttpResponseRedirect(request.path)
    return desk_page(request, "second_factor/confirm", title="Is it you?", form=form)


def factor(request: HttpRequest) -> HttpResponseBase:
    """Show the state of one's own second factor."""
    user = cast(User, request.user)
    return desk_page(
        request,
        "second_factor/factor",
        title="Your second factor",
        has_factor=factors.factor_id(user) is not None,
        spare=factors.spare_codes_left(user),
        is_required=session.is_required(),
    )


def spare_codes(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code, then show ten new spare codes, for as long as a press may be repeated."""
    user = cast(User, request.user)
    if factors.factor_id(user) is None:
        return HttpResponseRedirect(reverse("admin:factor"))
    form = SecondFactorForm(request, user)
    if not form.is_valid():
        if codes := _made_before(form):
            return _codes(request, codes)
        return desk_page(
            request, "second_factor/new_codes", title="Make new spare codes", form=form
        )
    code = form.cleaned_data["code"]
    codes = factors.renew_spare_codes(user=user, code=code, now=timezone.now())
    log(user, user, "Made new spare codes.")
    return _codes(request, codes)


def _made_before(form: SecondFactorForm) -> list[str]:
    """Return the spare codes that the same press made a moment ago; none after too many tries."""
    if not form.is_bound or not (form.is_valid() or form.has_error("code", "wrong")):
        return []
    return factors.spare_codes_made_with(
        user=form.user, code=form.data.get("code", ""), now=timezone.now()
    )


def _codes(
    request: HttpRequest, codes: list[str], *, to: str = "", is_new: bool = False
) -> HttpResponseBase:
    to = to or reverse("admin:factor")
    return desk_page(
        request, "second_factor/codes", title="Your spare codes", codes=codes, to=to, is_new=is_new
    )


def remove_factor(request: HttpRequest) -> HttpResponseBase:
    """Remove one's second factor after a code, where the site allows that."""
    user = cast(User, request.user)
    if session.is_required() or factors.factor_id(user) is None:
        return HttpResponseRedirect(reverse("admin:factor"))
    form = SecondFactorForm(request, user)
    if form.is_valid():
        factors.remove(user=user)
        session.note_factor(request, user)
        log(user, user, "Removed the second factor.")
        return HttpResponseRedirect(reverse("admin:factor"))
    return desk_page(request, "second_factor/remove", title="Remove the second factor?", form=form)


def typed_form(request: HttpRequest) -> HttpResponseBase:
    """Show what was sent after the session had ended: to send it now, or to discard it."""
    typed = session.typed(request)
    if request.method == "POST" or typed is None:
        request.session.pop(session.TYPED, None)
        return HttpResponseRedirect(reverse("admin:index"))
    return desk_page(
        request, "second_factor/typed", title="What you typed is still here", typed=typed
    )


def _enter(request: HttpRequest, user: User, to: str, message: str) -> HttpResponseRedirect:
    session.sign_in(request, user)
    log(user, user, message)
    typed = session.typed(request)
    return HttpResponseRedirect(reverse("admin:typed") if typed else to)
