"""What is wrong with a dossier, and where."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault: the dossier's file name, the key path within it, and what is wrong."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.message}"


class DossierError(Exception):
    """The dossiers cannot be built; ``problems`` says why, each with its place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the dossiers")
        self.problems = sorted(problems)
