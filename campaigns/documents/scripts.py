"""Traditional text that a machine made character by character, read in the Simplified script it came from."""

from collections.abc import Iterable

from qualitymonth.fold import alike, simplify


def restore(text: str, names: Iterable[str] = ()) -> str:
    """Return ``text`` in Simplified script; ``names`` (simplified) keep the characters that they are known by.

    A person called 李乾 would become 李干: no library can tell a name from a word. 李干 as printed is no 李乾, though.
    """
    simplified = simplify(text)
    restored = list(simplified)
    sought = alike(simplified)
    for name in names:
        position = sought.find(alike(name))
        while name and position >= 0:
            here = slice(position, position + len(name))
            if all(map(_may_be, name, text[here], simplified[here])):
                restored[here] = name
            position = sought.find(alike(name), position + 1)
    return "".join(restored)


def _may_be(known: str, printed: str, simplified: str) -> bool:
    """Tell whether a character as printed, and as simplified, is that of a name: printed so, or changed from it."""
    return known in (printed, simplified) or (simplify(known) == known and printed != simplified)
