"""What the database itself refuses of years, campaigns, series and slogans; how campaigns are called."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import override

from campaigns.models import Campaign
from tests import factories

pytestmark = pytest.mark.django_db


def refused(constraint, make, **fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


@pytest.mark.parametrize("number", [1899, 3000])
def test_a_year_has_four_digits_of_this_age(number):
    refused("year_of_four_digits", factories.make_year, number=number)


def test_a_national_campaign_has_no_province_and_a_provincial_one_has():
    province = factories.make_province()
    refused("national_campaign_has_no_province", factories.make_campaign, scope="national", province=province)
    refused("provincial_campaign_has_a_province", factories.make_campaign, scope="provincial", province=None)
    assert factories.make_campaign(scope="local", province=province).province == province


def test_a_campaign_is_not_a_part_of_itself():
    campaign = factories.make_campaign()
    with pytest.raises(IntegrityError, match="campaign_part_of_another"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(part_of=campaign)


def test_two_slogans_do_not_share_a_position():
    slogan = factories.make_slogan()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_slogan(campaign=slogan.campaign, position=slogan.position, slug="other")


def test_what_has_no_text_in_either_language_is_refused():
    refused("series_has_a_name", factories.make_series, name_zh="", name_en="")
    refused("slogan_has_a_text", factories.make_slogan, text_zh="", text_en="")


def test_a_year_with_campaigns_is_not_removed():
    with pytest.raises(ProtectedError):
        factories.make_campaign().year.delete()


def test_a_campaign_is_called_after_its_scope():
    year = factories.make_year(number=2021)
    province = factories.make_province(code="CN-HE")
    host = factories.make_agency(name_en="the association")
    series = factories.make_series(name_en="Contest")
    titles = [
        factories.make_campaign(year=year, **fields).title
        for fields in (
            {"scope": "national"},
            {"scope": "provincial", "province": province},
            {"scope": "association", "host": host},
            {"scope": "association", "host": host, "series": series},
            {"scope": "association"},
        )
    ]
    assert titles == [
        "National Quality Month 2021", "Quality Month in Hebei, 2021", "Quality Month of the association, 2021",
        "Contest, Quality Month 2021", "Quality Month of an unknown host, 2021",
    ]  # fmt: skip


def test_a_campaign_is_called_in_the_language_of_its_reader():
    with override("zh-hans"):
        title = factories.make_campaign(year=factories.make_year(number=2021)).title
        assert (title.lang, "2021" in title) == ("zh-Hans", True)
