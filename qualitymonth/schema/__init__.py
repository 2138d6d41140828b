"""How the API describes itself: OpenAPI 3.1, made from the code, kept in ``docs/openapi.json``, served from there."""
