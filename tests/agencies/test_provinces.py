"""The provinces of the real archive."""

import pycountry
import pytest

from agencies.models import Province
from qualitymonth.fold import simplify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


def test_the_codes_are_those_of_iso_3166_2_and_the_corps():
    codes = {subdivision.code for subdivision in pycountry.subdivisions.get(country_code="CN")}
    assert set(Province.objects.values_list("code", flat=True)) == codes | {"XPCC"}


def test_every_province_has_its_four_names_and_only_the_corps_lacks_a_national_code_and_a_tile():
    for province in Province.objects.all():
        assert all([province.name_zh, province.name_hant, province.name_en, province.pinyin, province.short_zh])
    assert list(Province.objects.filter(gb_code="").values_list("code", flat=True)) == ["XPCC"]
    assert list(Province.objects.filter(tile_row=None).values_list("code", flat=True)) == ["XPCC"]


def test_the_traditional_name_simplifies_to_the_simplified_one():
    assert [p.code for p in Province.objects.all() if simplify(p.name_hant) != p.name_zh] == []
    assert [p.code for p in Province.objects.all() if not p.name_zh.startswith(p.short_zh)] == ["XPCC"]


def test_the_national_codes_agree_in_order_with_the_regions():
    first_digit = {
        "north": "1", "northeast": "2", "east": "3", "central-south": "4", "southwest": "5", "northwest": "6",
        "hong-kong-macao-taiwan": "78",
    }  # fmt: skip
    assert [p.code for p in Province.objects.exclude(gb_code="") if p.gb_code[0] not in first_digit[p.region]] == []
