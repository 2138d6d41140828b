"""A load under consideration: the three states, and what is to become of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from qualitymonth.loading.merge import Conflict, Preference
from qualitymonth.loading.states import States
from qualitymonth.reading import Address, say_address


@dataclass(slots=True)
class Draft:
    """What was loaded last, what the database holds, what the fixtures say, and what is to be.

    ``kept`` says what stays as staff left it, or does not come; ``held`` names the fields, None for the whole row, of
    which the fixtures' word could not be followed and is tried again by the next load, ``retained`` what is gone from
    the fixtures and stays for now. ``followed`` are rows of the fixtures that name what staff moved.
    """

    base: States
    mine: States
    theirs: States
    prefer: Preference
    followed: set[Address]
    future: States = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    mixed: list[Address] = field(default_factory=list)
    absent: set[Address] = field(default_factory=set)
    held: dict[Address, set[str] | None] = field(default_factory=dict)
    retained: set[Address] = field(default_factory=set)

    def note(self, address: Address, said: str) -> None:
        """Say what becomes of the row at ``address``."""
        self.kept.append(f"{say_address(address)}: {said}")

    def writing(self) -> Iterator[Address]:
        """Yield the addresses of rows that are to be written."""
        return (address for address, fields in self.future.items() if self.mine.get(address) != fields)

    def leaving(self) -> set[Address]:
        """Return the addresses of rows that are to be removed."""
        return self.mine.keys() - self.future.keys()

    def withhold(self, address: Address, why: str) -> None:
        """Leave the row at ``address`` as it is, or absent."""
        if address in self.mine:
            self.future[address] = self.mine[address]
        else:
            self.future.pop(address)
        self.held[address] = None
        self.note(address, f"{why}; not written")
