"""Where the new value of a field comes from that sources are about."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy


class Choice(TextChoices):
    """Where a new value comes from."""

    MISREAD = "misread", gettext_lazy("The source was misread: it says the new value")
    ANOTHER = "another", gettext_lazy("Another source says so; what the others say stays beside it")
    DISAGREE = "disagree", gettext_lazy("Another source says so, and the record keeps its value: record a disagreement")
    JUDGEMENT = "judgement", gettext_lazy("Editorial judgement: no source says so, the reason is given below")
