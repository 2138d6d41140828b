"""Fields of records that REST framework's own description does not get right: keys of related records."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework.relations import ManyRelatedField

from qualitymonth.schema.words import KEY_SCHEMAS


class KeyFieldExtension(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A related record is shown as its key, and as null where there is none or where it is not public."""

    target_class = "qualitymonth.serializers.KeyField"

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """Return what the key is made of."""
        field = self.target
        many = isinstance(field.parent, ManyRelatedField)
        model = (field.parent if many else field).parent.Meta.model
        column = model._meta.get_field(field.parent.source if many else field.source)
        related = column.related_model._meta
        schema = dict(KEY_SCHEMAS[field.slug_field])
        if many:
            return schema
        says = str(getattr(column, "help_text", "") or column.verbose_name)
        if column.null:
            schema["type"] = [schema["type"], "null"]
        return schema | {"description": f"{says} ({related.verbose_name}, by `{field.slug_field}`)"}
