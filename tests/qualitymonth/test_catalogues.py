import gettext
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qualitymonth import catalogues
from qualitymonth.catalogues import CatalogueError, compile_catalogues, make_catalogues, missing_messages

PO = """\
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "year"
msgstr "年份"

#, fuzzy
msgid "notice"
msgstr "通告"
"""


@pytest.fixture
def po(tmp_path: Path) -> Path:
    path = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with one file of code and one template."""
    for name, text in {
        "campaigns/models.py": 'title = _("year")\ncount = ngettext_lazy("%(n)s year", "%(n)s years", n)\n',
        "campaigns/migrations/0001_initial.py": '_("not ours to translate")\n',
        "templates/home.html": '<h1>\n    {% translate "it\'s here" %}</h1>\n  {% blocktranslate trimmed %}\n'
        "    in {{ place }}\n  {% endblocktranslate %}{% include 'x' with label=_('label') %}\n"
        '{% translate "May" context "month" %} ) it\'s "unbalanced\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def read(path: Path) -> gettext.GNUTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def test_no_message_of_the_interface_lacks_a_chinese_translation():
    assert missing_messages() == []


def test_the_catalogue_is_what_make_catalogues_writes(tmp_path):
    kept = catalogues.LOCALE_DIR / "zh_Hans" / "LC_MESSAGES" / "django.po"
    copy = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(kept.read_bytes())
    make_catalogues(tmp_path)
    assert copy.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), "run manage.py make_catalogues"


def test_a_catalogue_is_compiled_without_its_fuzzy_entries(po):
    (compiled,) = compile_catalogues(po.parents[2])
    assert read(compiled).gettext("year") == "年份"
    assert read(compiled).gettext("notice") == "notice"


def test_a_catalogue_is_compiled_again_only_when_it_changed(po):
    folder = po.parents[2]
    assert compile_catalogues(folder)
    assert compile_catalogues(folder) == []
    po.write_text(PO.replace("年份", "年"), encoding="utf-8")
    os.utime(po, (0, 0))  # as when an older version is checked out
    (compiled,) = compile_catalogues(folder)
    assert read(compiled).gettext("year") == "年"
    assert sorted(po.parent.iterdir()) == [compiled, po]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (PO + "nonsense\n", 13),
        (PO + '\n#, python-format\nmsgid "%(n)s years"\nmsgstr "%(m)s年"\n', 15),
    ],
    ids=["a line that means nothing", "a placeholder that the code does not fill"],
)
def test_a_malformed_catalogue_is_refused_with_file_and_line(po, text, line):
    po.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"django\.po:{line}: "):
        compile_catalogues(po.parents[2])
    assert not po.with_suffix(".mo").exists()


def test_a_catalogue_that_is_not_utf_8_is_refused_with_file_and_line(po):
    po.write_bytes(PO.encode("gb18030"))
    with pytest.raises(CatalogueError, match=r"django\.po:8: not UTF-8"):
        compile_catalogues(po.parents[2])


def test_the_command_says_in_one_line_what_is_wrong(po, monkeypatch):
    po.write_text(PO + "nonsense\n", encoding="utf-8")
    monkeypatch.setattr(catalogues.compile_catalogues, "__defaults__", (po.parents[2],))
    with pytest.raises(CommandError, match=r"^[^\n]*django\.po:13: [^\n]*$"):
        call_command("compile_catalogues")


def test_messages_are_found_in_code_and_templates_with_their_places(po, root):
    assert missing_messages(po.parents[2], root) == [
        "campaigns/models.py:2: ('%(n)s year', '%(n)s years')",
        'templates/home.html:2: "it\'s here"',
        "templates/home.html:3: 'in %(place)s'",
        "templates/home.html:5: 'label'",
        "templates/home.html:6: 'May'",
    ]


def test_a_fuzzy_translation_counts_as_missing(po, root):
    (root / "campaigns" / "models.py").write_text('_("notice")\n', encoding="utf-8")
    assert "campaigns/models.py:1: 'notice'" in missing_messages(po.parents[2], root)


def test_make_catalogues_adds_removes_and_keeps_and_does_so_once(po, root):
    added, removed = make_catalogues(po.parents[2], root)
    assert len(added) == 5
    assert removed == ["notice"]
    text = po.read_text(encoding="utf-8")
    assert 'msgid "year"\nmsgstr "年份"\n' in text
    assert 'msgctxt "month"\nmsgid "May"\nmsgstr ""\n' in text
    assert "POT-Creation-Date" not in text
    assert make_catalogues(po.parents[2], root) == ([], [])
    assert po.read_text(encoding="utf-8") == text


def test_a_template_that_cannot_be_read_is_named(po, root):
    (root / "templates" / "home.html").write_text(
        "{% blocktranslate %}{% if x %}{% endblocktranslate %}", encoding="utf-8"
    )
    with pytest.raises(CatalogueError, match=r"home\.html: .*line 1"):
        missing_messages(po.parents[2], root)
