"""Addresses of the pages about roles, certificates and comparisons."""

from django.urls import path

from roles.pages.views import certificates, changes, guidance, pictures, roles

app_name = "roles"
urlpatterns = [
    path("roles/", roles.role_list, name="list"),
    path("roles/neighbours/", guidance.neighbours, name="neighbours"),
    path("roles/<slug:slug>/", roles.role_detail, name="role"),
    path("roles/<slug:slug>.md", roles.brief, name="brief"),
    path("roles/<slug:slug>/levels/", roles.levels, name="levels"),
    path("compare/", roles.compare_start, name="compare_start"),
    path("compare/<slug:first>/<slug:second>/", roles.compare_roles, name="compare"),
    path("how-technical/", guidance.depth_levels, name="depth_levels"),
    path("two-chairs/", guidance.scenarios, name="scenarios"),
    path("questions/", guidance.questions, name="questions"),
    path("certificates/", certificates.certificate_list, name="certificates"),
    path("certificates/which/", certificates.which_exams, name="which_exams"),
    path("certificates/choose/", certificates.choose_certificate, name="choose_certificate"),
    path("certificates/<slug:slug>/", certificates.certificate_detail, name="certificate"),
    path("changes/", changes.changes, name="changes"),
    path("changes/feed/", changes.feed, name="feed"),
    path("share/site.png", pictures.site_picture, name="site_picture"),
    path("share/answers/<str:slugs>.png", pictures.answers_picture, name="answers_picture"),
    path("share/roles/<slug:slug>.png", pictures.role_picture, name="role_picture"),
    path(
        "share/compare/<slug:first>/<slug:second>.png", pictures.pair_picture, name="pair_picture"
    ),
]
