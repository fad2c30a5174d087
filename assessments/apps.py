from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = "Fit quiz"

    def ready(self) -> None:
        from assessments.analytics.impact.desk import publishing_note
        from assessments.instrument.draft import AssessmentsDraft
        from assessments.models import StepResource
        from roles.draft.section import register
        from roles.editing.links import OWNERS
        from roles.publishing.desk import NOTES

        register(AssessmentsDraft())
        NOTES.append(publishing_note)
        OWNERS.append((StepResource, "step"))
