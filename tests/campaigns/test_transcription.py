"""What each of the five documents yields: how many records of each kind, and the facts that readers check first."""

import pytest
from django.db.models import Q

from agencies.models import Agency
from campaigns.models import SUBJECTS, Activity, Campaign, Claim, Participation, Section, Signature, Slogan
from campaigns.models.sources import subject_column

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

#: By document, parts included: of each kind, the records about which it makes at least one claim. Kinds of which it
#: says nothing are left out. These numbers change when the transcription of the document changes, and only then.
YIELDS: dict[str, dict[str, int]] = {
    "2023-notice-mt": {
        "year": 1, "campaign": 2, "notice": 1, "section": 90, "series": 10, "activity": 218, "figure": 3,
        "agency": 35, "province": 2, "source": 1,
    },
    "2023-notice-bilingual": {
        "year": 1, "campaign": 1, "notice": 1, "section": 26, "activity": 57, "figure": 2, "agency": 25,
    },
    "2023-notice-zh": {
        "year": 2, "campaign": 3, "notice": 3, "section": 26, "activity": 57, "figure": 2, "agency": 26,
        "source": 1,
    },
    "2022-provincial-reports": {
        "year": 1, "campaign": 10, "notice": 1, "series": 3, "activity": 95, "figure": 19, "person": 8,
        "appearance": 25, "agency": 34, "source": 10,
    },
    "2021-caqi-campaign": {
        "year": 2, "campaign": 3, "notice": 1, "section": 5, "slogan": 15, "series": 4, "activity": 2,
        "figure": 1, "person": 7, "appearance": 7, "agency": 4, "precedent": 2,
    },
}  # fmt: skip


@pytest.mark.parametrize("document", YIELDS)
def test_a_document_yields_so_many_records_of_each_kind(document):
    claims = Claim.objects.filter(Q(source__slug=document) | Q(source__part_of__slug=document))
    yielded = {kind: len({*claims.values_list(subject_column(kind), flat=True)} - {None}) for kind in SUBJECTS}
    assert {kind: number for kind, number in yielded.items() if number} == YIELDS[document]


def test_the_notice_of_2023_has_25_issuers_in_order_each_another_agency():
    signatures = Signature.objects.filter(notice__slug="2023-national").order_by("position")
    assert list(signatures.values_list("position", flat=True)) == list(range(1, 26))
    assert len(set(signatures.values_list("agency", flat=True))) == 25


@pytest.mark.parametrize(("annex", "items"), [("annex-1", 23), ("annex-2", 9), ("annex-3", 32), ("annex-4", 0)])
def test_an_annex_of_the_notice_of_2023_has_so_many_items_numbered_in_order(annex, items):
    sections = Section.objects.filter(notice__slug="2023-national", parent__path=annex).order_by("position")
    assert list(sections.values_list("path", flat=True)) == [f"{annex}.{number}" for number in range(1, items + 1)]


def test_ten_provinces_reported_on_their_campaigns_of_2022():
    reported = Claim.objects.filter(source__part_of__slug="2022-provincial-reports").exclude(campaign=None)
    campaigns = Campaign.objects.filter(pk__in=reported.values("campaign"), year__number=2022, scope="provincial")
    assert sorted(campaigns.values_list("slug", "province__code")) == [
        ("2022-anhui", "CN-AH"),
        ("2022-chongqing", "CN-CQ"),
        ("2022-fujian", "CN-FJ"),
        ("2022-gansu", "CN-GS"),
        ("2022-guangdong", "CN-GD"),
        ("2022-guangxi", "CN-GX"),
        ("2022-hebei", "CN-HE"),
        ("2022-hubei", "CN-HB"),
        ("2022-yunnan", "CN-YN"),
        ("2022-zhejiang", "CN-ZJ"),
    ]


def test_the_fifteen_slogans_of_2021_stand_in_the_order_of_their_lines():
    slogans = Slogan.objects.filter(campaign__slug="2021-national").order_by("position")
    claims = Claim.objects.filter(source__slug="2021-caqi-campaign", field="text_zh", slogan__in=slogans)
    lines = dict(claims.values_list("slogan__position", "line"))
    assert list(slogans.values_list("position", flat=True)) == list(range(1, 16))
    assert lines == {position: 10 + position for position in range(1, 16)}
    assert [slogan.text_zh for slogan in slogans] == [
        "让质量强国深入人心 让质量提升扎实推进",
        "坚持质量第一 建设质量强国",
        "大力提升质量 建设质量强国",
        "提升产品和服务质量 推动经济高质量发展",
        "建设质量强国 共享美好生活",
        "推动高质量发展 共享高品质生活",
        "优化营商环境 建设质量强国",
        "推动质量变革 建设质量强国",
        "加强全面质量管理 开展质量提升行动",
        "弘扬工匠精神 推动品质革命",
        "夯实质量基石 共筑强国梦想",
        "全民关注质量 质量服务全民",
        "人人创造质量 人人享受质量",
        "质量提升 人人有责",
        "个个树立质量意识 人人创造中国质量",
    ]


def test_the_signatories_without_an_annex_item_are_the_ndrc_and_the_ministry_of_education():
    items = Activity.objects.filter(section__notice__slug="2023-national", section__parent__path="annex-1")
    organisers = Participation.objects.filter(activity__in=items, role="organiser").values("agency")
    issuers = Agency.objects.filter(signatures__notice__slug="2023-national")
    without = issuers.exclude(pk__in=organisers).order_by("signatures__position")
    assert [agency.name_en for agency in without] == [
        "National Development and Reform Commission",
        "Ministry of Education",
    ]
    assert issuers.filter(pk__in=organisers).distinct().count() == 23
