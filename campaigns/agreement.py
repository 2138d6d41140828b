"""When two claimed values say the same thing. No Django here: the builder and the pages both ask."""

from qualitymonth import edtf
from qualitymonth.fold import fold


def is_date(field: str) -> bool:
    """Tell whether ``field`` holds an EDTF date."""
    return field.endswith("_on") or field == "since"


def is_translation(field: str) -> bool:
    """Tell whether ``field`` holds English: beside a Chinese original, one translation among possible ones."""
    return field.endswith("_en")


def agree(field: str, one: str, other: str) -> bool:
    """Tell whether two values of ``field`` agree: texts when folded alike, dates when one lies within the other."""
    if is_date(field):
        try:
            return edtf.parse(one).agrees_with(edtf.parse(other))
        except ValueError:
            pass
    # Signs fold to nothing; two values made of signs alone are compared as they stand.
    return (fold(one) or one) == (fold(other) or other)
