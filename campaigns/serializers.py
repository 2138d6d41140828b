"""What campaigns and their evidence look like in the API."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from campaigns.models import (
    SUBJECTS,
    Activity,
    Appearance,
    Campaign,
    Claim,
    Figure,
    Notice,
    Participation,
    Person,
    Precedent,
    Section,
    Series,
    Signature,
    Slogan,
    Source,
    Year,
    subject_column,
)
from qualitymonth.serializers import AddressField, EdtfDateField, KeyField, RecordSerializer, url_field
from qualitymonth.writing.fields import Choice, Text


class YearSerializer(RecordSerializer):
    """A year."""

    url = url_field("year", "number")

    class Meta:
        model = Year
        fields = ["url", "html_url", "number", "held", "notes_zh", "notes_en", "modified"]


class CampaignSerializer(RecordSerializer):
    """A campaign, with the day and place of its launch taken from the activity that opened it."""

    url = url_field("campaign")
    year = KeyField("number")
    province = KeyField("code")
    host = KeyField()
    part_of = KeyField()
    series = KeyField()
    launch = KeyField()
    launched_on = EdtfDateField(
        source="launch.starts_on", default="", read_only=True, help_text="the day of the launch; empty without one"
    )
    launch_place_zh = serializers.CharField(
        source="launch.place_zh", default="", read_only=True, help_text="the place of the launch, in Chinese"
    )
    launch_place_en = serializers.CharField(
        source="launch.place_en", default="", read_only=True, help_text="the place of the launch, in English"
    )

    class Meta:
        model = Campaign
        fields = [
            "url", "html_url", "slug", "year", "scope", "province", "host", "part_of", "series", "theme_zh", "theme_en",
            "department_count", "associations_counted",
            "activity_count", "launch", "launched_on", "launch_place_zh", "launch_place_en",
            "summary_zh", "summary_en", "modified",
        ]  # fmt: skip


class SignatureSerializer(serializers.ModelSerializer[Signature]):
    """One issuer of a notice."""

    agency = KeyField()

    class Meta:
        model = Signature
        fields = ["agency", "position", "name_zh", "name_en"]


class NoticeSerializer(RecordSerializer):
    """A notice with its issuers in order."""

    expands = {"issuers.agency": "signatures__agency"}

    url = url_field("notice")
    campaign = KeyField()
    forwards = KeyField()
    issuers = SignatureSerializer(
        source="signatures", many=True, read_only=True, help_text="who issued it, in the order of signing"
    )

    class Meta:
        model = Notice
        fields = [
            "url", "html_url", "slug", "campaign", "title_zh", "title_en", "document_number", "issued_on",
            "published_on", "issuers", "forwards", "summary_zh", "summary_en", "modified",
        ]  # fmt: skip


class SectionSerializer(RecordSerializer):
    """A section of a notice."""

    url = url_field("section")
    notice = KeyField()
    parent = KeyField()  # type: ignore[assignment]

    class Meta:
        model = Section
        fields = [
            "url", "html_url", "slug", "notice", "parent", "path", "position", "label", "heading_zh", "heading_en",
            "summary_zh", "summary_en", "text_known", "modified",
        ]  # fmt: skip


class SloganSerializer(RecordSerializer):
    """A slogan."""

    url = url_field("slogan")
    campaign = KeyField()

    class Meta:
        model = Slogan
        fields = ["url", "html_url", "slug", "campaign", "position", "text_zh", "text_en", "modified"]


class SeriesSerializer(RecordSerializer):
    """A series."""

    url = url_field("series")

    class Meta:
        model = Series
        fields = ["url", "html_url", "slug", "name_zh", "name_en", "since", "summary_zh", "summary_en", "modified"]


class ParticipationSerializer(serializers.ModelSerializer[Participation]):
    """An agency's part in an activity."""

    agency = KeyField()

    class Meta:
        model = Participation
        fields = ["agency", "role", "position", "name_zh", "name_en", "basis"]


class ActivitySerializer(RecordSerializer):
    """An activity with its organisers and provinces in order."""

    expands = {"organisers.agency": "participations__agency", "provinces": "locations__province"}

    url = url_field("activity")
    campaign = KeyField()
    section = KeyField()
    series = KeyField()
    part_of = KeyField()
    same_as = KeyField()
    organisers = ParticipationSerializer(
        source="participations", many=True, read_only=True, help_text="who organised it, in order"
    )
    provinces = serializers.SerializerMethodField(help_text="the codes of the provinces, in order")

    class Meta:
        model = Activity
        fields = [
            "url", "html_url", "slug", "campaign", "section", "series", "edition", "part_of", "same_as", "organisers",
            "provinces", "kind", "title_zh", "title_en", "summary_zh", "summary_en", "starts_on", "ends_on", "place_zh",
            "place_en", "modified",
        ]  # fmt: skip

    def get_provinces(self, activity: Activity) -> list[str]:
        """Return the codes of the provinces, in order."""
        return [location.province.code for location in activity.locations.all()]


class FigureSerializer(RecordSerializer):
    """A figure."""

    url = url_field("figure")
    campaign = KeyField()
    province = KeyField("code")
    value = serializers.FloatField(read_only=True, help_text="the number alone; its unit has a field of its own")

    class Meta:
        model = Figure
        fields = [
            "url", "html_url", "slug", "campaign", "province", "name_zh", "name_en", "value", "qualifier", "unit_zh",
            "unit_en", "modified",
        ]  # fmt: skip


class PersonSerializer(RecordSerializer):
    """A person."""

    url = url_field("person")

    class Meta:
        model = Person
        fields = ["url", "html_url", "slug", "name_zh", "name_en", "modified"]


class AppearanceSerializer(RecordSerializer):
    """An appearance."""

    url = url_field("appearance")
    activity = KeyField()
    person = KeyField()
    agency = KeyField()

    class Meta:
        model = Appearance
        fields = [
            "url", "html_url", "slug", "activity", "position", "person", "agency", "party_zh", "party_en", "role",
            "posts_zh", "posts_en", "modified",
        ]  # fmt: skip


class PrecedentSerializer(RecordSerializer):
    """A precedent."""

    url = url_field("precedent")

    class Meta:
        model = Precedent
        fields = [
            "url", "html_url", "slug", "country_code", "country_zh", "country_en", "began_on", "summary_zh",
            "summary_en", "modified",
        ]  # fmt: skip


class SourceSerializer(RecordSerializer):
    """A source; a part names the whole and its lines."""

    url = url_field("source")
    part_of = KeyField()

    class Meta:
        model = Source
        fields = [
            "url", "html_url", "slug", "part_of", "first_line", "last_line", "title_zh", "title_en", "short_zh",
            "short_en", "publisher_zh", "publisher_en", "byline", "published_on", "kind", "primary", "language",
            "script", "condition", "web_address", "file", "sha256", "notes_zh", "notes_en", "modified",
        ]  # fmt: skip


class RecordClaimSerializer(serializers.ModelSerializer[Claim]):
    """A claim as it stands on the record it is about."""

    source = KeyField()  # type: ignore[assignment]

    class Meta:
        model = Claim
        fields = ["source", "line", "line_end", "quote", "field", "value", "rank", "note_zh", "note_en"]


class ClaimSerializer(RecordSerializer):
    """A claim on its own: with its key, and the kind and key of the record it is about."""

    url = url_field("claim", "key")
    source = KeyField()  # type: ignore[assignment]
    record_kind = serializers.ChoiceField(
        choices=list(SUBJECTS), read_only=True, help_text="the kind of the record that it is about"
    )
    record = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = [
            "url", "html_url", "key", "source", "line", "line_end", "quote", "record_kind", "record", "field", "value",
            "rank", "note_zh", "note_en", "modified",
        ]  # fmt: skip

    written_beside = {
        "record_kind": Choice(choices=list(SUBJECTS), required=False, help_text="the kind of the record"),
        "record": Text(required=False, allow_blank=False, help_text="the key of the record that it is about"),
    }

    @classmethod
    def to_columns(cls, values: dict[str, Any], record: Any) -> dict[str, Any]:
        """Return what was sent, with the record that the claim is about in the column of its kind."""
        kind, key = values.pop("record_kind", None), values.pop("record", None)
        if record is not None and kind is None and key is None:
            return values
        if record is not None:
            kind, key = kind or record.record_kind, key or str(record.record.natural_key()[0])
        if kind is None or key is None:
            raise ValidationError({"record" if key is None else "record_kind": ["Name both, the kind and the key."]})
        model: Any = SUBJECTS[kind]
        try:
            found = model._default_manager.using(DEFAULT_DB_ALIAS).get_by_natural_key(key)
        except (model.DoesNotExist, ValueError) as error:
            raise ValidationError({"record": [f"There is no {kind} “{key}”."]}) from error
        columns = dict.fromkeys(map(subject_column, SUBJECTS)) | {subject_column(kind): found}
        return values | columns

    @extend_schema_field({"type": "string", "description": "the key of the record that it is about"})
    def get_record(self, claim: Claim) -> str:
        """Return the key of the record."""
        return str(claim.record.natural_key()[0])


class ClaimDetailSerializer(ClaimSerializer):
    """A claim on its own, by its address."""

    class Meta(ClaimSerializer.Meta):
        fields = [*ClaimSerializer.Meta.fields, "status"]


def with_claims(serializer: type[RecordSerializer]) -> Any:
    """Return ``serializer`` for a single record, which shows the claims about it too."""
    fields = [*serializer.Meta.fields, "status", "claims"]
    return type(
        serializer.__name__.replace("Serializer", "DetailSerializer"),
        (serializer,),
        {
            "__doc__": f"{serializer.__doc__} With the claims about it.",
            "claims": RecordClaimSerializer(many=True, read_only=True, help_text="what sources say about it"),
            "Meta": type("Meta", (serializer.Meta,), {"fields": fields}),
        },
    )


class HighlightSerializer(serializers.Serializer[Any]):
    """A text of a found record, or as much of it as surrounds the first match, and where in it the matches are."""

    field = serializers.CharField(help_text="the field of the record, or `quote` for words of a source")
    lang = serializers.CharField(help_text="the language and script of the text")
    text = serializers.CharField(help_text="the text as stored; an ellipsis stands where it is cut")
    ranges = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="where each match begins and ends in `text`, counted in Unicode characters",
    )


class FoundSerializer(serializers.Serializer[Any]):
    """One result of a search across kinds, with the texts by which it was found."""

    kind = serializers.ChoiceField(choices=list(SUBJECTS), help_text="the kind of the record")
    key = serializers.CharField(help_text="its key")
    url = AddressField(help_text="its address in the API")
    html_url = AddressField(help_text="the address of its page")
    title = serializers.CharField(source="title.plain", help_text="what it is called")
    highlights = HighlightSerializer(many=True, help_text="the texts in which the words were found")

    def get_url(self, found: Any) -> str:
        """Return the address of the record in the API."""
        return str(self.context["request"].build_absolute_uri(found.api_url))

    def get_html_url(self, found: Any) -> str:
        """Return the address of the record's page."""
        return str(self.context["request"].build_absolute_uri(found.page_url))


class FoundPageSerializer(serializers.Serializer[Any]):
    """A page of results, in the form of a list's page."""

    count = serializers.IntegerField(min_value=0, help_text="how many results there are on all pages")
    next = serializers.URLField(allow_null=True, help_text="the address of the next page; null on the last one")
    previous = serializers.URLField(
        allow_null=True, help_text="the address of the previous page; null on the first one"
    )
    results = FoundSerializer(many=True, help_text="the results of this page, the best first")
