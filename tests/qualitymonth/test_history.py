"""Every change of a row is kept, and rows that changed together are held together."""

from datetime import timedelta
from threading import Barrier, Thread
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from campaigns.models import Claim, Notice
from qualitymonth.history import change_ending, change_under_way, changing
from qualitymonth.models import Change, Revision, Tombstone
from tests import factories
from tests.factories import empty_archive

pytestmark = pytest.mark.django_db


def story(record):
    return list(record.history.order_by("history_id").values_list("history_type", "version", "change__kind"))


def test_a_record_has_a_row_for_each_save_with_its_version():
    year = factories.make_year(number=2024)
    year.held = "no"
    year.save()
    assert story(year) == [("+", 1, "other"), ("~", 2, "other")]
    assert [row.held for row in year.history.order_by("history_id")] == ["yes", "no"]


def test_rows_that_change_together_are_one_change_and_one_revision(admin_user):
    year, before = factories.make_year(), Revision.current().number
    with changing("edit", user=admin_user, reason="both at once") as change:
        year.save()
        campaign = factories.make_campaign(year=year)
    assert Revision.current().number == change.number == before + 1
    assert [year.history.first().change, campaign.history.first().change] == [change, change]
    row = campaign.history.get()
    assert (row.history_user, row.history_change_reason) == (admin_user, "both at once")


def test_a_change_within_a_change_is_a_part_of_it():
    with changing("merge") as outer, changing("edit") as inner:
        year = factories.make_year()
    assert inner is outer
    assert story(year) == [("+", 1, "merge")]


def test_where_nothing_was_written_there_is_no_change():
    factories.make_year()
    before = Revision.objects.values().first()
    with changing("edit"):
        Notice.objects.first()
    assert Revision.objects.values().first() == before
    assert not Change.objects.filter(kind="edit").exists()


def test_a_long_change_has_the_time_of_its_end_and_so_has_the_archive():
    series = factories.make_series()
    began = timezone.now()
    with mock.patch("django.utils.timezone.now") as now:
        now.return_value = began
        with changing("edit") as change:
            series.save()
            now.return_value = ended = began + timedelta(seconds=40)
    assert Change.objects.get(pk=change.pk).at == ended
    assert Revision.current().changed_at == ended


def test_what_fails_leaves_neither_rows_nor_a_change():
    before = (Revision.current().number, Change.objects.count())

    def fail():
        with changing("edit"):
            factories.make_year(number=2031)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (Revision.current().number, Change.objects.count()) == before
    with changing("edit") as change:
        factories.make_year(number=2032)
    assert change.number == before[0] + 1


def test_records_updated_at_once_have_their_versions_and_history_moved():
    notices = [factories.make_notice(), factories.make_notice()]
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(document_number="〔2024〕1号")
    for notice in notices:
        assert story(notice)[-1] == ("~", 2, "other")
        assert notice.history.first().document_number == "〔2024〕1号"
    assert len({notice.history.first().change for notice in notices}) == 1


def test_what_a_record_owns_goes_in_the_same_change():
    claim = factories.make_claim()
    record, kept = claim.record, claim.pk
    record.delete()
    gone = Claim.history.get(id=kept, history_type="-")
    assert gone.change.kind == "removal"
    assert type(record).history.filter(change=gone.change, history_type="-").exists()


def test_a_published_record_leaves_a_tombstone_and_a_draft_none():
    published, draft = factories.make_series(name_zh="质量知识竞赛"), factories.make_series(status="draft")
    published.delete()
    draft.delete()
    stone = Tombstone.objects.get(kind="series")
    assert (stone.key, stone.label_zh, stone.moved_to) == (published.slug, "质量知识竞赛", "")
    factories.make_series(slug=published.slug)
    assert not Tombstone.objects.filter(kind="series").exists()


@pytest.mark.django_db(transaction=True)
def test_changes_at_once_come_one_after_the_other():
    empty_archive()
    if connection.vendor == "sqlite":
        pytest.skip("threads share one connection to a database in memory; PostgreSQL tells")
    ready = Barrier(8)

    def work(number):
        ready.wait()
        try:
            with changing("edit"):
                factories.make_year(number=number)
        finally:
            connection.close()

    threads = [Thread(target=work, args=(2040 + number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = list(Change.objects.filter(kind="edit").order_by("number").values_list("number", flat=True))
    assert numbers == list(range(numbers[0], numbers[0] + 8))
    assert Revision.current().number == numbers[-1]


def test_what_follows_from_a_change_is_told_once_when_it_ends():
    told = []

    def listen(change, **_options):
        told.append((change, change_under_way()))

    change_ending.connect(listen)
    try:
        with changing("edit") as outer, changing("edit"):
            factories.make_year()
            factories.make_person()
            assert told == []
        with changing("edit"):
            pass
    finally:
        change_ending.disconnect(listen)
    assert told == [(outer, outer)]
    assert change_under_way() is None
