"""Build the fixtures: dossiers in, the bytes of every fixture file out."""

import json
from pathlib import Path

from campaigns.builder.claims import BuiltClaim, build_claims
from campaigns.builder.read import read_dossiers
from campaigns.builder.records import Records, collect
from campaigns.builder.rows import FILES, fixture_rows


def build(folder: Path) -> tuple[dict[str, bytes], Records, list[BuiltClaim]]:
    """Return ``file name -> bytes`` for the dossiers in ``folder``, with what they were made from.

    The same dossiers give the same bytes. Raises DossierError, with every problem found at that stage.
    """
    dossiers = read_dossiers(folder)
    records = collect(dossiers)
    claims = build_claims(dossiers, records)
    rows = fixture_rows(records, claims)
    files = {
        f"{name}.json": (json.dumps(rows[name], ensure_ascii=False, indent=1) + "\n").encode()
        for name in FILES.values()
    }
    return files, records, claims


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
