"""Turn a page of HTML into a tagged PDF; the site runs without the libraries that draw it."""

import logging
from pathlib import Path
from typing import Any, NoReturn

from web.typed import cleaned_text

# It warns of every rule that is for screens, once a page.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


class PdfUnavailable(Exception):
    """The libraries that draw a PDF are missing on this machine."""


def pdf_of(html: str, *, style: Path) -> bytes:
    """Return the PDF of a whole HTML document, tagged for screen readers (PDF/UA-1).

    Nothing is loaded but the file ``style``. Raises ``PdfUnavailable`` without WeasyPrint.
    """
    try:
        from weasyprint import CSS, HTML
    except (ImportError, OSError) as error:
        raise PdfUnavailable("WeasyPrint or a library of its own is missing.") from error
    document = HTML(string=cleaned_text(html, lines=True), url_fetcher=_refuse)
    pdf: Any = document.write_pdf(
        stylesheets=[CSS(string=style.read_text(encoding="utf-8"), url_fetcher=_refuse)],
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
    )
    return bytes(pdf)


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(f"A PDF loads nothing from elsewhere: {url[:80]}")
