"""The closed lists of words that agencies and provinces use."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProvinceKind(TextChoices):
    """What kind of unit stands in the annexes' list of regions."""

    PROVINCE = "province", _("province")
    MUNICIPALITY = "municipality", _("municipality")
    AUTONOMOUS_REGION = "autonomous-region", _("autonomous region")
    SPECIAL_REGION = "special-administrative-region", _("special administrative region")
    CORPS = "corps", _("production and construction corps (no province)")


class Region(TextChoices):
    """The six regions of official statistics, and what stands outside them."""

    NORTH = "north", _("North China")
    NORTHEAST = "northeast", _("Northeast China")
    EAST = "east", _("East China")
    CENTRAL_SOUTH = "central-south", _("Central and South China")
    SOUTHWEST = "southwest", _("Southwest China")
    NORTHWEST = "northwest", _("Northwest China")
    HMT = "hong-kong-macao-taiwan", _("Hong Kong, Macao and Taiwan")


class AgencyKind(TextChoices):
    """What kind of body an agency is."""

    STATE = "state", _("state agency")
    PARTY = "party", _("party body")
    JUDICIARY = "judiciary", _("court or procuratorate")
    PEOPLES_ORGANISATION = "peoples-organisation", _("people's organisation")
    LOCAL = "local", _("local government body")
    ASSOCIATION = "association", _("association or federation")
    INSTITUTION = "institution", _("public institution or school")
    MEDIA = "media", _("press or broadcaster")
    FIRM = "firm", _("firm")
    OTHER = "other", _("other")


class NameLanguage(TextChoices):
    """The language and script of a name."""

    ZH_HANS = "zh-Hans", _("Chinese, simplified")
    ZH_HANT = "zh-Hant", _("Chinese, traditional")
    EN = "en", _("English")


class NameType(TextChoices):
    """What standing a name has."""

    OFFICIAL = "official", pgettext_lazy("a name", "official")
    SHORT = "short", _("short form")
    FORMER = "former", _("former")
    VARIANT = "variant", _("variant")
    MISTRANSLATION = "mistranslation", _("mistranslation")
