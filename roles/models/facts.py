"""Facts: what is claimed, where and when it was read, how sure it is, when to read it again."""

from django.db import models
from django.db.models import F, Q

from roles.models.base import Ordered, currency_validator, https_validator
from roles.models.choices import Confidence
from roles.models.constraints import between, one_of, rule

MOST_AMOUNT = 10_000_000


class Fact(Ordered):
    """A claim that can change, with the page on which somebody really read it.

    ``other_reading`` holds what another source says instead, and only a disputed fact has one.
    """

    statement = models.TextField(max_length=4000, help_text="The claim, as readers see it.")
    other_reading = models.TextField(
        max_length=4000,
        blank=True,
        help_text="Only where sources differ: what the other source says, and which one it is.",
    )
    amount = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="A fee or a year's pay in whole units of the currency, or hours of study.",
    )
    currency = models.CharField(
        max_length=3, blank=True, validators=[currency_validator], help_text="For example: USD."
    )
    source = models.CharField(
        max_length=200, help_text="Title of the page that was actually read, and who publishes it."
    )
    source_url = models.CharField(
        "source address",
        max_length=400,
        blank=True,
        validators=[https_validator],
        help_text="Address of that exact page, not of the publisher's home page.",
    )
    source_date = models.CharField(
        "date of the source",
        max_length=40,
        blank=True,
        help_text="The date of the page or the stored copy, such as: December 2025.",
    )
    read_on = models.DateField("read on", help_text="The day somebody read it there.")
    confidence = models.CharField(max_length=10, choices=Confidence.choices)
    check_again_on = models.DateField(
        "check again on", help_text="From this day the desk lists it as due."
    )

    class Meta(Ordered.Meta):
        abstract = True
        constraints = [
            one_of("confidence", Confidence, "Choose how sure we are of this fact."),
            rule(
                "disputed_has_two_readings",
                Q(confidence=Confidence.DISPUTED) ^ Q(other_reading=""),
                "A disputed fact needs the other reading, and only a disputed one has it.",
            ),
            rule(
                "checked_again_later",
                Q(check_again_on__gte=F("read_on")),
                "Check it again after the day on which it was read.",
            ),
            between(
                "amount",
                1,
                MOST_AMOUNT,
                f"An amount lies between 1 and {MOST_AMOUNT:,}.",
                or_empty=True,
            ),
            rule(
                "currency_of_an_amount",
                Q(currency="") | Q(amount__isnull=False),
                "A currency needs an amount.",
            ),
        ]

    def __str__(self) -> str:
        return self.statement[:60]
