"""Rows for tests: one function a kind, each making a published record; every field can be given instead.

What a record needs and is not given is made as well. Two calls never collide, with each other or with the archive
that ``conftest`` loads: keys carry a running number. ``empty_archive`` takes the loaded records away for one test.
``form_data`` at the end reads what a browser would send back from an admin page.
"""

from hashlib import sha256
from itertools import count, product
from string import ascii_uppercase
from typing import Any

from django.apps import apps

from agencies.models import Agency, Province
from campaigns.models import (
    SUBJECTS,
    Activity,
    Appearance,
    Campaign,
    Claim,
    Figure,
    Notice,
    Person,
    Precedent,
    Section,
    Series,
    SetAside,
    Slogan,
    Source,
    SourceText,
    Year,
)
from campaigns.models.sources import subject_column
from qualitymonth.history import HistoryRow
from qualitymonth.models import Address, NaturalKeyed, Record, Tombstone

#: Of five digits, so that none is ever taken for a year.
_numbers = count(10_001)

#: Code, GB code, region, names in simplified and traditional Chinese and in English; pinyin and short name follow.
_PROVINCES = {
    "CN-HE": ("130000", "north", "河北省", "河北省", "Hebei", "Héběi", "河北"),
    "CN-GD": ("440000", "central-south", "广东省", "廣東省", "Guangdong", "Guǎngdōng", "广东"),
    "CN-AH": ("340000", "east", "安徽省", "安徽省", "Anhui", "Ānhuī", "安徽"),
    "CN-SC": ("510000", "southwest", "四川省", "四川省", "Sichuan", "Sìchuān", "四川"),
    "CN-LN": ("210000", "northeast", "辽宁省", "遼寧省", "Liaoning", "Liáoníng", "辽宁"),
}

#: The fields that a claim is about unless the test says otherwise: the first that the record has.
_CLAIMED = ("theme_zh", "title_zh", "name_zh", "heading_zh", "text_zh", "country_zh", "posts_zh", "held")


def empty_archive() -> None:
    """Take all records and their history away, within the test's own transaction."""
    for model in apps.get_models():
        if issubclass(model, (NaturalKeyed, HistoryRow, Tombstone, Address)):
            rows = model._default_manager.all()
            rows._raw_delete(rows.db)  # noqa: SLF001 - all go, so nothing needs protecting


def make_year(**fields: Any) -> Year:
    """Make a year: 2023, or the next later one that is free."""
    taken = set(Year.objects.values_list("number", flat=True))
    fields.setdefault("number", next(number for number in count(2023) if number not in taken))
    return Year.objects.create(**{"status": "published", "held": "yes", **fields})


def make_province(**fields: Any) -> Province:
    """Make a province: Hebei, or the next of a handful that is free; with any other code, one with invented names."""
    taken = set(Province.objects.values_list("code", flat=True))
    codes = [*_PROVINCES, *(f"CN-{one}{other}" for one, other in product(ascii_uppercase, repeat=2))]
    code = fields.setdefault("code", next(code for code in codes if code not in taken))
    named = (f"{code}省", f"{code}省", f"Province {code}", f"Province {code}", code)
    gb_code, region, name_zh, name_hant, name_en, pinyin, short_zh = _PROVINCES.get(code, ("", "northwest", *named))
    defaults = {
        "status": "published", "kind": "province", "gb_code": gb_code, "region": region, "name_zh": name_zh,
        "name_hant": name_hant, "name_en": name_en, "pinyin": pinyin, "short_zh": short_zh,
    }  # fmt: skip
    return Province.objects.create(**{**defaults, **fields})


def make_agency(**fields: Any) -> Agency:
    """Make a state agency with a heading in both languages; its ``names`` are the test's to add."""
    number = next(_numbers)
    defaults = {
        "status": "published", "slug": f"agency-{number}", "kind": "state", "name_zh": f"质量总局{number}",
        "name_en": f"Quality Bureau {number}",
    }  # fmt: skip
    return Agency.objects.create(**{**defaults, **fields})


def make_series(**fields: Any) -> Series:
    """Make a series: a contest."""
    number = next(_numbers)
    defaults = {
        "status": "published", "slug": f"series-{number}", "name_zh": f"质量竞赛{number}",
        "name_en": f"Quality Contest {number}", "since": "1979",
    }  # fmt: skip
    return Series.objects.create(**{**defaults, **fields})


def make_campaign(**fields: Any) -> Campaign:
    """Make a national campaign in the latest year there is; a ``province`` makes it a provincial one."""
    number = next(_numbers)
    if "year" not in fields:
        fields["year"] = Year.objects.first() or make_year()
    defaults = {
        "status": "published", "slug": f"{fields['year'].number}-campaign-{number}",
        "scope": "provincial" if fields.get("province") else "national",
        "theme_zh": f"人人重视质量{number}", "theme_en": f"Everyone values quality {number}",
    }  # fmt: skip
    return Campaign.objects.create(**{**defaults, **fields})


def make_notice(**fields: Any) -> Notice:
    """Make a notice that announces a campaign; its ``signatures`` are the test's to add."""
    number = next(_numbers)
    if "campaign" not in fields:
        fields["campaign"] = make_campaign()
    defaults = {
        "status": "published", "slug": f"notice-{number}", "title_zh": f"关于开展质量月活动的通知{number}",
        "title_en": f"Notice on Quality Month {number}", "document_number": f"质发〔2023〕{number}号",
        "issued_on": f"{fields['campaign'].year.number}-08-10",
    }  # fmt: skip
    return Notice.objects.create(**{**defaults, **fields})


def make_section(**fields: Any) -> Section:
    """Make the next numbered part of a notice."""
    if "notice" not in fields:
        fields["notice"] = make_notice()
    position = fields.setdefault("position", fields["notice"].sections.count() + 1)
    path = fields.setdefault("path", str(position))
    defaults = {
        "status": "published", "slug": f"{fields['notice'].slug}-{path.replace('.', '-')}", "label": f"{position}、",
        "heading_zh": f"总体要求{position}", "heading_en": f"General requirements {position}",
    }  # fmt: skip
    return Section.objects.create(**{**defaults, **fields})


def make_slogan(**fields: Any) -> Slogan:
    """Make the next slogan of a campaign."""
    if "campaign" not in fields:
        fields["campaign"] = make_campaign()
    position = fields.setdefault("position", fields["campaign"].slogans.count() + 1)
    defaults = {
        "status": "published", "slug": f"{fields['campaign'].slug}-slogan-{position}",
        "text_zh": f"质量第一{position}", "text_en": f"Quality first {position}",
    }  # fmt: skip
    return Slogan.objects.create(**{**defaults, **fields})


def make_activity(**fields: Any) -> Activity:
    """Make an activity of a campaign; its ``participations`` and ``locations`` are the test's to add."""
    number = next(_numbers)
    if "campaign" not in fields:
        fields["campaign"] = make_campaign()
    defaults = {
        "status": "published", "slug": f"activity-{number}", "kind": "launch", "title_zh": f"质量月启动仪式{number}",
        "title_en": f"Launch of Quality Month {number}", "starts_on": f"{fields['campaign'].year.number}-09-01",
        "place_zh": "会议中心", "place_en": "conference centre",
    }  # fmt: skip
    return Activity.objects.create(**{**defaults, **fields})


def make_figure(**fields: Any) -> Figure:
    """Make a figure that a document states about a campaign."""
    number = next(_numbers)
    if "campaign" not in fields:
        fields["campaign"] = make_campaign()
    defaults = {
        "status": "published", "slug": f"figure-{number}", "name_zh": f"参加企业{number}",
        "name_en": f"firms taking part {number}", "value": number, "unit_zh": "家", "unit_en": "firms",
    }  # fmt: skip
    return Figure.objects.create(**{**defaults, **fields})


def make_person(**fields: Any) -> Person:
    """Make a person."""
    number = next(_numbers)
    defaults = {
        "status": "published", "slug": f"person-{number}", "name_zh": f"张华{number}", "name_en": f"Zhang Hua {number}",
    }  # fmt: skip
    return Person.objects.create(**{**defaults, **fields})


def make_appearance(**fields: Any) -> Appearance:
    """Make an appearance at an activity: of a person, unless an ``agency`` or a party is given."""
    number = next(_numbers)
    if "activity" not in fields:
        fields["activity"] = make_activity()
    if not {"person", "agency", "party_zh", "party_en"} & set(fields):
        fields["person"] = make_person()
    defaults = {
        "status": "published", "slug": f"appearance-{number}", "role": "attended",
        "position": fields["activity"].appearances.count() + 1, "posts_zh": "质量局局长",
        "posts_en": "director of the quality bureau",
    }  # fmt: skip
    return Appearance.objects.create(**{**defaults, **fields})


def make_precedent(**fields: Any) -> Precedent:
    """Make a Quality Month elsewhere: Japan's."""
    defaults = {
        "status": "published", "slug": f"japan-{next(_numbers)}", "country_code": "JP", "country_zh": "日本",
        "country_en": "Japan", "began_on": "1960-11",
    }  # fmt: skip
    return Precedent.objects.create(**{**defaults, **fields})


def make_source(**fields: Any) -> Source:
    """Make an official source; with ``part_of``, a part of one from line 1 to 10."""
    number = next(_numbers)
    if fields.get("part_of"):
        fields = {"first_line": 1, "last_line": 10, **fields}
    defaults = {
        "status": "published", "slug": f"source-{number}", "title_zh": f"质量月通知全文{number}",
        "title_en": f"Text of the Quality Month notice {number}", "publisher_zh": "质量网",
        "publisher_en": "Quality Net", "published_on": "2023-08-15", "kind": "official", "language": "zh",
        "script": "Hans", "web_address": f"https://example.org/{number}",
    }  # fmt: skip
    return Source.objects.create(**{**defaults, **fields})


def make_claim(record: Record | None = None, **fields: Any) -> Claim:
    """Make a preferred claim about ``record`` (by default a new campaign), of the value that the record holds."""
    record = record or make_campaign()
    kind = next(name for name, model in SUBJECTS.items() if isinstance(record, model))
    if "source" not in fields:
        fields["source"] = make_source()
    line = fields.setdefault("line", next(_numbers))
    field = fields.setdefault("field", next(name for name in _CLAIMED if hasattr(record, name)))
    value = str(getattr(record, field, ""))
    defaults = {
        "status": "published", "key": f"{fields['source'].slug}:{line or 0}:{kind}:{record.natural_key()[0]}:{field}",
        "value": value, "quote": value[:40], "rank": "preferred", subject_column(kind): record,
    }  # fmt: skip
    return Claim.objects.create(**{**defaults, **fields})


def make_source_text(content: str, **fields: Any) -> SourceText:
    """Make the text of a new source that records it; other fields are the source's."""
    digest = sha256(content.encode()).hexdigest()
    lines = content.removesuffix("\n").split("\n")
    recorded = {"file": f"document-{next(_numbers)}.txt", "sha256": digest, "line_count": len(lines)}
    return SourceText.objects.create(source=make_source(**{**recorded, **fields}), content=content, sha256=digest)


def make_set_aside(source: Source, line: int, **fields: Any) -> SetAside:
    """Make a passage of ``source`` that was set aside: the whole line, as an appeal."""
    passage = SetAside(**{"source": source, "line": line, "reason": "appeal", **fields})
    passage.save()
    return passage


def form_data(response: Any) -> dict[str, str]:
    """Return what a browser would send if the admin page in ``response`` were saved as it stands, with a reason."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent = {bound.html_name: bound.value() for form in forms for bound in form if not bound.field.disabled}
    ticked = {True: "on", False: None}
    sent = {name: ticked[value] if isinstance(value, bool) else value for name, value in sent.items()}
    if "reason" in sent:
        sent["reason"] = sent["reason"] or "as printed"
    return {name: str(value) for name, value in sent.items() if value is not None}
