"""Loading over a database that staff may have edited: nothing by halves, no edit lost, nothing done twice."""

import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from agencies.models import Agency, AgencyName, Province
from campaigns.builder.rows import FILES
from campaigns.models import (
    Activity,
    Campaign,
    Claim,
    Notice,
    Precedent,
    Section,
    Series,
    Signature,
    Slogan,
    Source,
    SourceText,
    Year,
)
from qualitymonth import tombstones
from qualitymonth.history import changing
from qualitymonth.loading import ConflictError, LoadError, load
from qualitymonth.models import LoadBaseline, Record, Revision
from tests import factories
from tests.loading import KINDS, empty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("part")]

PRECEDENT = "japan"
#: The years whose campaigns are enough for what is shown here.
YEARS = {1978, 2021, 2022, 2023, 2024}


class Fixtures:
    """A copy of the committed fixtures, to be changed and loaded again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def paths(self):
        return [self.folder / f"{name}.json" for name in FILES.values()]

    def rows(self, file):
        """Return the rows of a file."""
        return json.loads((self.folder / f"{file}.json").read_text(encoding="utf-8"))

    def load(self):
        """Load, and load again: whatever the first time did, the second changes nothing."""
        plan, again = self.load_once(), self.load_once()
        assert not again
        return plan

    def load_once(self, **options):
        return load(self.paths, lambda *_: None, **options)

    def edit(self, file, edit):
        """Let ``edit`` change the rows of a file, in place or by returning others."""
        rows = self.rows(file)
        new = edit(rows)
        (self.folder / f"{file}.json").write_text(json.dumps(rows if new is None else new), encoding="utf-8")

    def change(self, file, model, key, **fields):
        """Change the one row of ``model`` that holds all of ``key``."""

        def edit(rows):
            (row,) = (r for r in rows if r["model"] == model and key.items() <= r["fields"].items())
            row["fields"].update(fields)

        self.edit(file, edit)

    def add(self, file, model, **fields):
        self.edit(file, lambda rows: [*rows, {"model": model, "fields": {"status": "published", **fields}}])

    def named(self):
        """Return the keys that rows name; what an agency is called, and who claims it, needs no agency by itself."""
        return {
            value[0]
            for path in self.paths
            for row in self.rows(path.stem)
            for name, value in row["fields"].items()
            if isinstance(value, list) and len(value) == 1
            if not (name == "agency" and row["model"] in ("agencies.agencyname", "campaigns.claim"))
        }

    def leave_out(self, slugs):
        """Leave out the rows with these keys, and whatever refers to them."""
        while slugs:
            gone, slugs = slugs, set()
            for path in self.paths:
                kept = []
                for row in self.rows(path.stem):
                    named = {
                        value[0] for value in row["fields"].values() if isinstance(value, list) and len(value) == 1
                    }
                    slug = row["fields"].get("slug")
                    if slug not in gone and named.isdisjoint(gone):
                        kept.append(row)
                    elif slug and slug not in gone:
                        slugs.add(slug)
                self.edit(path.stem, lambda _, kept=kept: kept)

    def remove(self, **references):
        """Remove every row of every file that holds one of these values, or names it as one of these references."""
        for path in self.paths:
            self.edit(
                path.stem,
                lambda rows: [
                    row
                    for row in rows
                    if not any(row["fields"].get(name) in (value, [value]) for name, value in references.items())
                ],
            )


@pytest.fixture(scope="module")
def part(django_db_setup, django_db_blocker, tmp_path_factory):  # noqa: ARG001 - the database must be there
    """Load a part of the committed fixtures that holds together, and return where it is."""
    folder = tmp_path_factory.mktemp("part") / "fixtures"
    shutil.copytree(settings.FIXTURES_DIR, folder, ignore=shutil.ignore_patterns("dossiers"))
    given = Fixtures(folder)
    given.leave_out(
        {
            row["fields"]["slug"]
            for row in given.rows("campaigns")
            if row["fields"]["scope"] != "national" or row["fields"]["year"][0] not in YEARS
        }
    )
    given.leave_out({row["fields"]["slug"] for row in given.rows("sections") if "annex" in row["fields"]["path"]})
    for file, model in (("agencies", "agencies.agency"), ("sources", "campaigns.source")):
        slugs = {row["fields"]["slug"] for row in given.rows(file) if row["model"] == model}
        given.leave_out(slugs - given.named())
    with django_db_blocker.unblock(), transaction.atomic():
        Fixtures(folder).load_once()
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def fixtures(part, tmp_path):
    return Fixtures(shutil.copytree(part, tmp_path / "fixtures"))


def everything():
    """Return the whole archive as stored: rows with their versions and times, the revision, the baseline."""
    models: list[Any] = [*KINDS, LoadBaseline, Revision]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def run(*words, **options):
    out, err = StringIO(), StringIO()
    call_command("load_archive", *words, stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


# The same again.


def test_a_second_load_changes_nothing(fixtures):
    before = everything()
    plan = fixtures.load_once()
    assert not plan
    assert plan.kept == []
    assert everything() == before


def test_a_load_after_loaddata_takes_the_rows_over_and_changes_none(fixtures):
    LoadBaseline.objects.all().delete()
    Revision.objects.update(fixtures="")
    before = everything()
    plan = fixtures.load()
    assert (plan.create, plan.update, plan.delete, plan.kept) == ({}, {}, [], [])
    after = everything()
    assert len(after["qualitymonth.LoadBaseline"]) == sum(model.objects.count() for model in KINDS)
    assert after["qualitymonth.Revision"][0]["number"] == before["qualitymonth.Revision"][0]["number"]


# What the fixtures change.


def test_a_changed_row_is_updated_and_its_version_revision_and_time_move_on(fixtures):
    before, revision = Year.objects.get(number=2023), Revision.current().number
    others = list(Year.objects.exclude(number=2023).values())
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="Twenty-six departments.")
    plan = fixtures.load()
    after = Year.objects.get(number=2023)
    assert list(plan.update) == [("campaigns.year", (2023,))]
    assert (after.pk, after.notes_en, after.version) == (before.pk, "Twenty-six departments.", before.version + 1)
    assert (after.created_at, after.updated_at > before.updated_at) == (before.created_at, True)
    assert list(Year.objects.exclude(number=2023).values()) == others
    assert Revision.current().number > revision


def test_a_new_row_may_refer_to_one_that_stands_later_in_the_files(fixtures):
    campaign = fixtures.rows("campaigns")[0]["fields"]
    activity = fixtures.rows("activities")[0]["fields"]
    fixtures.add("campaigns", "campaigns.campaign", **{**campaign, "slug": "new", "launch": ["new-launch"]})
    fixtures.add("activities", "campaigns.activity", **{**activity, "slug": "new-launch", "campaign": ["new"]})
    fixtures.load()
    assert Campaign.objects.get(slug="new").launch == Activity.objects.get(slug="new-launch")


def test_a_changed_row_may_refer_to_a_new_one_that_stands_later_in_the_files(fixtures):
    activity = fixtures.rows("activities")[0]["fields"]
    version = Campaign.objects.get(slug="2023-national").version
    fixtures.add("activities", "campaigns.activity", **{**activity, "slug": "new-launch"})
    fixtures.change("campaigns", "campaigns.campaign", {"slug": "2023-national"}, launch=["new-launch"])
    fixtures.load()
    campaign = Campaign.objects.get(slug="2023-national")
    assert (campaign.launch, campaign.version) == (Activity.objects.get(slug="new-launch"), version + 1)


def test_two_signatures_trade_places_in_one_load_and_the_notice_moves_on(fixtures):
    first, second = Signature.objects.filter(notice__slug="2023-national", position__in=[1, 2]).order_by("position")
    notice = Notice.objects.get(slug="2023-national")
    names = ("agency", "name_zh", "name_en")
    written = fixtures.rows("notices")
    rows = {row["fields"]["position"]: row["fields"] for row in written
            if row["model"] == "campaigns.signature" and row["fields"]["notice"] == ["2023-national"]}  # fmt: skip
    for position, other in ((1, 2), (2, 1)):
        fields = {name: rows[other][name] for name in names}
        fixtures.change("notices", "campaigns.signature", {"notice": ["2023-national"], "position": position}, **fields)
    fixtures.load()
    agencies = [signature.agency for signature in notice.signatures.order_by("position")]
    assert agencies[:2] == [second.agency, first.agency]
    assert len(agencies) == 25
    assert Notice.objects.get(slug="2023-national").version == notice.version + 1


def test_two_provinces_trade_tiles_in_one_load(fixtures):
    hebei, anhui = Province.objects.get(code="CN-HE"), Province.objects.get(code="CN-AH")
    for code, other in (("CN-HE", anhui), ("CN-AH", hebei)):
        place = {"tile_row": other.tile_row, "tile_column": other.tile_column}
        fixtures.change("provinces", "agencies.province", {"code": code}, **place)
    fixtures.load()
    assert Province.objects.get(code="CN-HE").tile_row == anhui.tile_row
    assert Province.objects.get(code="CN-AH").tile_column == hebei.tile_column


def test_two_rows_of_the_fixtures_that_exclude_each_other_are_named(fixtures):
    signed = {"notice": ["2023-national"], "position": 2}
    agency = Signature.objects.get(notice__slug="2023-national", position=1).agency.slug
    fixtures.change("notices", "campaigns.signature", signed, agency=[agency])
    before = everything()
    with pytest.raises(LoadError) as caught:
        fixtures.load_once()
    (problem,) = caught.value.problems
    assert "the same notice, agency as in notices.json, row " in problem
    assert everything() == before


def test_records_that_left_the_fixtures_go_with_all_claims_about_them_parts_before_their_whole(fixtures):
    whole = Section.objects.filter(children__isnull=False, activities=None, children__activities=None)
    section = whole.filter(children__children=None)[0]
    slugs = {section.slug, *section.children.values_list("slug", flat=True)}
    claims = set(Claim.objects.filter(section__slug__in=slugs).values_list("key", flat=True))
    assert len(slugs) > 1
    assert claims
    for slug in slugs:
        fixtures.remove(slug=slug, section=slug)
    plan = fixtures.load()
    assert plan.kept == []
    assert set(plan.delete) == {("campaigns.section", (slug,)) for slug in slugs} | {
        ("campaigns.claim", (key,)) for key in claims
    }
    assert not Section.objects.filter(slug__in=slugs).exists()
    assert not Claim.objects.filter(key__in=claims).exists()


def test_a_source_that_left_the_fixtures_goes_with_the_text_that_was_imported_for_it(fixtures):
    fixtures.edit("sources", lambda rows: [*rows, {**rows[0], "fields": {**rows[0]["fields"], "slug": "leaflet"}}])
    fixtures.load()
    leaflet = Source.objects.get(slug="leaflet")
    SourceText.objects.create(source=leaflet, content="一行", sha256="0" * 64)
    fixtures.remove(slug="leaflet")
    assert fixtures.load().kept == []
    assert not Source.objects.filter(slug="leaflet").exists()
    assert not SourceText.objects.exists()


def test_a_campaign_and_the_activity_that_opened_it_come_and_leave_together(fixtures):
    campaign = fixtures.rows("campaigns")[0]["fields"]
    activity = fixtures.rows("activities")[0]["fields"]
    fixtures.add("campaigns", "campaigns.campaign", **{**campaign, "slug": "new", "launch": ["new-launch"]})
    fixtures.add("activities", "campaigns.activity", **{**activity, "slug": "new-launch", "campaign": ["new"]})
    fixtures.load()
    fixtures.remove(slug="new", campaign="new")
    plan = fixtures.load()
    assert (len(plan.delete), plan.kept) == (2, [])
    assert not Campaign.objects.filter(slug="new").exists()
    assert not Activity.objects.filter(slug="new-launch").exists()


def test_the_last_row_of_a_kind_goes_like_any_other(fixtures):
    assert Precedent.objects.exists()
    for slug in Precedent.objects.values_list("slug", flat=True):
        fixtures.remove(slug=slug, precedent=slug)
    assert fixtures.load().kept == []
    assert not Precedent.objects.exists()
    assert not Claim.objects.filter(key__contains=":precedent:").exists()


def test_a_record_leaves_in_the_load_that_points_what_referred_to_it_elsewhere(fixtures):
    series = Series.objects.filter(activities__isnull=False)[0]
    other = Series.objects.exclude(pk=series.pk)[0]
    for row in fixtures.rows("activities"):
        if row["fields"].get("series") == [series.slug]:
            fixtures.change("activities", "campaigns.activity", {"slug": row["fields"]["slug"]}, series=[other.slug])
    for campaign in series.campaigns.all():
        fixtures.change("campaigns", "campaigns.campaign", {"slug": campaign.slug}, series=[other.slug])
    fixtures.remove(slug=series.slug)
    fixtures.edit("claims", lambda rows: [r for r in rows if r["fields"].get("series") != [series.slug]])
    assert fixtures.load().kept == []
    assert not Series.objects.filter(slug=series.slug).exists()


# What staff did since.


def test_a_fixture_changes_one_field_and_staff_another_and_both_stand(fixtures):
    year = Year.objects.get(number=2023)
    year.notes_en = "What staff know."
    year.save()
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_zh="底稿所言。")
    plan = fixtures.load()
    year.refresh_from_db()
    assert (year.notes_en, year.notes_zh, year.version) == ("What staff know.", "底稿所言。", 3)
    assert plan.changes == {("campaigns.year", (2023,)): ["notes_zh"]}
    assert plan.kept == ["campaigns.year 2023: notes_en changed by staff; kept"]


def test_a_field_that_both_changed_is_a_conflict_and_nothing_is_loaded(fixtures):
    year = Year.objects.get(number=2023)
    before = year.notes_en
    year.notes_en = "What staff know."
    year.save()
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="What the dossier says.")
    fixtures.change("years", "campaigns.year", {"number": 2022}, notes_en="Never to be seen.")
    stored = everything()
    err = StringIO()
    with pytest.raises(CommandError, match="1 conflicts between fixtures and staff; nothing was changed") as caught:
        call_command("load_archive", fixtures=fixtures.folder, stderr=err)
    assert caught.value.returncode == 1
    assert err.getvalue() == (
        f"conflict: campaigns.year 2023, notes_en: loaded last {json.dumps(before, ensure_ascii=False)}; "
        'archive "What staff know."; fixtures "What the dossier says."\n'
    )
    assert everything() == stored


@pytest.mark.parametrize(("side", "value"), [("archive", "What staff know."), ("fixtures", "What the dossier says.")])
def test_a_conflict_is_settled_for_the_side_that_is_named_once_and_for_all(fixtures, side, value):
    year = Year.objects.get(number=2023)
    year.notes_en = "What staff know."
    year.save()
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="What the dossier says.", notes_zh="底稿。")
    plan = fixtures.load_once(prefer=side)
    assert [(conflict.field, conflict.archive) for conflict in plan.conflicts] == [("notes_en", "What staff know.")]
    year.refresh_from_db()
    assert (year.notes_en, year.notes_zh) == (value, "底稿。")
    again = fixtures.load_once()
    assert (bool(again), again.conflicts) == (False, [])


def test_a_draft_that_staff_set_stays_a_draft(fixtures):
    notice = Notice.objects.get(slug="2023-national")
    notice.status = "draft"
    notice.save()
    assert fixtures.load().kept == ["campaigns.notice 2023-national: status changed by staff; kept"]
    notice.refresh_from_db()
    assert notice.status == "draft"


def test_the_sortable_day_follows_from_the_dates_of_both_sides(fixtures):
    fixtures.change("notices", "campaigns.notice", {"slug": "2023-national"}, issued_on="", sort_on="2023-09-02",
                    published_on="2023-09-02")  # fmt: skip
    notice = Notice.objects.get(slug="2023-national")
    notice.published_on = "2023-09-05"
    notice.save()
    fixtures.load_once(prefer="archive")
    notice.refresh_from_db()
    assert (notice.issued_on, notice.published_on, str(notice.sort_on)) == ("", "2023-09-05", "2023-09-05")


def test_changes_that_break_a_rule_together_are_a_conflict(fixtures):
    activity, series = Activity.objects.filter(edition=None)[0], Series.objects.all()[0]
    fixtures.change("activities", "campaigns.activity", {"slug": activity.slug}, series=[series.slug])
    fixtures.load_once()
    activity.refresh_from_db()
    activity.edition = 12
    activity.save()
    fixtures.change("activities", "campaigns.activity", {"slug": activity.slug}, series=None)
    with pytest.raises(ConflictError) as caught:
        fixtures.load_once()
    assert "activity_edition_of_a_series" in caught.value.problems[0]
    fixtures.load_once(prefer="archive")
    activity.refresh_from_db()
    assert (activity.edition, activity.series) == (12, series)


def test_what_staff_and_dossiers_changed_alike_is_agreed_and_follows_the_dossiers_again(fixtures):
    year = Year.objects.get(number=2023)
    year.notes_en = "The same."
    year.save()
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="The same.")
    assert fixtures.load().kept == []
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="Later.")
    assert fixtures.load().kept == []
    year.refresh_from_db()
    assert year.notes_en == "Later."


def test_what_staff_removed_is_not_revived(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    claims = set(precedent.claims.values_list("key", flat=True))
    assert claims
    precedent.delete()
    plan = fixtures.load()
    assert not Precedent.objects.filter(slug=PRECEDENT).exists()
    assert plan.kept == sorted(
        f"{address}: removed by staff; not brought back"
        for address in (f"campaigns.precedent {precedent.slug}", *(f"campaigns.claim {key}" for key in claims))
    )


def test_what_refers_to_a_record_that_staff_removed_is_not_written_and_does_not_stop_the_load(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    claim = next(row["fields"] for row in fixtures.rows("claims")
                 if row["fields"].get("precedent") == [PRECEDENT])  # fmt: skip
    precedent.delete()
    fixtures.add("claims", "campaigns.claim", **{**claim, "key": "new"})
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="Loaded all the same.")
    plan = fixtures.load()
    assert (
        f"campaigns.claim new: refers to campaigns.precedent {precedent.slug}, which staff removed; not written"
        in plan.kept
    )
    assert Year.objects.get(number=2023).notes_en == "Loaded all the same."


def test_a_record_that_left_the_fixtures_though_staff_changed_it_is_a_conflict(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    precedent.summary_en = "What staff know."
    precedent.save()
    fixtures.remove(slug=PRECEDENT, precedent=PRECEDENT)
    with pytest.raises(ConflictError) as caught:
        fixtures.load_once()
    (problem,) = caught.value.problems
    assert problem.startswith(f"campaigns.precedent {PRECEDENT}, summary_en: loaded last ")
    assert problem.endswith('archive "What staff know."; fixtures (removed)')


def test_a_record_that_left_the_fixtures_stays_with_its_evidence_if_the_archive_is_preferred(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    precedent.summary_en = "What staff know."
    precedent.save()
    claims = set(precedent.claims.values_list("key", flat=True))
    fixtures.remove(slug=PRECEDENT, precedent=PRECEDENT)
    assert fixtures.load_once(prefer="archive").kept == sorted(
        [
            f"campaigns.precedent {PRECEDENT}: gone from the fixtures, but changed by staff; not removed",
            *(f"campaigns.claim {key}: gone from the fixtures, but campaigns.precedent {PRECEDENT} stays; not removed"
              for key in claims),
        ]
    )  # fmt: skip
    assert not fixtures.load_once()
    assert set(precedent.claims.values_list("key", flat=True)) == claims


def test_a_record_that_left_the_fixtures_goes_with_its_evidence_if_the_fixtures_are_preferred(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    precedent.summary_en = "What staff know."
    precedent.save()
    fixtures.remove(slug=PRECEDENT, precedent=PRECEDENT)
    assert fixtures.load_once(prefer="fixtures").kept == []
    assert not Precedent.objects.filter(slug=PRECEDENT).exists()
    assert not fixtures.load_once()


def test_a_record_that_left_the_fixtures_stays_whole_if_staff_added_a_claim_about_it(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    mine = factories.make_claim(precedent, source=Source.objects.first(), key="staff", field="country_en")
    count = precedent.claims.count()
    fixtures.remove(slug=precedent.slug, precedent=precedent.slug)
    plan = fixtures.load()
    assert precedent.claims.count() == count
    assert (
        f"campaigns.precedent {PRECEDENT}: gone from the fixtures, but campaigns.claim staff refers to it; not removed"
        in plan.kept
    )
    assert len(plan.kept) == count
    mine.delete()
    assert fixtures.load().kept == []
    assert not Precedent.objects.filter(slug=PRECEDENT).exists()


def test_an_agency_that_left_the_fixtures_stays_with_its_names_if_staff_added_one(fixtures):
    fixtures.add(
        "agencies", "agencies.agency", slug="new", kind="state", province=None, parent=None, name_zh="新局", name_en=""
    )
    name = {"agency": ["new"], "position": 1, "language": "zh-Hans", "type": "official", "name": "新局"}
    years = {"from_year": None, "to_year": None}
    fixtures.edit("agencies", lambda rows: [*rows, {"model": "agencies.agencyname", "fields": {**name, **years}}])
    assert len(fixtures.load().create) == 2
    added = AgencyName.objects.create(agency=Agency.objects.get(slug="new"), position=2, language="en",
                                      type="official", name="Bureau")  # fmt: skip
    fixtures.remove(slug="new", agency="new")
    assert fixtures.load().kept == [
        "agencies.agency new: gone from the fixtures, but agencies.agencyname new/en/Bureau refers to it; not removed",
        "agencies.agencyname new/zh-Hans/新局: gone from the fixtures, but agencies.agency new stays; not removed",
    ]
    assert AgencyName.objects.filter(agency__slug="new").count() == 2
    added.delete()
    assert fixtures.load().kept == []
    assert not Agency.objects.filter(slug="new").exists()


def test_a_row_whose_place_staff_gave_to_another_is_not_written_and_does_not_stop_the_load(fixtures):
    campaign = Campaign.objects.get(slug="2021-national")
    position = campaign.slogans.count() + 1
    factories.make_slogan(campaign=campaign, slug="staff-slogan", position=position)
    slogan = {"campaign": ["2021-national"], "position": position, "text_zh": "质量", "text_en": ""}
    fixtures.add("slogans", "campaigns.slogan", slug=f"2021-national-slogan-{position}", **slogan)
    plan = fixtures.load()
    slug, why = f"2021-national-slogan-{position}", "campaigns.slogan staff-slogan has its campaign, position"
    assert plan.kept == [f"campaigns.slogan {slug}: {why}; not written"]
    Slogan.objects.get(slug="staff-slogan").delete()
    assert len(fixtures.load().create) == 1


def insert_an_issuer(slug="2024-national"):
    """Let staff put an issuer in the second place of a notice, before all that follow."""
    notice = Notice.objects.get(slug=slug)
    for signature in notice.signatures.filter(position__gt=1).order_by("-position"):
        signature.position += 1
        signature.save()
    agency = Agency.objects.exclude(signatures__notice=notice).order_by("slug")[0]
    Signature.objects.create(notice=notice, agency=agency, position=2, name_zh="新发文部门")
    return notice


def issuers(notice):
    return list(notice.signatures.order_by("position").values_list("position", "agency__slug"))


def test_a_list_into_which_staff_put_a_member_stays_whole_while_the_fixtures_change_all_else(fixtures):
    notice = insert_an_issuer("2023-national")
    after = issuers(notice)
    fixtures.change("notices", "campaigns.notice", {"slug": "2023-national"}, summary_en="From the dossier.")
    assert fixtures.load().kept == ["campaigns.notice 2023-national: signature changed by staff; kept"]
    notice.refresh_from_db()
    assert (issuers(notice), notice.summary_en) == (after, "From the dossier.")


@pytest.mark.parametrize("side", ["archive", "fixtures"])
def test_a_list_that_both_changed_is_a_conflict_and_one_side_wins_whole(fixtures, side):
    notice = insert_an_issuer("2023-national")
    after = issuers(notice)
    signed = [r["fields"] for r in fixtures.rows("notices") if r["fields"].get("notice") == ["2023-national"]]
    last = max(row["position"] for row in signed)
    fixtures.edit("notices", lambda rows: [
        row for row in rows if (row["fields"].get("notice"), row["fields"].get("position")) != (["2023-national"], last)
    ])  # fmt: skip
    with pytest.raises(ConflictError) as caught:
        fixtures.load_once()
    (problem,) = caught.value.problems
    assert problem.startswith("campaigns.notice 2023-national, signature: loaded last [")
    fixtures.load_once(prefer=side)
    given = [(row["position"], row["agency"][0]) for row in sorted(signed, key=lambda row: row["position"])]
    assert issuers(notice) == (after if side == "archive" else given[:-1])
    assert not fixtures.load_once()


# What staff renamed or merged.


def rename(series, key, *, claims=True):
    """Give a series another key, as staff do; in what ``claims`` say of others, too."""
    with changing("rename"):
        before = series.slug
        series.slug = key
        series.save()
        if claims:
            Claim.objects.filter(field="series", value=before).update(value=key)
        tombstones.leave(Series, before, tombstones.label_of(series), moved_to=key)


def merge(record, other):
    """Let ``other`` take over all that refers to an agency, as staff do."""
    with changing("merge"):
        for relation in (record.signatures, record.participations, record.names, record.claims, record.appearances):
            for row in relation.all():
                name = next(f.name for f in row._meta.fields if f.related_model is Agency)
                clash = {f: getattr(row, f) for f in ("notice", "activity", "role") if hasattr(row, f)}
                if "claim" not in row._meta.model_name and type(row).objects.filter(**{name: other}, **clash).exists() \
                        and clash:  # fmt: skip
                    row.delete()
                else:
                    setattr(row, name, other)
                    row.save()
        record.hosted_campaigns.update(host=other)
        record.children.update(parent=other)
        record.superseded_by.all().delete()
        record.delete()
        tombstones.leave(Agency, record.slug, tombstones.label_of(record), moved_to=other.slug)


@pytest.mark.parametrize("claims", [True, False])
def test_a_renamed_record_stays_renamed_and_takes_what_else_the_fixtures_change(fixtures, claims):
    series = Series.objects.get(slug=Claim.objects.filter(field="series").order_by("key")[0].value)
    before, count = series.slug, series.activities.count()
    rename(series, "halfway", claims=claims)
    rename(series, "renamed", claims=claims)
    assert not fixtures.load().writing
    fixtures.change("series", "campaigns.series", {"slug": before}, name_en="As the dossier says now")
    activity = fixtures.rows("activities")[0]["fields"]
    fixtures.add("activities", "campaigns.activity", **{**activity, "slug": "new", "series": [before]})
    plan = fixtures.load()
    assert (len(plan.create), len(plan.update), plan.kept) == (1, 1, [])
    series.refresh_from_db()
    assert (series.slug, series.name_en, series.activities.count()) == ("renamed", "As the dossier says now", count + 1)
    assert not Series.objects.filter(slug=before).exists()


def test_fixtures_that_have_the_new_key_themselves_change_nothing(fixtures):
    series = Series.objects.get(slug=Claim.objects.filter(field="series").order_by("key")[0].value)
    before = series.slug
    rename(series, "renamed")
    for path in fixtures.paths:
        fixtures.edit(path.stem, lambda rows: json.loads(json.dumps(rows).replace(f'"{before}"', '"renamed"')))
    assert not fixtures.load_once().writing
    assert not fixtures.load_once()


def test_the_rows_of_a_merged_record_do_not_come_back_and_references_go_where_it_went(fixtures):
    signed = Signature.objects.filter(notice__slug="2023-national", agency__children=None).order_by("position")
    record, other = signed[10].agency, signed[11].agency
    merge(record, other)
    notice = Notice.objects.get(slug="2023-national")
    after = issuers(notice)
    plan = fixtures.load()
    assert not plan.writing
    assert not plan.delete
    assert f"agencies.agency {record.slug}: merged by staff into {other.slug}; not brought back" in plan.kept
    assert issuers(notice) == after
    activity = fixtures.rows("activities")[0]["fields"]["slug"]
    organiser = next(r["fields"] for r in fixtures.rows("activities") if r["model"] == "campaigns.participation")
    row = {**organiser, "activity": [activity], "agency": [record.slug], "role": "partner", "position": 9}
    fixtures.edit("activities", lambda rows: [*rows, {"model": "campaigns.participation", "fields": row}])
    fixtures.change("agencies", "agencies.agency", {"slug": record.slug}, name_en="Of no more use")
    plan = fixtures.load()
    assert list(plan.create) == [("campaigns.participation", (activity, other.slug, "partner"))]
    assert not plan.update
    assert not Agency.objects.filter(slug=record.slug).exists()


# All or nothing.


@pytest.mark.parametrize(
    "fields",
    [
        {"note_zh": "\0"},
        {"rank": "best"},
        {"source": ["nothing"]},
        {"field": None},
        {"festival": "x"},
        {"line": 3, "line_end": 2},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_fault_in_the_last_row_leaves_everything_as_it_was(fixtures, fields):
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="Never to be seen.")
    fixtures.edit("claims", lambda rows: rows[-1]["fields"].update(fields))
    count = len(fixtures.rows("claims"))
    before = everything()
    with pytest.raises(LoadError) as caught:
        fixtures.load_once()
    (problem,) = caught.value.problems
    assert problem.startswith(f"claims.json, row {count}: ")
    assert next(iter(fields)) in problem or "claim_lines_in_order" in problem
    assert everything() == before


@pytest.mark.parametrize("at", [1, 10**6])
def test_an_interruption_leaves_nothing(fixtures, at):
    empty()

    def interrupt(done, number, total):  # noqa: ARG001
        if number >= min(at, total):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(fixtures.paths, interrupt)
    assert {label: rows for label, rows in everything().items() if rows} == {}


def test_an_interrupted_command_exits_with_130(fixtures, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("campaigns.management.commands.load_archive.load", interrupted)
    with pytest.raises(CommandError, match="interrupted; nothing was changed") as caught:
        run(fixtures=fixtures.folder)
    assert caught.value.returncode == 130


# The command.


def test_the_command_shows_progress_and_counts_what_it_did(fixtures):
    empty()
    out, err = run(fixtures=fixtures.folder)
    total = sum(model.objects.count() for model in KINDS)
    *progress, result = out
    written = [int(line.removeprefix("written ").removesuffix(f" of {total} rows")) for line in progress]
    assert written == sorted(set(written))
    assert len(written) > total / 500
    assert written[-1] == total
    assert result == f"{total} rows created, 0 updated, 0 removed, 0 kept as staff left them"
    assert err == []


def test_the_command_lists_what_it_kept(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    precedent.country_en = "Nippon"
    precedent.save()
    out, err = run(fixtures=fixtures.folder)
    assert err == [f"kept: campaigns.precedent {precedent.slug}: country_en changed by staff; kept"]
    assert out == ["0 rows created, 0 updated, 0 removed, 1 kept as staff left them"]


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(fixtures):
    precedent = Precedent.objects.get(slug=PRECEDENT)
    precedent.country_en = "Nippon"
    precedent.save()
    fixtures.change("precedents", "campaigns.precedent", {"slug": PRECEDENT}, country_zh="日本国")
    fixtures.add("series", "campaigns.series", slug="new", name_zh="新", name_en="", since="", summary_zh="",
                 summary_en="")  # fmt: skip
    claim = fixtures.rows("claims")[-1]["fields"]["key"]
    fixtures.edit("claims", lambda rows: rows[:-1])
    before = everything()
    out, err = run("--dry-run", fixtures=fixtures.folder)
    assert out == [
        "create campaigns.series new",
        f"update campaigns.precedent {PRECEDENT}: country_zh",
        f"remove campaigns.claim {claim}",
        "1 rows created, 1 updated, 1 removed, 1 kept as staff left them; a dry run: nothing was changed",
    ]
    assert err == [f"kept: campaigns.precedent {PRECEDENT}: country_en changed by staff; kept"]
    assert everything() == before


def test_a_dry_run_lists_conflicts_with_the_rest_of_the_plan(fixtures):
    year = Year.objects.get(number=2023)
    year.notes_en = "What staff know."
    year.save()
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="What the dossier says.", notes_zh="底稿。")
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 conflicts"):
        call_command("load_archive", "--dry-run", fixtures=fixtures.folder, stdout=out, stderr=err)
    assert out.getvalue().splitlines()[0] == "update campaigns.year 2023: notes_zh"
    assert 'conflict: campaigns.year 2023, notes_en: loaded last "' in err.getvalue()
    assert run("--dry-run", prefer="fixtures", fixtures=fixtures.folder)[0][0] == (
        "update campaigns.year 2023: notes_en, notes_zh"
    )


def test_the_command_says_every_fault_and_exits_with_1(fixtures):
    fixtures.change("years", "campaigns.year", {"number": 2023}, held="perhaps", notes_zh="\0")
    years = fixtures.rows("years")
    row = 1 + [row["fields"]["number"] for row in years].index(2023)
    err = StringIO()
    with pytest.raises(CommandError, match="2 problems; nothing was changed") as caught:
        call_command("load_archive", fixtures=fixtures.folder, stderr=err)
    assert caught.value.returncode == 1
    assert [line.split(":")[0] for line in err.getvalue().splitlines()] == [f"years.json, row {row}"] * 2


def test_the_command_names_files_that_are_missing(fixtures):
    (fixtures.folder / "years.json").unlink()
    with pytest.raises(CommandError, match=r"years\.json; run manage\.py build_fixtures"):
        run(fixtures=fixtures.folder)


def test_if_changed_skips_files_that_were_loaded_last_and_loads_others(fixtures):
    assert run("--if-changed", fixtures=fixtures.folder) == ([], [])
    fixtures.change("years", "campaigns.year", {"number": 2023}, notes_en="Changed.")
    out, _ = run("--if-changed", fixtures=fixtures.folder)
    assert out[-1] == "0 rows created, 1 updated, 0 removed, 0 kept as staff left them"
    assert run("--if-changed", fixtures=fixtures.folder) == ([], [])


def test_the_revision_stands_still_when_nothing_of_the_archive_changes(fixtures):
    number = Revision.current().number
    fixtures.edit("years", lambda rows: rows[::-1])
    fixtures.load()
    assert Revision.current().number == number


def test_records_start_at_version_1():
    assert {version for model in KINDS if issubclass(model, Record) for version in
            model.objects.values_list("version", flat=True)} == {1}  # fmt: skip
