"""What changed from edition to edition: a page and a feed."""

import html
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from roles.snapshot.editions import Snapshot, notes_version, published_editions
from roles.snapshot.public_pages import public_page_always
from web.responses import site_url
from web.typed import cleaned_text

# A reader of feeds asks for news; the page has them all.
MOST_IN_FEED = 50


# Rendered again after a publisher has corrected a note.
with_notes = partial(public_page_always, version=notes_version)


@with_notes
def changes(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Show every edition with its date and what its editors say about it."""
    return render(request, "roles/pages/changes.html", {"editions": published_editions()})


@with_notes
def feed(request: HttpRequest, snapshot: Snapshot | None) -> HttpResponse:
    """Send the newest editions as an Atom feed."""
    page = site_url(request) + reverse("roles:changes")
    atom = Atom1Feed(
        title="Rolesite: what changed",
        link=page,
        description="Each new edition of the roles, the comparisons and the quiz.",
        language="en",
        author_name="Rolesite",
        feed_url=site_url(request) + reverse("roles:feed"),
        feed_guid=page,
    )
    for edition in published_editions()[:MOST_IN_FEED]:
        address = f"{page}#edition-{edition.number}"
        atom.add_item(
            title=f"Edition {edition.number}",
            link=address,
            description=html.escape(cleaned_text(edition.note, lines=True), quote=False),
            unique_id=address,
            pubdate=edition.published_at,
            updateddate=edition.published_at,
        )
    return HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
