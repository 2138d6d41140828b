"""Every read of agencies and provinces, by name."""

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Prefetch

from qualitymonth.querysets import RecordQuerySet, count_public

if TYPE_CHECKING:
    from agencies.models import Agency, Province  # noqa: F401 - named in the generic bases


def _others(model: str) -> Any:
    """Return all records of a kind of the other app, by its model's name: this app imports nothing from there."""
    return apps.get_model("campaigns", model)._default_manager.all()


class ProvinceQuerySet(RecordQuerySet["Province"]):
    """Questions about provinces."""

    def for_list(self) -> Self:
        """All a list row shows, with the number of activities."""
        activities = _others("Activity")
        return self.annotate(
            activity_total=count_public("activities", activities, activities.told_first("activities__"))
        ).order_by("code")


class AgencyQuerySet(RecordQuerySet["Agency"]):
    """Questions about agencies."""

    def for_list(self) -> Self:
        """All a list row shows, with the numbers of notices signed and activities taken part in."""
        activities = _others("Activity")
        path = "participations__activity"
        return (
            self.select_related("province", "parent")
            .prefetch_related("names")
            .annotate(
                notice_total=count_public("signatures__notice", _others("Notice")),
                activity_total=count_public(path, activities, activities.told_first(f"{path}__")),
            )
            .order_by("slug")
        )

    def for_api(self) -> Self:
        """Fetch the names and the published predecessors."""
        predecessors = self.model._default_manager.published().order_by("slug")
        return (
            self.select_related("province", "parent")
            .prefetch_related("names", Prefetch("predecessors", queryset=predecessors))
            .order_by("slug")
        )
