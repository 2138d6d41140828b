"""What the site says of data to take home, and the download."""

from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import call_command

from qualitymonth.dataset.latest import latest
from tests import factories

pytestmark = pytest.mark.django_db

FILE = "/data/quality-month-archive.zip"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


def make() -> None:
    call_command("export_dataset", verbosity=0, stdout=StringIO())


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_page_is_honest_where_no_package_was_made(client, prefix):
    page = client.get(f"{prefix}/data/").content.decode()
    assert {"": "No data package has been made", "/zh-hans": "本档案尚未生成数据包"}[prefix] in page
    assert FILE not in page
    assert client.get(FILE).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_page_tells_revision_size_and_checksum(client, prefix):
    factories.make_series()
    make()
    page = client.get(f"{prefix}/data/").content.decode()
    stored = latest()
    assert stored
    assert stored.sha256 in page
    assert FILE in page
    assert {"": "the archive as it stands", "/zh-hans": "即档案的现状"}[prefix] in page
    factories.make_series()
    page = client.get(f"{prefix}/data/").content.decode()
    assert {"": "the archive has moved on to", "/zh-hans": "档案此后已更新至"}[prefix] in page


def test_the_page_is_linked_from_every_footer_and_the_api(client):
    assert 'href="/data/"' in client.get("/about/").content.decode()
    links = client.get("/api/v1/meta/").json()["links"]
    assert (links["dataset"], links["oai"]) == ("http://testserver/data/", "http://testserver/oai")


def test_the_download_is_the_file_under_a_strong_tag(client):
    factories.make_series()
    make()
    response = client.get(FILE, headers={"accept-encoding": "gzip"})
    content = b"".join(response.streaming_content)
    stored = latest()
    assert stored
    assert sha256(content).hexdigest() == stored.sha256
    assert response.headers["ETag"] == f'"{stored.sha256}"'
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Length"] == str(len(content))
    assert "Content-Encoding" not in response.headers
    assert response.headers["Content-Disposition"] == 'attachment; filename="quality-month-archive-r1.zip"'
    held = client.get(FILE, headers={"if-none-match": response.headers["ETag"]})
    assert (held.status_code, held.headers["ETag"]) == (304, response.headers["ETag"])
    assert client.head(FILE).headers["Content-Length"] == str(len(content))
    assert client.post(FILE).status_code == 405


def test_the_tag_changes_with_the_file_alone(client):
    factories.make_series()
    make()
    before = client.get(FILE).headers["ETag"]
    factories.make_series()
    assert client.get(FILE).headers["ETag"] == before
    make()
    assert client.get(FILE).headers["ETag"] != before


def test_unknown_words_are_refused(client):
    assert client.get("/data/?x=1").status_code == 400
    assert client.get(f"{FILE}?x=1").status_code == 400


@pytest.mark.parametrize("told", ["", "{}", "[]", '{"revision": 1}', "\x00"])
def test_what_is_told_of_a_package_and_cannot_be_read_is_no_package(client, tmp_path, told):
    (tmp_path / "dataset").mkdir()
    (tmp_path / "dataset" / "latest.json").write_text(told, encoding="utf-8")
    assert client.get("/data/").status_code == 200
    assert client.get(FILE).status_code == 404
