"""A small dossier with one of nearly everything, and what the builder says of it once something is changed."""

import hashlib
from pathlib import Path

from campaigns.builder.build import build
from campaigns.builder.errors import DossierError

#: What is said of a document that is not there, before the checksum that is expected.
CANNOT = "cannot be read: No such file or directory: SHA-256"

DOSSIER = """\
[[province]]
code = "CN-HE"
kind = "province"
region = "north"
name_zh = "河北省"
name_en = "Hebei"
name_hant = "河北省"
pinyin = "Héběi"
short_zh = "河北"

[[agency]]
slug = "samr"
kind = "state"
name_zh = "市场监管总局"
names = [{ language = "zh-Hans", type = "short", name = "市场监管总局" }]

[[agency]]
slug = "caqi"
kind = "association"
name_zh = "中国质量检验协会"
names = [{ language = "zh-Hans", type = "official", name = "中国质量检验协会" }]

[[source]]
slug = "reports"
title_zh = "各地报道"
kind = "news"
language = "zh"
script = "Hans"

[[source]]
slug = "report-hebei"
part_of = "reports"
first_line = 2
last_line = 3
title_zh = "河北报道"
kind = "news"
language = "zh"
script = "Hans"

[[year]]
number = 2023
held = "yes"

[[campaign]]
slug = "2023-national"
year = 2023
scope = "national"
theme_zh = "增强质量意识"
department_count = 25
claims = [
    { field = "theme_zh", at = "reports:1", quote = "增强质量意识" },
    { field = "department_count", at = "reports:1", quote = "25个部门" },
]

[[notice]]
slug = "notice"
campaign = "2023-national"
title_zh = "通知"
issued_on = "2023-08-31"
issuers = [
    { agency = "samr", name_zh = "市场监管总局", claims = [{ at = "report-hebei:2", quote = "监管" }] },
]

[[section]]
notice = "notice"
path = "1"
heading_zh = "总体要求"

[[section]]
notice = "notice"
path = "1.1"
heading_zh = "意识"

[[activity]]
slug = "launch"
campaign = "2023-national"
kind = "launch"
title_zh = "启动仪式"
starts_on = "2023-09"
provinces = ["CN-HE"]
organisers = [{ agency = "samr" }]
"""


def write_dossier(folder: Path, text: str = DOSSIER) -> Path:
    """Write ``text`` as the only dossier in ``folder`` and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dossier.toml").write_text(text, encoding="utf-8")
    return folder


def changed(old: str, new: str) -> str:
    """Return the dossier with ``old`` replaced by ``new``."""
    assert old in DOSSIER
    return DOSSIER.replace(old, new, 1)


def dossier_of(content: bytes, text: str = DOSSIER) -> str:
    """Return the dossier with ``content`` as the recorded document of its whole source."""
    digest = hashlib.sha256(content).hexdigest()
    lines = len(content.removesuffix(b"\n").split(b"\n"))
    recorded = f'file = "document.txt"\nsha256 = "{digest}"\nline_count = {lines}'
    return text.replace('slug = "reports"', f'slug = "reports"\n{recorded}', 1)


def said(folder: Path, text: str) -> list[str]:
    """Return what the builder has against a dossier, each with file and key path."""
    try:
        build(write_dossier(folder, text))
    except DossierError as error:
        return [str(problem) for problem in error.problems]
    return []
