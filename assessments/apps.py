from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Fit quiz"

    def ready(self) -> None:
        from assessments.draft import AssessmentsDraft
        from roles.sections import register

        register(AssessmentsDraft())
