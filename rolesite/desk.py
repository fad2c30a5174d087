"""The editors' desk: Django's admin site with the site's own name."""

from django.contrib.admin import AdminSite


class Desk(AdminSite):
    site_header = "Rolesite editors' desk"
    site_title = "Editors' desk"
    index_title = "What would you like to change?"
    empty_value_display = "–"
