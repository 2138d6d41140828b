"""Every question about agencies and provinces, by name."""

from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from agencies.vocabularies import AgencyKind, ProvinceKind, Region
from qualitymonth.filters import ArchiveFilterSet, keys, words


class ProvinceFilter(ArchiveFilterSet):
    """Questions about provinces; ``slug`` takes their codes."""

    facet_words = ("region", "kind")
    orderings = {"slug": "code", "modified": "updated_at"}

    slug = keys(Province, "", _("Code"), "code")
    kind = words(ProvinceKind.choices, "kind", _("Kind"))
    region = words(Region.choices, "region", _("Region"))

    class Meta:
        model = Province
        fields: list[str] = []


class AgencyFilter(ArchiveFilterSet):
    """Questions about agencies."""

    facet_words = ("kind", "province")

    slug = keys(Agency, "", _("Slug"))
    kind = words(AgencyKind.choices, "kind", _("Kind"))
    province = keys(Province, "province", _("Province"), "code", takes_unknown=True)

    class Meta:
        model = Agency
        fields: list[str] = []
