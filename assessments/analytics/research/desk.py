"""Let analysts export finished attempts for research."""

from calendar import monthrange
from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from assessments.analytics.research import exports
from assessments.analytics.research.anonymity import layout_of
from assessments.analytics.research.exports import NotExported, Period, exportable_editions
from assessments.analytics.research.files import Format, codebook, csv_lines, in_pieces, json_lines
from assessments.models import Attempt
from roles.editing.pages import author_of, desk_page
from roles.snapshot.editions import snapshot_of
from web.one_at_a_time import OneAtATime
from web.responses import attachment
from web.strict_json import dumps
from web.typed import cleaned_data

PERMISSION = "assessments.export_attempts"
exporting = OneAtATime(seconds=10)

CONTENT_TYPES = {Format.CSV: "text/csv; charset=utf-8", Format.JSON_LINES: "application/x-ndjson"}


_MonthField = partial(  # its value is the first day
    forms.DateField,
    input_formats=["%Y-%m"],
    required=False,
    widget=forms.DateInput(format="%Y-%m", attrs={"size": 8}),
    error_messages={"invalid": "Write a month as year and month, such as 2026-03."},
)


class ExportForm(forms.Form):
    """A form for the edition, the months and the kind of file of an export."""

    edition = forms.TypedChoiceField(
        choices=lambda: [(number, f"Edition {number}") for number in exportable_editions()],
        coerce=int,
    )
    first = _MonthField(
        label="From month", help_text="Such as 2026-03. Leave both months empty for all."
    )
    last = _MonthField(label="To month")
    file_format = forms.ChoiceField(
        label="File", choices=Format.choices, initial=Format.CSV, widget=forms.RadioSelect
    )

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        first, last = asked.get("first"), asked.get("last")
        if not self.errors and (first is None) != (last is None):
            raise forms.ValidationError("Choose both months or neither.")
        if first and last and last < first:
            raise forms.ValidationError("The last month comes before the first one.")
        if first and last:
            asked["period"] = Period(first, last.replace(day=monthrange(last.year, last.month)[1]))
        return asked


@permission_required(PERMISSION, raise_exception=True)
def export_view(request: HttpRequest) -> HttpResponseBase:
    """Show what an export holds and who made one; stream the file on POST."""
    refusal = ""
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, form)
        except NotExported as reason:
            refusal = str(reason)
    return desk_page(
        request,
        "assessments/export",
        title="Export for research",
        opts=Attempt._meta,
        form=form,
        editions=exportable_editions(),
        has_enough=exports.has_enough(),
        refusal=refusal,
        made=exports.exports_made(),
    )


@exporting
def _file(request: HttpRequest, form: ExportForm) -> HttpResponseBase:
    file_format = Format(form.cleaned_data["file_format"])
    period = form.cleaned_data.get("period")  # of all months without one
    selection = exports.select(edition=form.cleaned_data["edition"], period=period)
    who = author_of(request)
    exports.log_export(
        selection=selection, period=period, file_format=file_format, who=who, now=timezone.now()
    )
    write = csv_lines if file_format is Format.CSV else json_lines
    name = f"rolesite-attempts-edition-{selection.layout.edition}.{file_format.value}"
    return StreamingHttpResponse(
        in_pieces(write(selection.layout, exports.lines(selection))),
        content_type=CONTENT_TYPES[file_format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@permission_required(PERMISSION, raise_exception=True)
def codebook_view(request: HttpRequest) -> HttpResponseBase:
    """Send the codebook of ``?edition=``, or of the newest edition, as a file."""
    editions = exportable_editions()
    asked = request.GET.get("edition", "")
    number = next((each for each in editions if not asked or str(each) == asked), None)
    if number is None:
        raise Http404("There is no such edition.")
    text = dumps(cleaned_data(codebook(layout_of(snapshot_of(number)))), indent=2) + "\n"
    name = f"rolesite-codebook-edition-{number}.json"
    return attachment(text, name, "application/json")
