"""Begin the history of rows that stand in the database already: a reader of the history finds them created here."""

from django.db import migrations
from django.utils import timezone

MODELS = [
    ("agencies", ["Province", "Agency", "AgencyName", "Succession"]),
    (
        "campaigns",
        [
            "Source", "SetAside", "Year", "Precedent", "Series", "Person", "Campaign", "Notice", "Signature",
            "Section", "Slogan", "Activity", "Participation", "Location", "Figure", "Appearance", "Claim",
        ],
    ),
]
TIMES = {"created_at", "updated_at"}


def begin(apps, schema_editor):
    database = schema_editor.connection.alias
    models = [(apps.get_model(app, name), apps.get_model(app, f"Historical{name}")) for app, names in MODELS for name in names]
    if not any(model.objects.using(database).exists() for model, _ in models):
        return
    revision, _ = apps.get_model("qualitymonth", "Revision").objects.using(database).get_or_create(pk=1)
    revision.number += 1
    revision.changed_at = timezone.now()
    revision.save(using=database)
    change = apps.get_model("qualitymonth", "Change").objects.using(database).create(
        number=revision.number, kind="other", reason="The history begins here."
    )
    for model, history in models:
        columns = [field.attname for field in model._meta.concrete_fields if field.name not in TIMES]
        history.objects.using(database).bulk_create(
            (
                history(
                    **{column: getattr(row, column) for column in columns},
                    history_type="+", history_date=change.at, history_change_reason=change.reason, change=change,
                )
                for row in model.objects.using(database).order_by("pk").iterator(chunk_size=500)
            ),
            batch_size=250,
        )


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0006_history"),
        ("agencies", "0002_history"),
        ("qualitymonth", "0002_history"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
