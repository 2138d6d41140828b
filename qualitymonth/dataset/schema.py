"""How the data package describes its tables, in the words of Table Schema."""

from typing import Any

from qualitymonth.dataset.tables import Column, ListTable, Table

Described = dict[str, Any]


def table_schema(table: Table | ListTable) -> Described:
    """Return the schema of a table as its CSV file has it: fields, key, and the keys of others that it holds."""
    references = [
        {"fields": [column.name], "reference": {"resource": column.leads_to[0], "fields": [column.leads_to[1]]}}
        for column in table.columns
        if column.leads_to
    ]
    return {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
        **({"foreignKeys": references} if references else {}),
    }


def _field(column: Column) -> Described:
    constraints = {"required": True} if column.required else {}
    return {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "description": column.description,
        **({"format": "any"} if column.type == "datetime" else {}),
        **({"constraints": {**constraints, **({"enum": list(column.words)} if column.words else {})}}
           if constraints or column.words else {}),
    }  # fmt: skip
