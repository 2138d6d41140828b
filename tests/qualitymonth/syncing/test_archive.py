"""The whole archive: a copy of it stays equal, too."""

import pytest

from agencies.models import Agency
from campaigns.models import Source
from qualitymonth import moving
from qualitymonth.publishing import unpublish
from tests.mirroring import Mirror

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def test_a_copy_of_the_archive_stays_equal(admin_user):
    mirror = Mirror()
    samr, aqsiq = (Agency.objects.get(slug=slug) for slug in ("samr", "aqsiq"))
    moving.merge(Agency, aqsiq.pk, samr.pk)
    assert ("agency", "aqsiq") in mirror.follow()
    source = Source.objects.filter(part_of=None).latest("pk")
    unpublish(Source, [source.pk], admin_user, "not yet")
    assert ("source", source.slug) in mirror.follow()
    moving.rename(Agency, samr.pk, "market-regulation")
    assert len(mirror.follow()) > 100
