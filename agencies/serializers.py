"""What agencies and provinces look like in the API."""

from rest_framework import serializers

from agencies.models import Agency, AgencyName, Province
from qualitymonth.serializers import KeyField, RecordSerializer, url_field


class ProvinceSerializer(RecordSerializer):
    """A province."""

    url = url_field("province", "code")

    class Meta:
        model = Province
        fields = [
            "url", "html_url", "code", "gb_code", "kind", "region", "name_zh", "name_en", "name_hant", "pinyin",
            "short_zh", "tile_row", "tile_column", "modified",
        ]  # fmt: skip


class AgencyNameSerializer(serializers.ModelSerializer[AgencyName]):
    """One name of an agency."""

    class Meta:
        model = AgencyName
        fields = ["language", "type", "name", "from_year", "to_year"]


class AgencySerializer(RecordSerializer):
    """An agency with its names."""

    url = url_field("agency")
    province = KeyField("code")
    parent = KeyField()  # type: ignore[assignment]
    predecessors = KeyField(many=True, help_text="the agencies whose work it took over")
    names = AgencyNameSerializer(many=True, read_only=True, help_text="every name in use")

    class Meta:
        model = Agency
        fields = [
            "url", "html_url", "slug", "kind", "province", "parent", "predecessors", "name_zh", "name_en", "names",
            "modified",
        ]  # fmt: skip
