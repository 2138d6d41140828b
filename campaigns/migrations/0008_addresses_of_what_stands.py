"""Say which public addresses there are in a database that was filled before they were kept."""

from django.db import migrations
from django.db.models import Max

#: Each kind, its key, and to what its records belong: none is public before these are.
KINDS = [
    ("agencies", "Province", "code", []),
    ("agencies", "Agency", "slug", []),
    ("campaigns", "Source", "slug", ["part_of"]),
    ("campaigns", "Year", "number", []),
    ("campaigns", "Precedent", "slug", []),
    ("campaigns", "Series", "slug", []),
    ("campaigns", "Person", "slug", []),
    ("campaigns", "Campaign", "slug", ["year"]),
    ("campaigns", "Notice", "slug", ["campaign"]),
    ("campaigns", "Section", "slug", ["notice"]),
    ("campaigns", "Slogan", "slug", ["campaign"]),
    ("campaigns", "Activity", "slug", ["campaign"]),
    ("campaigns", "Figure", "slug", ["campaign"]),
    ("campaigns", "Appearance", "slug", ["activity", "person", "agency"]),
    (
        "campaigns", "Claim", "key",
        [
            "source", "year", "campaign", "notice", "section", "slogan", "series", "activity", "figure", "person",
            "appearance", "agency", "province", "precedent", "of_source",
        ],
    ),
]


def begin(apps, schema_editor):
    database = schema_editor.connection.alias
    addresses, tombstones, changes = (
        apps.get_model("qualitymonth", name).objects.using(database) for name in ("Address", "Tombstone", "Change")
    )
    newest = changes.order_by("-number").values_list("number", flat=True).first()
    if newest is None or addresses.exists():
        return
    address = addresses.model
    drafts, made = {}, {}
    for app, name, key, owners in KINDS:
        model, history = apps.get_model(app, name), apps.get_model(app, f"Historical{name}").objects.using(database)
        kind = name.lower()
        columns = [(f"{owner}_id", model._meta.get_field(owner).related_model._meta.model_name) for owner in owners]
        rows = model.objects.using(database).values("pk", key, "status", *(column for column, _ in columns))
        hidden = drafts[kind] = {row["pk"] for row in rows if row["status"] != "published"}
        hidden |= {row["pk"] for row in rows if any(row[column] in drafts[other] for column, other in columns)}
        changed = dict(history.order_by().values_list("id").annotate(last=Max("change")))
        for row in rows:
            if row["pk"] not in hidden:
                at = changed.get(row["pk"], newest)
                made[kind, str(row[key])] = address(kind=kind, key=row[key], record_id=row["pk"], change_id=at)
        published = history.filter(status="published").order_by().values_list(key, flat=True)
        once = {str(value) for value in published.distinct()}
        for stone in tombstones.filter(kind=kind):
            if stone.key in once and (kind, stone.key) not in made:
                made[kind, stone.key] = address(
                    kind=kind, key=stone.key, gone=True, moved_to=stone.moved_to, change_id=stone.change_id
                )
    addresses.bulk_create(made.values(), batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0007_history_of_what_stands"),
        ("agencies", "0002_history"),
        ("qualitymonth", "0004_address"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop, elidable=True)]
