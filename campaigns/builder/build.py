"""Build the fixtures: dossiers in, the bytes of every fixture file out."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from campaigns.builder.built import BuiltClaim
from campaigns.builder.claims import build_claims
from campaigns.builder.columns import RowName
from campaigns.builder.edits import apply_edits
from campaigns.builder.read import read_dossiers
from campaigns.builder.records import Records, collect
from campaigns.builder.rows import Row, built_rows, fixture_rows
from campaigns.builder.set_aside import BuiltSetAside, build_set_aside


@dataclass(frozen=True, slots=True)
class Built:
    """What the dossiers hold: the bytes of each fixture file by name, and what they were made from."""

    files: dict[str, bytes]
    rows: dict[RowName, Row]
    records: Records
    claims: list[BuiltClaim]
    set_aside: list[BuiltSetAside]


def build(folder: Path, without: Collection[str] = ()) -> Built:
    """Build the dossiers in ``folder``, but for files named in ``without``; the same dossiers give the same bytes.

    Raises DossierError, with every problem found at that stage.
    """
    dossiers = {name: dossier for name, dossier in read_dossiers(folder).items() if name not in without}
    records = collect(dossiers)
    claims = build_claims(dossiers, records)
    set_aside = build_set_aside(dossiers, records)
    rows = apply_edits(built_rows(records, claims, set_aside), dossiers)
    files = {
        f"{name}.json": (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()
        for name, listed in fixture_rows(rows).items()
    }
    return Built(files, rows, records, claims, set_aside)


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """Say which files in ``folder`` differ from the built ones, are missing, or should not be there."""
    said = []
    for name, content in files.items():
        path = folder / name
        if not path.exists():
            said.append(f"{name} is missing")
        elif path.read_bytes() != content:
            said.append(f"{name} is not what the dossiers say")
    said.extend(
        f"{path.name} is built from no dossier" for path in sorted(folder.glob("*.json")) if path.name not in files
    )
    return said


def write(files: dict[str, bytes], folder: Path) -> list[str]:
    """Write the files that differ, each whole or not at all; return their names."""
    written = []
    for name, content in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            draft = path.with_suffix(".json.new")
            draft.write_bytes(content)
            draft.replace(path)
            written.append(name)
    return written
