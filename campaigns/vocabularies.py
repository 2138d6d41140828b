"""The closed lists of words that campaigns, activities and their evidence use."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Held(TextChoices):
    """Whether a September saw a Quality Month."""

    YES = "yes", pgettext_lazy("a Quality Month", "held")
    NO = "no", _("not held")
    UNKNOWN = "unknown", _("unknown")


class Scope(TextChoices):
    """Whose edition of the month a campaign is."""

    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")
    ASSOCIATION = "association", _("association")
    LOCAL = "local", _("local")


class ActivityKind(TextChoices):
    """What was done."""

    LAUNCH = "launch", _("launch")
    CONFERENCE = "conference", _("conference or meeting")
    FORUM = "forum", _("forum")
    EXHIBITION = "exhibition", _("exhibition")
    CONTEST = "contest", _("contest")
    AWARD = "award", _("award")
    SELECTION = "selection", _("selection or rating")
    TRAINING = "training", _("training or lecture")
    EXCHANGE = "exchange", _("exchange of experience")
    PUBLICITY = "publicity", _("publicity")
    OPEN_DAY = "open-day", _("open day")
    SERVICE = "service", _("service or assistance")
    PLEDGE = "pledge", _("pledge")
    STANDARDS = "standards", _("standards and rules")
    PUBLICATION = "publication", _("publication or release")
    INSPECTION = "inspection", _("inspection or random check")
    ENFORCEMENT = "enforcement", _("enforcement")
    IMPROVEMENT = "improvement", _("quality improvement")
    RESEARCH = "research", _("survey or research")
    OTHER = "other", _("other")


class ParticipationRole(TextChoices):
    """In what role an agency took part in an activity."""

    ORGANISER = "organiser", _("organiser")
    CO_ORGANISER = "co-organiser", _("co-organiser")
    PARTNER = "partner", _("partner")
    HOST = "host", pgettext_lazy("of an activity", "host")


class Basis(TextChoices):
    """Whether a document states a participation, or we infer it from where the item stands."""

    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")


class AppearanceRole(TextChoices):
    """What somebody did at an activity."""

    ATTENDED = "attended", _("attended")
    OPENED = "opened", _("opened")
    CHAIRED = "chaired", _("chaired")
    SPOKE = "spoke", _("spoke")


class Qualifier(TextChoices):
    """How exact a stated number is."""

    EXACT = "exact", _("exactly")
    AT_LEAST = "at-least", _("at least")
    ABOUT = "about", _("about")


class SourceKind(TextChoices):
    """What kind of publication a source is."""

    OFFICIAL = "official", _("official")
    TRANSLATION = "translation", _("translation")
    ASSOCIATION = "association", _("association")
    NEWS = "news", _("news")
    SECONDARY = "secondary", _("secondary")
    CONTENT_FARM = "content-farm", _("content farm")


class SourceLanguage(TextChoices):
    """The language of a source."""

    ZH = "zh", _("Chinese")
    EN = "en", _("English")
    EN_ZH = "en-zh", _("English and Chinese")


class Script(TextChoices):
    """The script of a source's Chinese, or Latin where it has none."""

    HANS = "Hans", _("simplified")
    HANT = "Hant", _("traditional")
    HANT_SPUN = "Hant-spun", _("traditional, converted by machine")
    LATN = "Latn", _("Latin")


class Condition(TextChoices):
    """What happened to the text of a source before it reached us."""

    CLEAN = "clean", _("clean")
    MACHINE_TRANSLATED = "machine-translated", _("machine-translated")
    CONVERTED = "converted", _("script converted by machine")
    GLOSSED = "glossed", _("converted and glossed with pinyin")


class SetAsideReason(TextChoices):
    """Why a line, or words on one, yield no fact."""

    PAGE = "page", _("furniture of the page that carries the document")
    REPEAT = "repeat", _("repeats what another line says")
    NAME = "name", _("part of a name")
    REFERENCE = "reference", _("names another document or policy")
    APPEAL = "appeal", _("a general appeal or appraisal")
    TERMS = "terms", _("general terms, no names")
    EMPHASIS = "emphasis", _("quotation marks or brackets for emphasis")
    DAMAGE = "damage", _("damaged beyond reading")


class Rank(TextChoices):
    """How a claim stands beside others on the same field, in Wikidata's words."""

    PREFERRED = "preferred", _("preferred")
    NORMAL = "normal", _("normal")
    DEPRECATED = "deprecated", _("deprecated")
