"""The whole archive goes into files and comes back unchanged."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import Activity
from qualitymonth.bulk.columns import COLUMNS
from qualitymonth.models import Change, Revision
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]


@pytest.fixture
def admin_user():
    return User.objects.create_superuser("admin")


def base(kind):
    return f"/admin/{'agencies' if kind in ('agency', 'province') else 'campaigns'}/{kind}/"


def whole(client, kind, extension):
    answer = client.post(f"{base(kind)}export/", {"format": extension})
    return b"".join(answer.streaming_content)


def preview(client, kind, extension, data):
    return client.post(f"{base(kind)}import/", {"file": SimpleUploadedFile(f"list.{extension}", data)}).context


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", COLUMNS)
def test_an_exported_file_imported_again_changes_nothing(admin_client, kind, extension):
    plan = preview(admin_client, kind, extension, whole(admin_client, kind, extension))["plan"]
    assert (plan.faults, plan.changing) == ([], [])
    assert plan.totals["skip"] > 0


def test_records_removed_by_mistake_come_back_from_a_file_with_all_that_it_holds(admin_client):
    kept = factories.make_activity(title_zh="犇骉大会", summary_zh="=SUM(A1)", starts_on="2023-09~", ends_on="2023")
    for agency in (factories.make_agency(), factories.make_agency()):
        kept.participations.create(agency=agency, position=kept.participations.count() + 1, role="partner")
    data = whole(admin_client, "activity", "xlsx")
    before = {name: getattr(kept, name) for name in ("title_zh", "summary_zh", "starts_on", "ends_on", "sort_on")}
    agencies = [row.agency for row in kept.participations.all()]
    slug = kept.slug
    kept.delete()
    confirm = preview(admin_client, "activity", "xlsx", data)["confirm"]
    answer = admin_client.post(
        f"{base('activity')}process_import/", {"preview": confirm.initial["preview"], "reason": "removed by mistake"}
    )
    assert answer.status_code == 302
    made = Activity.objects.get(slug=slug)
    assert {name: getattr(made, name) for name in before} == before
    assert [row.agency for row in made.participations.all()] == agencies
    assert Change.objects.get(number=Revision.current().number).kind == "import"
