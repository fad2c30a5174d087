from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Fit quiz"

    def ready(self) -> None:
        from assessments.desk.impact import publishing_note
        from assessments.draft import AssessmentsDraft
        from roles.desk.publishing import NOTES
        from roles.sections import register

        register(AssessmentsDraft())
        NOTES.append(publishing_note)
