"""Addresses of the role pages. How each may be kept is decided where they are included."""

from django.urls import path

from roles import views

app_name = "roles"
urlpatterns = [
    path("roles/", views.role_list, name="list"),
    path("roles/<slug:slug>/", views.role_detail, name="role"),
    path("compare/", views.compare_start, name="compare_start"),
    path("compare/choose/", views.compare_choose, name="compare_choose"),
    path("compare/<slug:first>/<slug:second>/", views.compare_roles, name="compare"),
]
