"""What the database itself refuses of provinces, agencies and their names."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from agencies.models import AgencyName, Province, Succession
from tests import factories

pytestmark = pytest.mark.django_db


def make_name(agency, **fields):
    return AgencyName.objects.create(
        **{"agency": agency, "language": "en", "type": "official", "name": "Bureau", **fields}
    )


@pytest.mark.parametrize("code", ["CN-he", "HE", "CN-HEB", "XPCC\n", "CN-H"])
def test_a_code_is_that_of_iso_3166_2_or_the_corps(code):
    with pytest.raises(ValidationError, match="code"):
        Province(code=code).full_clean()


@pytest.mark.parametrize("tile", [{"tile_row": 1}, {"tile_column": 1}])
def test_a_tile_has_a_row_and_a_column(tile):
    with pytest.raises(IntegrityError, match="province_tile_whole"), transaction.atomic():
        factories.make_province(**tile)


def test_a_tile_is_taken_once_and_any_number_of_provinces_has_none():
    factories.make_province(tile_row=0, tile_column=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_province(tile_row=0, tile_column=0)
    factories.make_province()
    factories.make_province()


def test_an_agency_has_a_name():
    with pytest.raises(IntegrityError, match="agency_has_a_name"), transaction.atomic():
        factories.make_agency(name_zh="", name_en="")


def test_an_agency_goes_by_a_name_once_in_each_language():
    agency = factories.make_agency()
    make_name(agency)
    make_name(agency, language="zh-Hans")
    make_name(factories.make_agency())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_name(agency, type="former")


def test_a_name_is_not_out_of_use_before_it_is_in_use():
    agency = factories.make_agency()
    make_name(agency, name="a", from_year=1998, to_year=1998)
    make_name(agency, name="b", to_year=1998)
    with pytest.raises(IntegrityError, match="agency_name_years_in_order"), transaction.atomic():
        make_name(agency, from_year=1999, to_year=1998)


def test_an_agency_succeeds_another_once_and_never_itself():
    successor, predecessor = factories.make_agency(), factories.make_agency()
    Succession.objects.create(agency=successor, predecessor=predecessor)
    for fields in ({"agency": successor, "predecessor": predecessor}, {"agency": successor, "predecessor": successor}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Succession.objects.create(**fields)
    assert list(successor.predecessors.all()) == [predecessor]
    assert list(predecessor.predecessors.all()) == []


def test_a_predecessor_stays_while_its_successor_does():
    successor, predecessor = factories.make_agency(), factories.make_agency()
    Succession.objects.create(agency=successor, predecessor=predecessor)
    with pytest.raises(ProtectedError):
        predecessor.delete()
    successor.delete()
    predecessor.delete()


def test_names_go_with_their_agency():
    agency = factories.make_agency()
    make_name(agency)
    agency.delete()
    assert not AgencyName.objects.exists()
