"""Receive what browsers report when a page breaks the content security policy."""

import json
import logging
import time
from collections import deque
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from web.strict_json import loads

logger = logging.getLogger(__name__)

MAX_BYTES = 8192
MOST = 20
SECONDS = 60.0
# When the newest were logged, by this process: anybody may send any number.
recent: deque[float] = deque(maxlen=MOST)
# Never the page's own address: it may be a private link.
LOGGED = ("effective-directive", "violated-directive", "blocked-uri", "line-number")


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log which rule was broken by what. Ignore anything that is not a report."""
    report = _report(request)
    now = time.monotonic()
    if report and (len(recent) < MOST or now - recent[0] > SECONDS):
        recent.append(now)
        said = {name: str(report[name])[:100] for name in LOGGED if name in report}
        logger.warning("Content security policy: %s", json.dumps(said, sort_keys=True))
    return HttpResponse(status=204)


def _report(request: HttpRequest) -> dict[str, Any]:
    try:
        body = request.body
        data = loads(body) if len(body) <= MAX_BYTES else None
    except (ValueError, OSError, RequestDataTooBig):
        return {}
    report = data.get("csp-report") if isinstance(data, dict) else None
    return report if isinstance(report, dict) else {}
