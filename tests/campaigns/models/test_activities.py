"""What the database itself refuses of activities, figures, people and appearances."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from campaigns.models import Activity, Location, Participation
from tests import factories

pytestmark = pytest.mark.django_db


def refused(constraint, make, **fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [({"title_zh": "", "title_en": ""}, "activity_has_a_title"), ({"edition": 2}, "activity_edition_of_a_series")],
)
def test_an_activity_that_cannot_be_is_refused(fields, constraint):
    refused(constraint, factories.make_activity, **fields)


@pytest.mark.parametrize(
    ("column", "constraint"), [("same_as", "activity_same_as_another"), ("part_of", "activity_within_another")]
)
def test_an_activity_is_neither_the_same_as_itself_nor_within_itself(column, constraint):
    activity = factories.make_activity()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(**{column: activity})


def test_an_agency_takes_part_once_in_each_role():
    activity, agency = factories.make_activity(), factories.make_agency()
    for role in ("organiser", "host"):
        Participation.objects.create(activity=activity, agency=agency, role=role)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(activity=activity, agency=agency, role="host")


def test_a_province_is_named_once_and_not_removed_while_it_is():
    activity, province = factories.make_activity(), factories.make_province()
    Location.objects.create(activity=activity, province=province)
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.create(activity=activity, province=province)
    with pytest.raises(ProtectedError):
        province.delete()
    activity.delete()
    province.delete()


def test_an_appearance_is_of_exactly_one_person_agency_or_party():
    person, agency = factories.make_person(), factories.make_agency()
    for fields in (
        {"person": None}, {"person": person, "agency": agency}, {"person": person, "party_en": "students"},
        {"agency": agency, "party_zh": "学生"},
    ):  # fmt: skip
        refused("appearance_of_exactly_one", factories.make_appearance, **fields)
    for given, who in (({"person": person}, person.name_en), ({"agency": agency}, agency.name_en),
                        ({"party_zh": "学生"}, "学生")):  # fmt: skip
        assert factories.make_appearance(**given).who == who


def test_what_has_no_name_is_refused():
    refused("figure_has_a_name", factories.make_figure, name_zh="", name_en="")
    refused("person_has_a_name", factories.make_person, name_zh="", name_en="")
