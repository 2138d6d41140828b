"""What staff can do at the desk they can do over the API, under the same rules, with the same history."""

import json

import pytest

from agencies.models import Agency
from campaigns.models import Activity, Campaign, Claim, Notice, Person
from qualitymonth.api import router
from qualitymonth.models import Change, Revision, Tombstone
from tests import factories
from tests.factories import make_agency, make_claim, make_source
from tests.qualitymonth.test_admin import KINDS, make
from tests.writing import Writer, faults, make_staff

pytestmark = pytest.mark.django_db

PLURALS = {name.removeprefix("api-"): plural for plural, _viewset, name in router.registry}
each_kind = pytest.mark.parametrize("kind", PLURALS)


@pytest.fixture
def writer(client):
    """A program of a superuser."""
    return Writer(client, make_staff())


def address_of(record):
    return f"/api/v1/{PLURALS[record._meta.model_name]}/{record.natural_key()[0]}/"


def revision():
    return Revision.current().number


# What is read can be written.


@each_kind
def test_what_was_read_can_be_sent_back_and_changes_nothing(writer, kind):
    record = make(kind)
    make_claim(record) if kind not in ("claim", "source") else None
    read = writer.get(address_of(record))
    before = revision()
    response = writer.change(address_of(record), **read.json())
    assert response.status_code == 200
    assert response.json() == read.json()
    assert response.headers["ETag"] == read.headers["ETag"]
    assert revision() == before


@each_kind
def test_a_record_that_was_removed_can_be_added_again_as_it_was_read(writer, kind):
    record = make(kind)
    read = writer.get(address_of(record)).json()
    assert writer.remove(address_of(record)).status_code == 204
    taken = json.loads(json.dumps(read))
    for name in ("url", "html_url", "modified", "claims", "launched_on", "launch_place_zh", "launch_place_en"):
        taken.pop(name, None)
    if kind == "claim":
        taken.pop("key")
    response = writer.add(f"/api/v1/{PLURALS[kind]}/", **taken)
    assert response.status_code == 201, response.json()
    again = response.json()
    for one in (again, read):
        for name in ("modified", "url", "html_url", "key"):
            one.pop(name, None)
    assert again == read


# Adding.


def test_a_new_record_is_a_draft_with_an_address_and_a_tag(writer, client):
    response = writer.add("/api/v1/people/", slug="gu-mu", name_en="Gu Mu")
    assert response.status_code == 201
    assert response.headers["Location"].endswith("/api/v1/people/gu-mu/")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["ETag"] == writer.tag("/api/v1/people/gu-mu/")
    assert response.json()["status"] == "draft"
    assert client.get("/api/v1/people/gu-mu/").status_code == 404
    assert client.get("/api/v1/people/").json()["count"] == 0
    change = Change.objects.get(number=revision())
    assert (str(change.user), change.kind) == ("superuser", "edit")


def test_a_record_can_be_published_as_it_is_added(writer, client):
    assert writer.add("/api/v1/people/", slug="gu-mu", name_en="Gu Mu", status="published").status_code == 201
    assert client.get("/api/v1/people/gu-mu/").json()["name_en"] == "Gu Mu"


def test_all_that_is_wrong_is_named_at_once_and_nothing_is_added(writer):
    before = revision()
    response = writer.add(
        "/api/v1/activities/", slug="no slug", campaign="nowhere", kind=3, starts_on="2023-13", colour="red",
        organisers=[{"agency": "nobody"}, {"agency": "x", "role": "boss", "rank": 1}],
    )  # fmt: skip
    assert sorted(faults(response)) == ["colour", "kind", "organisers.1.rank"]
    agency, campaign = make_agency(slug="samr"), factories.make_campaign(slug="2023-here")
    before = revision()
    response = writer.add(
        "/api/v1/activities/", slug="no slug", campaign=campaign.slug, kind="forum", starts_on="2023-13",
        organisers=[{"agency": agency.slug}, {"agency": "nobody"}],
    )  # fmt: skip
    assert faults(response) == {"organisers.1.agency": "There is no agency “nobody”."}
    response = writer.add(
        "/api/v1/activities/", slug="no slug", campaign=campaign.slug, kind="forum", starts_on="2023-13",
        organisers=[{"agency": agency.slug, "basis": "stated"}, {"agency": agency.slug}],
    )  # fmt: skip
    assert set(faults(response)) >= {"slug", "starts_on"}
    assert revision() == before
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("member", "value", "detail"),
    [
        ("name_en", 3, "This must be a text."),
        ("name_en", None, "This field may not be null."),
        ("name_en", ["a"], "This must be a text."),
        ("name_en", True, "This must be a text."),
        ("status", "gone", '"gone" is not a valid choice.'),
        ("status", 1, "This must be a text."),
    ],
)
def test_each_member_takes_one_type_of_json(writer, member, value, detail):
    response = writer.add("/api/v1/people/", **{"slug": "a", "name_en": "A", member: value})
    assert faults(response) == {member: detail}


@pytest.mark.parametrize("value", ["2023", 2023.5, True])
def test_whole_numbers_are_no_texts(writer, value):
    assert faults(writer.add("/api/v1/years/", number=value)) == {"number": "This must be a whole number."}


def test_a_key_that_is_taken_is_refused(writer):
    factories.make_person(slug="gu-mu")
    assert "slug" in faults(writer.add("/api/v1/people/", slug="gu-mu", name_en="Another"))


def test_a_published_record_needs_published_owners(writer):
    campaign = factories.make_campaign(slug="2023-draft", status="draft")
    response = writer.add(
        "/api/v1/slogans/", slug="one", campaign=campaign.slug, position=1, text_zh="质量", status="published"
    )
    assert "Publish first" in faults(response)["status"]


# Changing.


def test_a_change_names_what_it_begins_from(writer, client):
    person = factories.make_person(name_en="Before")
    address, headers = address_of(person), writer.headers

    def send(**more):
        return client.patch(
            address, {"name_en": "After", "reason": "why"}, content_type="application/json", headers={**headers, **more}
        )

    assert send().status_code == 428
    assert send(**{"If-Match": "*"}).status_code == 428
    public = client.get(address).headers["ETag"]
    for tag in (public, '"x"', "W/" + writer.tag(address), writer.tag("/api/v1/meta/")):
        assert send(**{"If-Match": tag}).status_code == 412
    assert Person.objects.get().name_en == "Before"
    response = send(**{"If-Match": f'"other", {writer.tag(address)}'})
    assert response.status_code == 200
    assert response.json()["name_en"] == "After"
    assert response.headers["ETag"] == writer.tag(address)


def test_the_tag_of_a_change_that_came_compressed_begins_the_next_one(writer):
    person = factories.make_person()
    writer.headers |= {"Accept-Encoding": "gzip"}
    make_claim(person, note_en="a long note " * 20)
    first = writer.change(address_of(person), name_en="First", reason="why")
    assert first.headers["Content-Encoding"] == "gzip"
    assert writer.change(address_of(person), first.headers["ETag"], name_en="Second", reason="why").status_code == 200


def test_who_was_overtaken_is_told_by_whom_and_writes_nothing(writer, client):
    person = factories.make_person(name_en="Before")
    address = address_of(person)
    tag = writer.tag(address)
    other = Writer(client, make_staff("Publisher"))
    assert other.change(address, name_zh="别人", reason="theirs").status_code == 200
    response = writer.change(address, tag, name_en="After", reason="mine")
    assert response.status_code == 412
    assert "by publisher" in response.json()["detail"]
    assert Person.objects.get().name_en == "Before"
    assert writer.remove(address, tag=tag).status_code == 412


def test_a_claim_that_came_meanwhile_counts_as_a_change_of_its_record(writer):
    person = factories.make_person()
    tag = writer.tag(address_of(person))
    make_claim(person)
    assert writer.change(address_of(person), tag, name_en="After", reason="mine").status_code == 412


def test_the_answer_to_a_change_is_what_is_read_afterwards(writer):
    agency = make_agency(slug="heir")
    make_claim(agency, field="name_en")
    rows = [{"language": "en", "type": "short", "name": "Heir"}]
    answers = {"name_en": {"choice": "judgement"}}
    for said in ({"names": rows}, {"name_en": "The Heir", "sources": answers}, {"status": "draft"}):
        changed = writer.change(address_of(agency), reason="why", **said)
        read = writer.get(address_of(agency))
        assert changed.status_code == 200, changed.json()
        assert changed.json() == read.json()
        assert changed.headers["ETag"] == read.headers["ETag"]


def test_changes_elsewhere_do_not_stand_in_the_way(writer):
    person = factories.make_person()
    tag = writer.tag(address_of(person))
    factories.make_person()
    assert writer.change(address_of(person), tag, name_en="After", reason="mine").status_code == 200


def test_what_is_published_does_not_change_without_a_reason(writer):
    person = factories.make_person(name_en="Before")
    assert list(faults(writer.change(address_of(person), name_en="After"))) == ["reason"]
    assert writer.change(address_of(person), name_en="After", reason="a slip").status_code == 200
    assert Change.objects.get(number=revision()).reason == "a slip"


def test_keys_and_what_is_derived_are_not_changed(writer):
    person = factories.make_person(slug="gu-mu")
    response = writer.change(address_of(person), slug="other", url="http://else", modified=None, claims=[1])
    assert sorted(faults(response)) == ["claims", "modified", "slug", "url"]


def test_a_value_that_no_source_says_needs_an_answer(writer):
    campaign = factories.make_campaign(theme_zh="质量第一")
    first, second = (make_claim(campaign, field="theme_zh", line=line) for line in (3, 4))
    told = faults(writer.change(address_of(campaign), theme_zh="质量强国", reason="why"))
    assert first.key in told["sources.theme_zh"]
    assert "misread, another, disagree, judgement" in told["sources.theme_zh"]
    response = writer.change(
        address_of(campaign), theme_zh="质量强国", reason="why", sources={"theme_zh": {"choice": "judgement"}}
    )
    assert response.status_code == 200
    assert response.json()["theme_zh"] == "质量强国"
    assert second.key != first.key


def test_another_source_is_cited_as_a_claim(writer):
    campaign, source = factories.make_campaign(theme_zh="质量第一"), make_source(slug="gazette")
    make_claim(campaign, field="theme_zh")
    answer = {"choice": "another", "source": source.slug, "quote": "质量强国"}
    response = writer.change(
        address_of(campaign), theme_zh="质量强国", reason="why", sources={"theme_zh": {**answer, "line": 2}}
    )
    assert response.status_code == 200, response.json()
    claim = Claim.objects.get(source=source)
    assert (claim.field, claim.value, claim.line, claim.rank) == ("theme_zh", "质量强国", 2, "preferred")


def test_a_misread_claim_is_corrected(writer):
    campaign = factories.make_campaign(theme_zh="质量第一")
    claim = make_claim(campaign, field="theme_zh")
    answer = {"choice": "misread", "misread": [claim.key]}
    response = writer.change(address_of(campaign), theme_zh="质量强国", reason="why", sources={"theme_zh": answer})
    assert response.status_code == 200, response.json()
    assert Claim.objects.get(pk=claim.pk).value == "质量强国"


@pytest.mark.parametrize(
    ("answer", "where"),
    [
        ({"choice": "guess"}, "sources.theme_zh.choice"),
        ({}, "sources.theme_zh.choice"),
        ({"choice": "another"}, "sources.theme_zh.source"),
        ({"choice": "another", "source": "nowhere"}, "sources.theme_zh.slug"),
        ({"choice": "misread"}, "sources.theme_zh.misread"),
        ({"choice": "misread", "misread": ["no-such-claim"]}, "sources.theme_zh.misread"),
        ({"choice": "judgement", "why": "x"}, "sources.theme_zh.why"),
    ],
)
def test_answers_are_looked_through(writer, answer, where):
    campaign = factories.make_campaign(theme_zh="质量第一")
    make_claim(campaign, field="theme_zh")
    response = writer.change(address_of(campaign), theme_zh="质量强国", reason="why", sources={"theme_zh": answer})
    assert list(faults(response)) == [where]
    assert Campaign.objects.get().theme_zh == "质量第一"


def test_an_answer_about_no_field_is_refused(writer):
    campaign = factories.make_campaign()
    response = writer.change(
        address_of(campaign), summary_en="A", reason="why", sources={"theme": {"choice": "another"}}
    )
    assert list(faults(response)) == ["sources.theme"]


def test_a_ring_is_refused(writer):
    parent, child = make_agency(slug="parent"), make_agency(slug="child")
    Agency.objects.filter(pk=child.pk).update(parent=parent)
    told = faults(writer.change("/api/v1/agencies/parent/", parent="child", reason="why"))
    assert "ring" in told["parent"]


# Lists.


def test_a_list_is_written_whole_and_rows_that_stay_keep_what_is_not_said(writer):
    notice = factories.make_notice()
    for position, slug in enumerate("abc", 1):
        notice.signatures.create(agency=make_agency(slug=slug), position=position, name_zh=f"名{slug}")
    make_agency(slug="d")
    response = writer.change(
        address_of(notice), issuers=[{"agency": "c"}, {"agency": "d", "name_en": "D"}, {"agency": "a"}], reason="why"
    )
    assert response.status_code == 200, response.json()
    assert [(one["agency"], one["position"], one["name_zh"], one["name_en"]) for one in response.json()["issuers"]] == [
        ("c", 1, "名c", ""), ("d", 2, "", "D"), ("a", 3, "名a", ""),
    ]  # fmt: skip
    assert Notice.objects.get().version == notice.version + 1


def test_names_and_predecessors_of_an_agency_are_lists_too(writer):
    make_agency(slug="elder")
    agency = make_agency(slug="heir")
    names = [("en", "Heir"), ("zh-Hans", "承")]
    rows = [{"language": language, "type": "short", "name": name} for language, name in names]
    response = writer.change(address_of(agency), reason="why", predecessors=["elder"], names=rows)
    assert response.status_code == 200, response.json()
    assert response.json()["predecessors"] == ["elder"]
    assert [name["name"] for name in response.json()["names"]] == ["Heir", "承"]
    assert writer.change(address_of(agency), predecessors=[], names=[], reason="why").json()["names"] == []
    assert faults(writer.change(address_of(agency), predecessors=["heir"], reason="why"))
    twice = faults(writer.change(address_of(agency), predecessors=["elder", "elder"], reason="why"))
    assert list(twice) == ["predecessors"]


# Drafts, publishing and removing.


def test_staff_read_drafts_by_their_keys_and_nobody_else_does(client):
    draft = factories.make_activity(status="draft")
    hidden = factories.make_activity(campaign=factories.make_campaign(status="draft"))
    reader = Writer(client, make_staff("Reader"))
    for record in (draft, hidden):
        assert client.get(address_of(record)).status_code == 404
        assert reader.get(address_of(record)).status_code == 200
    assert reader.get(address_of(draft)).json()["status"] == "draft"
    assert reader.get("/api/v1/activities/").json()["count"] == 0


def test_drafts_that_a_record_refers_to_are_shown_to_staff_alone(client):
    agency = make_agency(slug="draft", status="draft")
    activity = factories.make_activity()
    activity.participations.create(agency=agency, position=1)
    reader = Writer(client, make_staff("Reader"))
    assert client.get(address_of(activity)).json()["organisers"] == []
    assert [one["agency"] for one in reader.get(address_of(activity)).json()["organisers"]] == ["draft"]


def test_publishing_and_taking_back_are_changes_of_the_status(writer, client):
    person = factories.make_person(status="draft")
    assert writer.change(address_of(person), status="published").status_code == 200
    assert client.get(address_of(person)).status_code == 200
    assert list(faults(writer.change(address_of(person), status="draft"))) == ["reason"]
    assert writer.change(address_of(person), status="draft", reason="too early").json()["status"] == "draft"
    assert client.get(address_of(person)).status_code == 404
    assert Change.objects.get(number=revision()).kind == "publication"


def test_a_removed_record_leaves_word(writer, client):
    person = factories.make_person(slug="gu-mu")
    assert list(faults(writer.remove(address_of(person), reason=""))) == ["reason"]
    assert writer.remove(address_of(person)).status_code == 204
    assert client.get(address_of(person)).status_code == 410
    assert Tombstone.objects.get(key="gu-mu").change.reason == "told twice"
    for response in (
        writer.change(address_of(person), '"x"', name_en="Back"),
        writer.remove(address_of(person), tag='"x"'),
    ):
        assert response.status_code == 410


def test_what_others_refer_to_is_not_removed(writer):
    campaign = factories.make_activity().campaign
    response = writer.remove(address_of(campaign))
    assert response.status_code == 409
    assert "referred to by" in response.json()["detail"]
    assert Campaign.objects.filter(pk=campaign.pk).exists()


def test_nothing_stands_where_nothing_ever_did(writer):
    assert writer.change("/api/v1/people/nobody/", '"x"', name_en="A").status_code == 404
    assert writer.remove("/api/v1/people/nobody/", tag='"x"').status_code == 404


def test_an_address_says_what_can_be_done_there(writer, client):
    told = client.options("/api/v1/people/", headers=writer.headers)
    assert told.headers["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert set(told.json()) == {"name", "description", "renders", "parses"}


def test_query_words_are_refused(writer):
    assert list(faults(writer.add("/api/v1/people/?status=draft", slug="a", name_en="A"))) == ["status"]
    person = factories.make_person()
    assert list(faults(writer.change(f"{address_of(person)}?fields=slug", '"x"', name_en="A"))) == ["fields"]


def test_a_change_over_the_api_is_undone_at_the_desk(writer, client):
    person = factories.make_person(name_en="Before")
    writer.change(address_of(person), name_en="After", reason="a slip")
    client.force_login(make_staff("Publisher"))
    page = f"/admin/qualitymonth/change/{revision()}/revert/"
    client.post(page, {"reason": "back", "confirmed": "yes"})
    assert Person.objects.get().name_en == "Before"


# Who may do what.


@pytest.mark.parametrize(("group", "statuses"), [
    ("Reader", {"add": 403, "change": 403, "publish": 403, "unpublish": 403, "remove": 403}),
    ("Editor", {"add": 201, "change": 200, "publish": 403, "unpublish": 403, "remove": 403}),
    ("Publisher", {"add": 201, "change": 200, "publish": 200, "unpublish": 200, "remove": 204}),
])  # fmt: skip
@each_kind
def test_the_groups_of_the_desk_are_those_of_the_api(client, kind, group, statuses):
    published, other = make(kind), make(kind)
    type(other).objects.filter(pk=other.pk).update(status="draft")
    read = Writer(client, make_staff()).get(address_of(published)).json()
    writer = Writer(client, make_staff(group))
    for method, headers in ((client.post, {}), (client.patch, {"If-Match": "*"}), (client.delete, {})):
        address = f"/api/v1/{PLURALS[kind]}/" if method == client.post else address_of(published)
        assert method(address, {}, content_type="application/json", headers=headers).status_code == 401
    found = {
        "change": writer.change(address_of(other), reason="why").status_code,
        "publish": writer.change(address_of(other), status="published", reason="why").status_code,
        "unpublish": writer.change(address_of(published), status="draft", reason="why").status_code,
        "remove": writer.remove(address_of(published)).status_code,
    }
    added = writer.add(f"/api/v1/{PLURALS[kind]}/", **_as_new(read, free=group == "Publisher"))
    assert {"add": added.status_code, **found} == statuses, added.content


def _as_new(read, *, free):
    """Return what adds a record like one that was read, under its own key where that is ``free``."""
    derived = ("url", "html_url", "modified", "claims", "launched_on", "launch_place_zh", "launch_place_en", "key")
    new = {name: value for name, value in read.items() if name not in derived} | {"status": "draft"}
    others = {"slug": "another", "number": 1999, "code": "CN-XJ", "position": 99, "path": "99"}
    return new if free else new | {name: value for name, value in others.items() if name in new}


def test_who_may_change_a_record_but_not_its_rows_is_refused_the_rows(client):
    user = make_staff("Editor")
    group = user.groups.get()
    group.permissions.remove(group.permissions.get(codename="delete_signature"))
    notice = factories.make_notice(status="draft")
    make_agency(slug="a")
    writer = Writer(client, user)
    assert writer.change(address_of(notice), issuers=[{"agency": "a"}]).status_code == 403
    assert writer.change(address_of(notice), summary_en="Short.").status_code == 200


def test_the_kinds_are_those_of_the_desk():
    assert set(PLURALS) == set(KINDS)
