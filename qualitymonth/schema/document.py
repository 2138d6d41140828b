"""The description as a document: made from the code and the archive, kept in ``docs/openapi.json``, read from there."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator

from qualitymonth.schema.examples import add_examples

PATH = Path(settings.BASE_DIR) / "docs" / "openapi.json"


def build(client: Client) -> str:
    """Return the description as it should be kept; ``client`` must ask the archive as its fixtures are loaded."""
    with translation.override("en"):
        described = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        add_examples(described, client)
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


@cache
def kept() -> dict[str, Any]:
    """Return the description that is kept."""
    described: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return described
