"""How well a field is known, and where sources disagree."""

import pytest

from campaigns.evidence import State, claimed_form, disagreements, evidence_for, ranked
from campaigns.models import Activity, Campaign, Claim, Notice, Signature
from tests import factories

pytestmark = pytest.mark.django_db


def state(record, field, member=None):
    return evidence_for(record, field, member).state


def test_a_value_that_a_preferred_claim_gives_is_stated():
    notice = factories.make_notice(issued_on="2023-08-31")
    factories.make_claim(notice, field="issued_on", value="2023-08")
    assert state(notice, "issued_on") is State.STATED


@pytest.mark.parametrize("rank", ["normal", "deprecated"])
def test_a_value_without_a_preferred_claim_is_unconfirmed(rank):
    notice = factories.make_notice()
    factories.make_claim(notice, field="issued_on", rank=rank)
    assert state(notice, "issued_on") is State.UNCONFIRMED


def test_a_value_that_no_claim_gives_is_the_archives_own_even_beside_other_claims():
    notice = factories.make_notice(title_en="Our short title")
    assert state(notice, "title_en") is State.OURS
    factories.make_claim(notice, field="title_en", value="The official title")
    assert state(notice, "title_en") is State.OURS


def test_no_value_is_unknown():
    notice = factories.make_notice(published_on="", document_number="")
    assert state(notice, "published_on") is State.UNKNOWN
    assert state(notice, "forwards") is State.UNKNOWN
    factories.make_claim(notice, field="document_number", value="1号", rank="normal")
    assert state(notice, "document_number") is State.UNKNOWN


def test_a_member_of_a_list_is_known_by_the_claims_that_name_it():
    notice = factories.make_notice()
    first, second = factories.make_agency(), factories.make_agency()
    for position, agency in enumerate((first, second), 1):
        Signature.objects.create(notice=notice, agency=agency, position=position)
    factories.make_claim(notice, field="issuers", value=first.slug)
    assert state(notice, "issuers", first.slug) is State.STATED
    assert evidence_for(notice, "issuers", second.slug).claims == []
    factories.make_claim(notice, field="issuers", value=second.slug)
    assert not evidence_for(notice, "issuers").disagrees


def test_flags_numbers_and_references_are_compared_as_claims_write_them():
    figure = factories.make_figure(value="98.5000")
    section = factories.make_section(text_known=False)
    for record, field, value in (
        (figure, "value", "98.5"), (figure, "campaign", figure.campaign.slug), (section, "text_known", "no"),
    ):  # fmt: skip
        factories.make_claim(record, field=field, value=value)
        record.refresh_from_db()
        assert state(record, field) is State.STATED, field
    assert [claimed_form(value) for value in (None, True, 25)] == ["", "yes", "25"]


def test_claims_stand_by_rank_then_source_then_line():
    campaign = factories.make_campaign()
    a, b = factories.make_source(slug="a"), factories.make_source(slug="b")
    for source, line, rank in ((a, 1, "deprecated"), (b, 2, "preferred"), (a, 9, "normal"), (a, 10, "preferred"),
                               (a, 2, "preferred")):  # fmt: skip
        factories.make_claim(campaign, source=source, line=line, rank=rank)
    assert [(claim.source.slug, claim.line) for claim in ranked(Claim.objects.all())] == [
        ("a", 2), ("a", 10), ("b", 2), ("a", 9), ("a", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "values", "disagree"),
    [
        ("issued_on", ("2023-08-31", "2023-09-01"), True),
        ("issued_on", ("2023-08-31", "2023-08"), False),
        ("title_zh", ("质量月通知", "質量月通知"), False),
        ("title_zh", ("质量月通知", "质量月公告"), True),
        ("title_en", ("A notice", "An announcement"), False),
        ("issuers", ("samr", "caqi"), False),
        ("issued_on", ("2023", "2023-08", "2023-08-31", "2022"), True),
    ],
)
def test_two_claims_that_contradict_each_other_are_a_disagreement(field, values, disagree):
    notice = factories.make_notice()
    for value in values:
        factories.make_claim(notice, field=field, value=value, rank="normal")
    assert evidence_for(notice, field).disagrees is disagree
    assert [(found.record, found.field, len(found.claims)) for found in disagreements()] == (
        [(notice, field, len(values))] if disagree else []
    )


def test_what_is_a_draft_disagrees_with_nothing_in_public():
    notice = factories.make_notice()
    factories.make_claim(notice, field="issued_on", value="2023-08-31")
    other = factories.make_claim(notice, field="issued_on", value="2023-09-01", rank="normal")
    assert len(disagreements()) == 1
    other.status = "draft"
    other.save()
    assert disagreements() == []
    other.status, notice.status = "published", "draft"
    other.save()
    notice.save()
    assert disagreements() == []


def test_claims_on_one_field_of_two_records_do_not_meet():
    for value in ("2023-08-31", "2023-09-01"):
        factories.make_claim(factories.make_notice(), field="issued_on", value=value)
    assert disagreements() == []
    assert (Activity.objects.count(), Campaign.objects.count() > 0, Notice.objects.count()) == (0, True, 2)
