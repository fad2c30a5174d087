"""Choices of the rows of this app: stored codes, never shown, and their labels on the desk."""

from django.db.models import TextChoices

# What a way to an exam can ask for, and a person can state, at most.
MOST_MONTHS = 600
MOST_YEARS = 40
MOST_TRAINING_HOURS = 2000


class Confidence(TextChoices):
    """How far a stated fact can be relied on."""

    HIGH = "high", "High: read at the source, or at two that agree"
    MEDIUM = "medium", "Medium: one other source, or an old copy"
    DISPUTED = "disputed", "Disputed: sources differ"


class Accent(TextChoices):
    """A role's colour, for light and for dark pages, and the marker that says the same without it.

    At most as many roles as there are members can be on the site.
    """

    AMBER = "amber", "Amber, circle"
    BLUE = "blue", "Blue, diamond"
    TEAL = "teal", "Teal, triangle"
    PLUM = "plum", "Plum, square"
    OLIVE = "olive", "Olive, star"
    SLATE = "slate", "Slate, triangle pointing left"
    PINK = "pink", "Pink, plus"
    GREEN = "green", "Green, triangle pointing down"
    RED = "red", "Red, cross"
    VIOLET = "violet", "Violet, hourglass"
    BROWN = "brown", "Brown, bar"
    NAVY = "navy", "Navy, arrowhead"


class QualificationKind(TextChoices):
    EDUCATION = "education", "Education"
    EXPERIENCE = "experience", "Experience"
    KNOWLEDGE = "knowledge", "Knowledge"


class Strength(TextChoices):
    """How much a role asks for something."""

    REQUIRED = "required", "Usually required"
    HELPFUL = "helpful", "Helpful"


class FactKind(TextChoices):
    PAY = "pay", "Pay"
    OUTLOOK = "outlook", "Outlook"
    INTERESTS = "interests", "Interests of people in the job"
    CLASSIFICATION = "classification", "How statistics name the job"
    COMPANY = "company", "The title at one company: start with its name and a colon"
    NOTE = "note", "Other"


class PayMeasure(TextChoices):
    """What a figure of pay is; only a median can be handed on as the usual pay of a job."""

    UNKNOWN = "", "Not known, or no pay"
    MEDIAN = "median", "Median: half earn more, half earn less"
    AVERAGE = "average", "Average"
    LOWEST = "lowest", "Lowest pay allowed"


class ExamFactKind(TextChoices):
    """What a fact about a certificate is about, in the order in which readers see them."""

    REQUIREMENTS = "requirements", "Before the exam"
    EXAM = "exam", "Exam"
    FEE = "fee", "Fee"
    STUDY = "study", "Usual study time"
    RENEWAL = "renewal", "Renewal"
    NOTE = "note", "Also good to know"


class Goal(TextChoices):
    """What a certificate helps most with."""

    MANAGE_PROJECTS = "manage_projects", "Leading projects"
    AGILE_TEAMS = "agile_teams", "Working with agile teams"
    TECHNICAL_DEPTH = "technical_depth", "Technical depth"
    SERVICE_MANAGEMENT = "service_management", "Running IT services"
    PROGRAMS = "programs", "Leading programs and portfolios"


class Topic(TextChoices):
    """What a question is about, in the order in which the page of questions has them."""

    CHOOSING = "choosing", "Choosing between the roles"
    WORK = "work", "The work"
    GETTING_IN = "getting_in", "Getting in"
    CERTIFICATES = "certificates", "Certificates"
    PAY_AND_FUTURE = "pay_and_future", "Pay and future"
    MOVING_ON = "moving_on", "Moving on"


class CompetencyGroup(TextChoices):
    """A competency's family; used for answer consistency, never shown in the quiz."""

    PM = "pm", "Project management"
    TPM = "tpm", "Technical"
    SOFT = "soft", "Soft skills"


class Broader(TextChoices):
    """Which of two compared roles does everything that the other does."""

    NEITHER = "", "Neither"
    FIRST = "first", "The first role"
    SECOND = "second", "The second role"


class Education(TextChoices):
    """The highest education a person has finished, from none to the one that counts most."""

    NONE = "none", "None required"
    SECONDARY = "secondary", "Secondary school diploma"
    ASSOCIATE = "associate", "Associate degree"
    BACHELOR = "bachelor", "Bachelor's degree or higher"
    ACCREDITED = "accredited", "Degree accredited by the issuer"


class ArtefactKind(TextChoices):
    """How an artefact is shown on the page."""

    QUOTE = "quote", "Text, shown line by line as it is"
    TABLE = "table", "Table: a row a line, cells separated by |, headings first"
    SEQUENCE = "sequence", "Sequence diagram: a message a line, such as Shop -> Bank: pay"
