"""Find the page that an editor's link leads to."""

from django.urls import Resolver404, resolve, reverse

from roles.snapshot.values import RolesSection


def page_at(section: RolesSection, address: str) -> str | None:
    """Return the address of a page as this request has to link it; ``None`` if there is none."""
    path, _, anchor = address.partition("#")
    try:
        found = resolve(path)
    except Resolver404:
        return None
    known = {role.slug for role in section.roles} | {each.slug for each in section.certifications}
    if not known.issuperset(found.kwargs.values()):
        return None
    page = reverse(found.view_name, args=found.args, kwargs=found.kwargs)
    return f"{page}#{anchor}" if anchor else page
