"""What is a draft stands in no citation, file, feed, facet, picture or form, wherever published records name it."""

import pytest

from tests.qualitymonth.test_filters import SECRETS, draft, make_secrets
from tests.reading import KINDS, LISTS

pytestmark = pytest.mark.django_db

#: What ``test_filters`` does not ask: citations, pictures, lists with every value of a facet, and what crawlers read.
ADDRESSES = [
    *(f"/{plural}.{form}" for plural in LISTS for form in ("bib", "ris", "csl.json")),
    "/sitemap.xml", "/history/", "/lineage/", "/compare/", "/years/2023/", "/zh-hans/years/2023/", "/zh-hans/",
    "/activities/?all=agency", "/activities/?all=province", "/activities/?all=series", "/activities/?all=year",
    "/agencies/?all=province", "/notices/?all=agency", "/about/components/",
]  # fmt: skip


def said(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def test_a_draft_is_cited_listed_and_drawn_nowhere(client):
    world, secrets = make_secrets()
    activity = world["activities"]
    activity.participations.create(agency=secrets["agency"], position=9, name_en="Secret printed name")
    activity.locations.create(province=secrets["province"], position=9)
    world["notices"].signatures.create(agency=secrets["agency"], position=9, name_en="Secret printed name")
    type(activity).objects.filter(pk=activity.pk).update(series=secrets["series"])
    before = {address: said(client, address) for address in ADDRESSES}
    assert sum(any(word in text for word in SECRETS) for text in before.values()) > len(LISTS)
    for record in secrets.values():
        draft(record)
    for address in ADDRESSES:
        text = said(client, address)
        assert [word for word in SECRETS if word in text] == [], address
        assert "2099" not in text, address


def test_a_draft_has_no_citation_of_its_own_and_no_form_for_reports(client):
    _, secrets = make_secrets()
    for record in secrets.values():
        draft(record)
    for noun, record in secrets.items():
        plural = next(plural for plural, (name, _) in KINDS.items() if name == noun)
        key = record.natural_key()[0]
        for form in ("bib", "ris", "json"):
            assert client.get(f"/{plural}/{key}/cite.{form}").status_code == 404
        assert client.get(f"/report/{noun}/{key}/").status_code == 404
    for form in ("bib", "ris", "csl.json"):
        for question in ("Secret", "秘密"):
            text = said(client, f"/search.{form}?q={question}")
            assert [word for word in SECRETS if word in text] == []
