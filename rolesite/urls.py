"""Every address of the site, app by app."""

from django.contrib import admin
from django.urls import include, path

from rolesite.account.views import schema as account_schema
from rolesite.operations.csp_reports import csp_report
from rolesite.pages import home as views
from rolesite.pages.search import search
from rolesite.pages.sitemap import llms, robots, sitemap

handler500 = "rolesite.operations.middleware.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    path("how-it-works/", views.how_it_works, name="how_it_works"),
    path("search/", search, name="search"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("llms.txt", llms, name="llms"),
    path("csp-report", csp_report, name="csp_report"),
    path("account/", include("rolesite.account.urls")),
    path("schemas/account-1.json", account_schema, name="account_schema"),
    path("", include("roles.urls")),
    path("", include("assessments.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "rolesite.staff.desk.bad_request"
handler403 = "rolesite.staff.desk.forbidden"
handler404 = "rolesite.staff.desk.not_found"
