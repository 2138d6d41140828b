"""A harvester of the field that is not ours takes all there is, and later what changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from oaipmh_scythe import Scythe

from campaigns.sitemaps import RECORDS

pytestmark = pytest.mark.django_db


def harvest(site, **words):
    """Return what a harvester gets, by identifier: the metadata, or None for what is gone."""
    with Scythe(f"{site}/oai") as scythe:
        records = scythe.list_records(metadata_prefix="oai_dc", **words)
        return {one.header.identifier: None if one.deleted else one.metadata for one in map(known, records)}


def known(item: Any) -> Any:
    """Return what a harvester gave: it may be whole answers, too, where one asks for these."""
    return item


def key(address):
    kind, _, name = address.rpartition(":")[2].partition("/")
    return kind, name


def test_a_harvester_takes_every_record_that_has_a_page(site):
    found = harvest(site)
    kinds = {kind for kind, _name in map(key, found)}
    assert kinds == set(RECORDS)
    meta = requests.get(f"{site}/api/v1/meta/", timeout=30).json()
    assert len(found) == sum(meta["kinds"][kind]["count"] for kind in kinds)
    assert all(metadata and metadata["title"] for metadata in found.values())
    notices = harvest(site, set_="notice")
    assert notices == {name: metadata for name, metadata in found.items() if key(name)[0] == "notice"}


def test_a_harvester_knows_the_archive_and_its_sets(site):
    with Scythe(f"{site}/oai") as scythe:
        assert scythe.identify().repositoryName == "Quality Month Archive"
        assert {known(one).setSpec for one in scythe.list_sets()} == set(RECORDS)
        assert [known(one).metadataPrefix for one in scythe.list_metadata_formats()] == ["oai_dc"]


def test_a_harvester_that_comes_again_gets_what_changed_and_what_went(site_to_write):
    site, token = site_to_write
    began = datetime.now(UTC) - timedelta(seconds=1)
    mine = {"Authorization": f"Bearer {token}"}

    since = {"from_": f"{began:%Y-%m-%dT%H:%M:%SZ}"}
    people = f"{site}/api/v1/people/"

    def write(method, address, **options):
        read = requests.get(address, headers=mine, timeout=30)
        headers = {**mine, "If-Match": read.headers["ETag"]}
        requests.request(method, address, headers=headers, timeout=30, **options).raise_for_status()

    new = {"slug": "zz-new", "name_en": "Somebody New", "status": "published"}
    requests.post(people, json=new, headers=mine, timeout=30).raise_for_status()
    write("PATCH", f"{site}/api/v1/years/1978/", json={"notes_en": "Seen anew.", "reason": "a test"})
    found = {key(name): metadata for name, metadata in harvest(site, **since).items()}
    assert "Somebody New" in str(found["person", "zz-new"])
    assert "Seen anew." in str(found["year", "1978"])
    write("DELETE", f"{people}zz-new/", params={"reason": "a test"})
    found = {key(name): metadata for name, metadata in harvest(site, **since).items()}
    assert found["person", "zz-new"] is None
