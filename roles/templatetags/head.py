"""Tags for a page's head, and for the same facts as data for search engines."""

import html
import json
import re
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SITE_NAME = "Rolesite"
# Search results cut a longer title.
TITLE_LENGTH = 60

# Inside <script> only "</script" and "<!--" could end the data; this leaves no markup at all.
_ESCAPES = {ord(c): f"\\u{ord(c):04X}" for c in "<>&\u2028\u2029"}
_HREF = re.compile(r'\bhref="([^"]*)"')


@register.simple_block_tag
def keep(content: SafeString) -> SafeString:
    """Return the content of ``{% keep as name %}…{% endkeep %}``, on one line, for a variable.

    It lets a block that pages fill in, such as the title, be in several places of the frame. Such a
    block has no ``block.super``: Django does not look for blocks inside a tag of this kind.
    """
    return SafeString(" ".join(content.split()))


@register.filter
def with_site_name(title: SafeString) -> SafeString:
    """Return a rendered title with the site's name behind it, if that leaves it short enough."""
    behind = SafeString(f" · {SITE_NAME}")
    if title == SITE_NAME or len(html.unescape(title)) + len(behind) > TITLE_LENGTH:
        return title
    return title + behind


@register.filter
def address_in(link: SafeString) -> SafeString:
    """Return the address in a rendered ``<link>``; empty without one."""
    found = _HREF.search(link)
    return SafeString(found[1] if found else "")


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Return data for search engines as a script block that no browser runs."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    block = f'<script type="application/ld+json">{text}</script>'
    return mark_safe(block)  # noqa: S308 - nothing in the data can be markup any more


@register.simple_tag(takes_context=True)
def site_data(context: template.Context) -> SafeString:
    """Return the data of the site itself, and of how it is searched."""
    base = context.get("site_url", "")
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": SITE_NAME,
            "url": f"{base}/",
            "inLanguage": "en",
            "potentialAction": {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{base}{reverse('search')}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        }
    )


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: template.Context, *path: str) -> dict[str, Any]:
    """Show a page's place below the home page: ``{% breadcrumbs label address … this_page %}``."""
    *above, current = path
    if len(above) % 2:
        raise template.TemplateSyntaxError("Each page above needs a label and an address.")
    crumbs = [("Home", reverse("home")), *zip(above[::2], above[1::2], strict=True)]
    base = context.get("site_url", "")
    entries: list[dict[str, Any]] = [
        {"@type": "ListItem", "position": place, "name": str(label), "item": f"{base}{address}"}
        for place, (label, address) in enumerate(crumbs, start=1)
    ]
    entries.append({"@type": "ListItem", "position": len(crumbs) + 1, "name": str(current)})
    data = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": entries}
    return {"crumbs": crumbs, "current": current, "data": data}
