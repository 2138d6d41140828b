"""How tests see what the public sees: every record as the API answers with it, and copies kept by what it tells."""

import json
from typing import Any

from django.db.models import Prefetch
from django.test import RequestFactory
from rest_framework.request import Request

from qualitymonth.api import router
from qualitymonth.models import Address, Revision

Seen = dict[tuple[str, str], str]


def public_state() -> Seen:
    """Return the answer of the API to each public record, by kind and key, with the claims where it has some."""
    request = Request(RequestFactory().get("/"))
    found: Seen = {}
    for _plural, viewset, _name in router.registry:
        shown: Any = viewset
        records: Any = shown.queryset.all().published().for_api()
        if hasattr(records.model, "claims"):
            claims = records.model._meta.get_field("claims").related_model.objects.from_published_sources()
            records = records.prefetch_related(Prefetch("claims", queryset=claims))
        serializer = shown.detail_serializer_class or shown.serializer_class
        for record in records:
            name = records.model._meta.model_name, str(record.natural_key()[0])
            found[name] = json.dumps(serializer(record, context={"request": request}).data, default=str)
    return found


class Mirror:
    """A copy of what the public sees, brought up to date by nothing but the changes since."""

    def __init__(self) -> None:
        self.records: Seen = {}
        self.revision = 0
        self.follow()

    def follow(self) -> set[tuple[str, str]]:
        """Take over what changed, and return where that was; the copy equals the archive then."""
        now = public_state()
        told = Address.objects.filter(change__gt=self.revision)
        for address in told:
            name = (address.kind, address.key)
            if address.gone:
                self.records.pop(name, None)
                assert not address.moved_to or name not in now, name
            else:
                self.records[name] = now[name]
        differing = {name for name in now.keys() | self.records.keys() if now.get(name) != self.records.get(name)}
        assert not differing, {name: (self.records.get(name), now.get(name)) for name in differing}
        self.revision = Revision.current().number
        return {(address.kind, address.key) for address in told}
