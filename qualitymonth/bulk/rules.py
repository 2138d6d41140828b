"""What the database insists on, in sentences."""

from typing import Any

from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: By the name of the constraint.
RULES: dict[str, str | Promise] = {
    "province_tile_once": _("Another province stands on this tile of the map."),
    "province_tile_whole": _("A tile of the map has a row and a column, or neither."),
    "agency_has_a_name": _("An agency needs a name in Chinese or in English."),
    "year_of_four_digits": _("The year lies between 1900 and 2999."),
    "series_has_a_name": _("A series needs a name in Chinese or in English."),
    "national_campaign_has_no_province": _("A national campaign has no province."),
    "provincial_campaign_has_a_province": _("A provincial campaign needs a province."),
    "campaign_part_of_another": _("A campaign cannot be a part of itself."),
    "slogan_position_once": _("Another slogan of the campaign has this position."),
    "slogan_has_a_text": _("A slogan needs a text in Chinese or in English."),
    "notice_has_a_title": _("A notice needs a title in Chinese or in English."),
    "section_path_once": _("Another section of the notice has this path."),
    "section_within_another": _("A section cannot be its own parent."),
    "activity_has_a_title": _("An activity needs a title in Chinese or in English."),
    "activity_same_as_another": _("An activity cannot be the same as itself."),
    "activity_within_another": _("An activity cannot take place within itself."),
    "activity_edition_of_a_series": _("Only an activity of a series has an edition."),
    "figure_has_a_name": _("A figure needs a name in Chinese or in English."),
    "person_has_a_name": _("A person needs a name in Chinese or in English."),
    "appearance_of_exactly_one": _("An appearance is that of a person, of an agency or of a party: exactly one."),
    "source_has_a_title": _("A source needs a title in Chinese or in English."),
    "source_part_has_lines": _(
        "A part of a source needs its first and its last line, in this order; a whole has none."
    ),
    "source_file_has_a_checksum": _("A file and its checksum (SHA-256) go together."),
    "source_file_has_lines": _("Only a whole source with a file has a number of lines."),
    "claim_about_exactly_one_record": _("A claim is about exactly one record."),
    "claim_lines_in_order": _("Lines count from 1, and the last does not come before the first."),
}


def surely_holds(rule: Q, values: dict[str, Any]) -> bool:
    """Tell whether ``rule`` is true of ``values``, by column, without asking the database; in doubt it is not."""
    return _truth(rule, values) is True


def _truth(rule: Any, values: dict[str, Any]) -> bool | None:
    """Return whether ``rule`` is true of ``values``, as the database reckons: None where that is unknown."""
    if not isinstance(rule, Q):
        lookup, expected = rule
        return _compare(lookup, expected, values)
    found = [_truth(child, values) for child in rule.children]
    if rule.connector == Q.XOR:
        return None
    decisive = rule.connector == Q.OR
    truth = decisive if decisive in found else None if None in found else not decisive
    return truth if truth is None or not rule.negated else not truth


def _compare(lookup: str, expected: Any, values: dict[str, Any]) -> bool | None:
    name, _sep, operator = lookup.partition("__")
    if isinstance(expected, F):
        expected = values.get(expected.name)  # type: ignore[attr-defined]
    value = values.get(name)
    if operator == "isnull":
        return bool((value is None) == expected)
    if value is None or expected is None:
        return None
    if operator in ("", "exact"):
        return bool(value == expected)
    if operator == "gte":
        return bool(value >= expected)
    if operator == "range":
        return bool(expected[0] <= value <= expected[1])
    return None
