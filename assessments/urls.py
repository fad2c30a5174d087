"""Addresses of the quiz and its results.

The token of a private link is 43 characters: 32 random bytes. A preview's holds its answers.
"""

from django.urls import path, register_converter

from assessments.analytics.study import views as study
from assessments.attempts.views import answers, quiz, start
from assessments.instrument.preview_answers import PREVIEW_TOKEN
from assessments.methodology import views as method
from assessments.peer_feedback import views as colleagues
from assessments.plans import views as plan
from assessments.results.views import downloads, over_time, results, retake, what_if
from assessments.sharing import views as shares


class TokenConverter:
    """The token of a private link, as ``secrets.token_urlsafe(32)`` makes it, or of a preview."""

    regex = f"[A-Za-z0-9_-]{{43}}|{PREVIEW_TOKEN}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TokenConverter, "token")

app_name = "assessments"
urlpatterns = [
    path("how-it-works/method/", method.method, name="method"),
    path("quiz/", start.start, name="quiz_start"),
    path("quiz/<token:token>/", quiz.resume, name="quiz"),
    # Links lose their last slash easily; a permanent redirect would be kept by caches.
    path("quiz/<token:token>", quiz.resume),
    path("quiz/<token:token>/<int:number>/", quiz.screen, name="quiz_screen"),
    path("quiz/<token:token>/review/", quiz.review, name="quiz_review"),
    path("quiz/<token:token>/more/", quiz.more, name="quiz_more"),
    path("quiz/<token:token>/finish/", results.finish, name="quiz_finish"),
    path("quiz/<token:token>/answers/<slug:key>/", answers.answer, name="quiz_answer"),
    path("quiz/<path:rest>/", quiz.broken_link),
    path("results/<token:token>/", results.result, name="result"),
    path("results/<token:token>", results.result),
    path("results/<token:token>/why/", results.why, name="result_why"),
    path("results/<token:token>/gaps/", results.gaps, name="result_gaps"),
    path("results/<token:token>/details/", results.details, name="result_details"),
    path("results/<token:token>/what-if/", what_if.what_if, name="what_if"),
    path("results/<token:token>/retake/", retake.retake, name="retake"),
    path("results/<token:token>/over-time/", over_time.over_time, name="over_time"),
    path(
        "results/<token:token>/over-time/<slug:key>/take-out/",
        over_time.take_out_result,
        name="take_out",
    ),
    path("results/<token:token>/delete/", results.delete, name="result_delete"),
    path("results/<token:token>/result.json", downloads.as_json, name="result_json"),
    path("results/<token:token>/result.csv", downloads.as_csv, name="result_csv"),
    path("results/<token:token>/result.pdf", downloads.as_pdf, name="result_pdf"),
    path("schemas/result-1.json", downloads.schema, name="result_schema"),
    path("results/<token:token>/today/", results.today, name="result_today"),
    path("results/<token:token>/shares/", shares.shares, name="shares"),
    path("results/<token:token>/shares/<uuid:key>/revoke/", shares.revoke, name="share_revoke"),
    path("results/<token:token>/study/", study.study, name="study"),
    path("results/<token:token>/plan/", plan.plan, name="plan"),
    path("results/<token:token>/plan/steps/", plan.step, name="plan_step"),
    path("results/<token:token>/plan.ics", plan.calendar, name="plan_calendar"),
    path("results/<token:token>/colleagues/", colleagues.peer_feedback, name="peer_feedback"),
    path("results/<token:token>/colleagues/draw/", colleagues.draw, name="peer_feedback_draw"),
    path(
        "results/<token:token>/colleagues/<uuid:key>/revoke/",
        colleagues.revoke,
        name="invitation_revoke",
    ),
    path("rate/<token:token>/", colleagues.start, name="rate"),
    path("rate/<token:token>", colleagues.start),
    path("rate/<token:token>/<int:number>/", colleagues.screen, name="rate_screen"),
    path("rate/<token:token>/review/", colleagues.review, name="rate_review"),
    path("rate/<token:token>/send/", colleagues.send, name="rate_send"),
    path("rate/<token:token>/withdraw/", colleagues.withdraw, name="rate_withdraw"),
    path("rate/<token:token>/answers/<slug:key>/", colleagues.answer, name="rate_answer"),
    path("rate/role/<token:token>/", study.expert, name="panel"),
    path("rate/role/<token:token>/<uuid:own>/", study.expert, name="expert"),
    path("rate/<path:rest>/", colleagues.broken_link),
    path("results/<path:rest>/", results.broken_link),
    path("shared/<token:token>/", shares.shared, name="shared"),
    path("shared/<token:token>", shares.shared),
    path("shared/<path:rest>/", shares.broken_share),
]
