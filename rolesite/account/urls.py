"""Addresses of visitors' accounts. No page of allauth itself is reachable."""

from django.urls import path

from rolesite.account import views

urlpatterns = [
    path("", views.history, name="account"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.code, name="account_confirm_login_code"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("keep/", views.keep, name="account_keep"),
    path("keep/confirm/", views.confirm_keep, name="account_confirm_keep"),
    path("results/<int:number>/release/", views.release, name="account_release"),
    path("over-time/", views.over_time, name="account_over_time"),
    path("export.json", views.export, name="account_export"),
    path("delete/", views.delete, name="account_delete"),
    path("deleted/", views.deleted, name="account_deleted"),
]
