from django.apps import AppConfig
from django.core.validators import MaxLengthValidator


class WebConfig(AppConfig):
    name = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        """Make every "too long" error say how long the text is and how long it may be."""
        MaxLengthValidator.message = "%(show_value)d characters; at most %(limit_value)d."
