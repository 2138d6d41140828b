"""What says whether an answer still holds."""

from datetime import UTC, datetime
from unittest import mock

import pytest

from qualitymonth import validators

PATH = "/api/v1/years/2023/"


def at(moment):
    return mock.patch("django.utils.timezone.now", return_value=moment)


def test_a_tag_tells_its_revision_and_nobody_can_make_one_up():
    tag = validators.etag(7, PATH, validators.AUTHORISED)
    assert tag.startswith('"r7-')
    assert validators.revision_of(tag, PATH) == 7
    assert validators.revision_of(f" {validators.zipped(tag)} ", PATH) == 7
    assert validators.revision_of(tag.replace("r7", "r8"), PATH) is None
    assert validators.revision_of(tag, "/api/v1/years/2022/") is None
    assert validators.revision_of(validators.etag(7, PATH), PATH) is None, "everybody's answer may lack drafts"


@pytest.mark.parametrize("tag", ["", "*", "r7", '"r7-"', 'W/"r7-00000000000000000000"', f'"r{"9" * 40}-{"0" * 20}"'])
def test_what_is_no_tag_of_ours_has_no_revision(tag):
    assert validators.revision_of(tag, PATH) is None


def test_tags_differ_by_revision_address_representation_and_version(settings):
    tags = [
        validators.etag(7, PATH),
        validators.etag(8, PATH),
        validators.etag(7, f"{PATH}?fields=slug"),
        validators.etag(7, PATH, "application/yaml"),
    ]
    settings.VERSION = "99"
    assert len({*tags, validators.etag(7, PATH)}) == 5


@pytest.mark.parametrize(
    ("address", "moves"),
    [
        ("/years/", True),
        ("/years/2023/cite.bib", True),
        ("/years.csl.json?q=.csv", True),
        (PATH, False),
        ("/years.csv?year=2023", False),
        ("/years.atom", False),
        ("/sitemap.xml", False),
    ],
)
def test_what_carries_the_day_has_another_tag_on_the_next(address, moves):
    with at(datetime(2026, 9, 1, 15, 59, tzinfo=UTC)):
        before = validators.etag(7, address)
    with at(datetime(2026, 9, 1, 16, 1, tzinfo=UTC)):
        assert (validators.etag(7, address) != before) is moves


def test_the_time_of_the_last_change_is_told_once_no_other_can_follow_in_its_second():
    changed = datetime(2026, 9, 1, 12, 0, 0, 900_000, tzinfo=UTC)
    with at(datetime(2026, 9, 1, 12, 0, 0, 950_000, tzinfo=UTC)):
        assert validators.last_modified(changed, PATH) is None
    with at(datetime(2026, 9, 1, 12, 0, 1, tzinfo=UTC)):
        assert validators.last_modified(changed, PATH) == int(changed.timestamp())


def test_what_carries_the_day_changed_at_midnight_in_china():
    changed = datetime(2026, 8, 1, tzinfo=UTC)
    with at(datetime(2026, 9, 1, 12, tzinfo=UTC)):
        assert validators.last_modified(changed, PATH) == int(changed.timestamp())
        midnight = datetime(2026, 8, 31, 16, tzinfo=UTC)
        assert validators.last_modified(changed, "/years/") == int(midnight.timestamp())
