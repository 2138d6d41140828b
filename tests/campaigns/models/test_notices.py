"""What the database itself refuses of notices, signatures and sections."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from campaigns.models import Section, Signature
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_notice_has_a_title():
    with pytest.raises(IntegrityError, match="notice_has_a_title"), transaction.atomic():
        factories.make_notice(title_zh="", title_en="")


def test_an_agency_signs_a_notice_once_and_a_place_is_taken_once():
    notice, agency = factories.make_notice(), factories.make_agency()
    Signature.objects.create(notice=notice, agency=agency, position=1)
    for fields in ({"agency": agency, "position": 2}, {"agency": factories.make_agency(), "position": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.create(notice=notice, **fields)


def test_signatures_go_with_their_notice_and_hold_on_to_their_agency():
    notice, agency = factories.make_notice(), factories.make_agency()
    Signature.objects.create(notice=notice, agency=agency, position=1)
    with pytest.raises(ProtectedError):
        agency.delete()
    notice.delete()
    assert not Signature.objects.exists()


def test_a_path_stands_once_in_a_notice():
    section = factories.make_section()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_section(notice=section.notice, path=section.path, slug="other")


def test_a_section_is_not_its_own_parent():
    section = factories.make_section()
    with pytest.raises(IntegrityError, match="section_within_another"), transaction.atomic():
        Section.objects.filter(pk=section.pk).update(parent=section)


def test_the_depth_of_a_section_follows_from_its_path():
    assert [Section(path=path).depth for path in ("3", "3.1", "annex-1", "annex-1.17")] == [0, 1, 0, 1]


@pytest.mark.parametrize(
    ("language", "places"),
    [
        ("en", ["part 3", "part 3, item 1", "annex 1", "annex 1, item 17"]),
        ("zh-hans", ["第3部分", "第3部分第1项", "附件1", "附件1第17项"]),
    ],
)
def test_a_section_without_a_label_is_named_by_its_place(language, places):
    with translation.override(language):
        assert [str(Section(path=path)) for path in ("3", "3.1", "annex-1", "annex-1.17")] == places
