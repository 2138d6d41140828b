"""Read dossiers from TOML files, each fault with its file and key path."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from campaigns.builder.errors import DossierError, Problem
from campaigns.builder.schema import Dossier


def key_path(location: tuple[int | str, ...]) -> str:
    """Write a location as one would in prose: ``notice[0].issuers[3].agency``."""
    path = ""
    for part in location:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path or "(whole file)"


def parse_dossier(name: str, text: str) -> Dossier:
    """Return the dossier that ``text`` holds; raise DossierError with every fault of form in it."""
    try:
        tables: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DossierError([Problem(name, "(whole file)", f"not TOML: {error}")]) from error
    try:
        return Dossier.model_validate(tables)
    except ValidationError as error:
        raise DossierError(
            [Problem(name, key_path(fault["loc"]), fault["msg"]) for fault in error.errors(include_url=False)]
        ) from error


def read_dossiers(folder: Path) -> dict[str, Dossier]:
    """Return the dossiers of ``folder`` by file name, in the order of the names; raise DossierError with all faults."""
    dossiers: dict[str, Dossier] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            dossiers[path.name] = parse_dossier(path.name, path.read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            problems.append(Problem(path.name, f"byte {error.start}", "not UTF-8"))
        except DossierError as error:
            problems.extend(error.problems)
    if not dossiers and not problems:
        problems.append(Problem(folder.name, "(folder)", "holds no dossier (*.toml)"))
    if problems:
        raise DossierError(problems)
    return dossiers
