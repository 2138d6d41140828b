"""The sitemap: every published page in both languages."""

import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from agencies.models import Agency, Province
from campaigns.models import Activity, Campaign, Notice, Person, Series, Source, Year


class _Bilingual(Sitemap):  # type: ignore[type-arg]
    """Addresses in both languages, each naming the other."""

    i18n = True
    alternates = True
    x_default = True


class PagesSitemap(_Bilingual):
    """The pages that are no record's."""

    def items(self) -> list[str]:
        """Return the names of their addresses."""
        lists = [f"{kind.model._meta.model_name}-list" for kind in RECORDS.values()]
        return ["home", "history", "lineage", "disagreements", "about", "data", *lists]

    def location(self, item: str) -> str:
        """Return the address in the language in force."""
        return reverse(item)


class RecordSitemap(_Bilingual):
    """The published records of one kind."""

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> Any:
        """Return the records, in an order that is total; no column but those that a page's address needs."""
        key = self.model.natural_key_fields[0]
        return self.model._default_manager.published().order_by(key).only(key, "updated_at", "status")

    def lastmod(self, item: Any) -> datetime.datetime:
        """Return when the record last changed."""
        return item.updated_at  # type: ignore[no-any-return]


RECORDS: dict[str, Any] = {
    str(model._meta.model_name): RecordSitemap(model)
    for model in (Year, Campaign, Notice, Series, Activity, Person, Source, Agency, Province)
}
SITEMAPS: dict[str, Any] = {"pages": PagesSitemap(), **RECORDS}
