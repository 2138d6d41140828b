"""The filters of every kind's list that ask for what waits for an editor."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campaigns import attention


class NeedFilter(admin.SimpleListFilter):
    """Keeps the records of which a condition holds, as far as it makes sense for their kind."""

    #: The words of the address, each with its label and the condition, None for a kind that it makes no sense for.
    needs: ClassVar[dict[str, tuple[Any, Callable[[Any], Q | None]]]] = {}

    def lookups(self, _request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the words with their labels."""
        return [(word, label) for word, (label, _condition) in self.needs.items() if self.sensible(word, model_admin)]

    def sensible(self, word: str, model_admin: Any) -> bool:
        """Tell whether the kind can need what ``word`` asks for."""
        return self.needs[word][1](model_admin.model) is not None

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the records that need what was asked for."""
        if (word := self.value()) is None:
            return queryset
        condition = self.needs[word][1](queryset.model) if word in self.needs else None
        if condition is None:
            raise IncorrectLookupParameters
        return queryset.filter(condition)


class ClaimsFilter(NeedFilter):
    """Records of which no claim speaks, and facts that none carries."""

    title = _("claims")
    parameter_name = "claims"
    needs: ClassVar[Any] = {
        "none": (_("no claim"), attention.without_claim),
        "missing": (_("a fact without a claim"), attention.uncited),
    }


class EnglishFilter(NeedFilter):
    """Records with a text in Chinese alone."""

    title = _("English")
    parameter_name = "english"
    needs: ClassVar[Any] = {"missing": (_("no English"), attention.without_english)}


class ConfirmedFilter(NeedFilter):
    """Records with a field on which no claim is preferred."""

    title = _("unconfirmed")
    parameter_name = "unconfirmed"
    needs: ClassVar[Any] = {"yes": (_("a field without a preferred claim"), attention.unconfirmed)}


class DisagreementFilter(NeedFilter):
    """Records on which sources contradict each other."""

    title = _("disagreement")
    parameter_name = "disagreement"
    needs: ClassVar[Any] = {"yes": (_("sources disagree"), attention.disagreeing)}

    def sensible(self, _word: str, model_admin: Any) -> bool:
        """Tell whether sources speak of the kind, without looking for what they say."""
        return attention.kind_of(model_admin.model) is not None


class NeedFilters:
    """Gives the list of a kind the filters for what waits, those on claims to who may see claims."""

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return the status, then what waits, then the kind's own filters."""
        status, *own = super().get_list_filter(request)  # type: ignore[misc]
        on_claims = request.user.has_perm("campaigns.view_claim")
        needs = (ClaimsFilter, DisagreementFilter, ConfirmedFilter) if on_claims else ()
        return (status, *needs, EnglishFilter, *own)
