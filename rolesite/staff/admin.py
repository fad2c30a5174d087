"""The desk's screens for the accounts and the groups of the staff."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401  (both register screens, which go again below)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from roles.editing.forms import SeenForm
from roles.editing.pages import author_of, desk_page, log
from roles.editing.rows import ReadOnlyScreen, RowAdmin
from rolesite.staff.groups import ADMINISTRATORS
from rolesite.staff.second_factor.factors import factor_id, remove
from web.words import moment_text

# Django's own screens come first; ours take their place. Visitors' addresses and everybody's second
# factors are no business of the desk's.
admin.site.unregister([User, Group, EmailAddress, Authenticator])

VERB_WORDS = {"view": "see", "add": "add", "change": "change", "delete": "delete"}
AGAIN = "Repeat the password"
NAME_HELP = "For signing in. Letters, digits and the signs @ . + - _, at most 150."
ACCOUNT_HELP = "Switch an account off instead of deleting it: what it did stays in the history."


class AccountForm(SeenForm, UserChangeForm):  # type: ignore[type-arg]
    """The form of a staff account. It keeps people from locking themselves out by mistake."""

    asked_by: User
    password = None  # type: ignore[assignment]  # set on a page of its own

    class Meta(UserChangeForm.Meta):
        labels = {"username": "Name"}
        help_texts = {
            "username": NAME_HELP,
            "groups": "What each group may do is listed under Groups.",
            "is_active": "Untick it to block signing in.",
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.instance.pk != self.asked_by.pk:
            return cleaned
        if self.cleaned_data.get("is_active") is False:
            self.add_error("is_active", "You cannot switch off your own account.")
        groups = self.cleaned_data.get("groups")
        if (
            groups is not None
            and not self.asked_by.is_superuser
            and not any(group.name == ADMINISTRATORS for group in groups)
        ):
            self.add_error(
                "groups", f"You cannot leave {ADMINISTRATORS} yourself. Ask another administrator."
            )
        return cleaned


class NewAccountForm(UserCreationForm):  # type: ignore[type-arg]
    """The form of a new staff account, with a name and a password, which none is without."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["username"].label = "Name"
        self.fields["username"].help_text = NAME_HELP
        self.fields["password2"].label = AGAIN
        self.fields["password2"].help_text = ""


class NewPasswordForm(AdminPasswordChangeForm):  # type: ignore[type-arg]
    """The form of a colleague's new password; there is no account without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name, label in (("password1", "New password"), ("password2", AGAIN)):
            self.fields[name].label = label
            self.fields[name].required = True
        self.fields["password2"].help_text = ""


@admin.register(User)
class StaffScreen(RowAdmin, UserAdmin):  # type: ignore[type-arg]
    """The screen of staff accounts. Visitors' accounts are private and never shown here.

    Permissions come from groups only, and nobody can give more than they have: a superuser is
    made and changed by a superuser.
    """

    form = AccountForm
    add_form = NewAccountForm
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}),)
    add_form_template = "admin/auth/user/add_form.html"
    change_password_form = NewPasswordForm
    list_display = ("username", "first_name", "last_name", "in_groups", "is_active", "signed_in")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).filter(is_staff=True).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        rights = ["is_active", "groups"]
        if _is_superuser(request):
            rights.append("is_superuser")
        return (
            (None, {"fields": ("username", "password_link", "second_factor")}),
            ("Who it is", {"fields": (("first_name", "last_name"), "email")}),
            ("What this person may do", {"description": ACCOUNT_HELP, "fields": tuple(rights)}),
            ("When", {"fields": (("signed_in", "made"),)}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("signed_in", "made", "password_link", "second_factor")

    def get_form(  # type: ignore[override]  # Django's own takes "change" among the others too
        self, request: HttpRequest, obj: User | None = None, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, **kwargs)
        form.asked_by = request.user
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = True  # every account made here is for the desk
        super().save_model(request, obj, form, change)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Forbid deleting an account with a history, which would go too; it can be deactivated."""
        if obj is not None and LogEntry.objects.filter(user=obj).exists():
            return False
        return super().has_delete_permission(request, obj) and _may_change(request, obj)

    def get_urls(self) -> list[URLPattern]:
        reset = self.admin_site.admin_view(self.reset_factor)
        return [
            path("<int:pk>/second-factor/", reset, name="auth_user_reset_factor"),
            *super().get_urls(),
        ]

    def reset_factor(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Remove a colleague's second factor, so that another can be set up."""
        person = self.get_object(request, str(pk))
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        if person is None:
            raise Http404
        if request.method == "POST" and remove(user=person):
            log(author_of(request), person, "Reset the second factor.")
            messages.success(request, f"The second factor of {person} is reset.")
            return HttpResponseRedirect(reverse("admin:auth_user_change", args=[pk]))
        return desk_page(
            request,
            "second_factor/reset",
            title=f"Reset the second factor of {person}?",
            person=person,
            has_factor=factor_id(person) is not None,
        )

    @admin.display(description="password")
    def password_link(self, user: User) -> str:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('Nobody can read it. <a href="{}">Set another…</a>', address)

    @admin.display(description="last signed in", ordering="last_login")
    def signed_in(self, user: User) -> str:
        return moment_text(user.last_login) if user.last_login else "never"

    @admin.display(description="account since")
    def made(self, user: User) -> str:
        return moment_text(user.date_joined)

    @admin.display(description="second factor")
    def second_factor(self, user: User) -> str:
        if factor_id(user) is None:
            return "Not set up"
        address = reverse("admin:auth_user_reset_factor", args=[user.pk])
        return format_html('Set up. <a href="{}">Reset it…</a>', address)

    @admin.display(description="groups")
    def in_groups(self, user: User) -> str:
        names = sorted(group.name for group in user.groups.all())
        return ", ".join([*names, *(["Superuser"] if user.is_superuser else [])])


@admin.register(Group)
class GroupScreen(ReadOnlyScreen):
    """The read-only screen of what each group may do; the tables are in ``staff/groups.py``."""

    fields = ("name", "members", "may")
    readonly_fields = ("members", "may")

    ordering = ("name",)

    @admin.display(description="who is in it")
    def members(self, group: Group) -> str:
        names = group.user_set.filter(is_staff=True, is_active=True).values_list("username")
        return ", ".join(sorted(name for (name,) in names)) or "Nobody"

    @admin.display(description="what it may do")
    def may(self, group: Group) -> SafeString:
        rows: dict[str, list[str]] = {}
        ordered = group.permissions.select_related("content_type").order_by(
            "content_type__app_label", "content_type__model", "pk"
        )
        for each in ordered:
            model = each.content_type.model_class()
            kind = str(model._meta.verbose_name_plural) if model else each.content_type.name
            verb = each.codename.partition("_")[0]
            plain = each.codename == f"{verb}_{each.content_type.model}"
            words = VERB_WORDS.get(verb, each.name) if plain else each.name
            rows.setdefault(capfirst(kind), []).append(words)
        items = (
            (kind, ", ".join(dict.fromkeys(verbs)).lower()) for kind, verbs in sorted(rows.items())
        )
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", items))


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)


def _may_change(request: HttpRequest, obj: User | None) -> bool:
    return obj is None or not obj.is_superuser or _is_superuser(request)
