"""Eight editors, or programs, save one record at once: no error, no lost update, on SQLite or on PostgreSQL."""

import json
import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from threading import Barrier, Thread
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections
from django.test import Client, RequestFactory
from django.urls import reverse

from qualitymonth.models import Change
from tests.factories import empty_archive, make_agency
from tests.writing import bearer

EDITORS = 8
#: How often an editor looks at one form that comes back before giving up.
PATIENCE = 100
#: How many seconds the editors wait for each other: longer than the slowest takes to save, and not for ever.
TOGETHER = 180

#: Each editor has a box to itself: fields of the agency's, and names of it.
BOXES = ("name_zh", "name_en", *(f"names-{row}-name" for row in range(6)))


@pytest.fixture
def _in_a_file(transactional_db: None, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001 - what is written must stay
    """Let threads connect to a copy of the database in a file, as in production; PostgreSQL serves them as it is."""
    empty_archive()
    if connection.vendor != "sqlite":
        # As two processes have them: one for each thread.
        database: Any = connection
        with patch.dict(database.settings_dict["OPTIONS"]["pool"], max_size=EDITORS):
            database.close()
            database.close_pool()
            yield
        database.close()
        database.close_pool()
        return
    connection.ensure_connection()
    with sqlite3.connect(tmp_path / "archive.sqlite3") as file:
        connection.connection.backup(file)
    file.close()
    memory, filed = connections["default"], connections["default"].copy()
    filed.settings_dict = {**memory.settings_dict, "NAME": str(tmp_path / "archive.sqlite3")}
    usual = connections.settings["default"]
    connections.settings["default"] = {**usual, "NAME": str(tmp_path / "archive.sqlite3")}
    connections["default"] = filed
    try:
        yield
    finally:
        connections["default"] = memory
        connections.settings["default"] = usual
        filed.close()


class Boxes(HTMLParser):
    """What a browser would send of the form on a page: threads cannot look into the contexts of templates."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, str] = {}
        self._open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, sort = given.get("name", ""), given.get("type", "")
        if tag in ("select", "textarea"):
            self._open = name
            self.data[name] = ""
        elif tag == "option" and "selected" in given:
            self.data[self._open] = given["value"]
        elif tag == "input" and name and sort not in ("submit", "checkbox") and "disabled" not in given:
            self.data[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._open and self.lasttag == "textarea":
            self.data[self._open] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("select", "textarea"):
            self._open = ""


class Editor(Thread):
    """Somebody who changes a box and adds a name, again and again, and saves once more when the form comes back."""

    def __init__(self, number: int, page: str, rounds: int, start: Barrier) -> None:
        super().__init__()
        self.number, self.page, self.rounds, self.start_together = number, page, rounds, start
        client = Client()
        client.force_login(User.objects.create_superuser(f"editor-{number}"))
        self.requests, self.server = RequestFactory(), WSGIHandler()
        self.requests.cookies = client.cookies
        self.statuses: list[int] = []

    def run(self) -> None:
        """Do all rounds."""
        for turn in range(self.rounds):
            data = Boxes(self._ask(self.requests.get(self.page))).data
            data[BOXES[self.number]] = f"{self.number}-{turn}"
            row = int(data["names-TOTAL_FORMS"])
            data["names-TOTAL_FORMS"] = str(row + 1)
            new = {"name": added(self.number, turn), "language": "en", "type": "variant", "position": str(10 + turn)}
            data |= {f"names-{row}-{name}": value for name, value in new.items()} | {"reason": "seen in print"}
            self.start_together.wait()
            for _attempt in range(PATIENCE):
                page = self._ask(self.requests.post(self.page, data))
                if self.statuses[-1] != 200:
                    break
                data = Boxes(page).data

    def _ask(self, request: Any) -> str:
        request._dont_enforce_csrf_checks = True  # noqa: SLF001 - as the test client does
        try:
            response: Any = self.server.get_response(request)
            self.statuses.append(response.status_code)
            return str(response.content.decode())
        finally:
            connection.close()


def added(number: int, turn: int) -> str:
    """Return the name that an editor adds."""
    return f"name {turn} of editor {number}"


@pytest.mark.usefixtures("_in_a_file")
@pytest.mark.parametrize("rounds", [1, pytest.param(6, marks=pytest.mark.long)])
def test_eight_editors_at_once_meet_no_error_and_lose_no_update(rounds):
    agency = make_agency()
    for row in range(EDITORS - 2):
        agency.names.create(language="en", type="variant", name=f"old {row}", position=row)
    page = reverse("admin:agencies_agency_change", args=[agency.pk])
    together = Barrier(EDITORS, timeout=TOGETHER)
    editors = [Editor(number, page, rounds, together) for number in range(EDITORS)]
    first = Change.objects.count()
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()

    assert {status for editor in editors for status in editor.statuses} == {200, 302}
    assert [editor.statuses.count(302) for editor in editors] == [rounds] * EDITORS
    assert sum(len(editor.statuses) for editor in editors) > 2 * EDITORS * rounds, "they are to meet"
    agency.refresh_from_db()
    names = list(agency.names.filter(position__lt=10).values_list("name", flat=True))
    assert [agency.name_zh, agency.name_en, *names] == [f"{number}-{rounds - 1}" for number in range(EDITORS)]
    new = set(agency.names.filter(position__gte=10).values_list("name", flat=True))
    assert new == {added(number, turn) for number in range(EDITORS) for turn in range(rounds)}
    assert agency.version == 1 + EDITORS * rounds
    assert Change.objects.count() == first + EDITORS * rounds


class Program(Thread):
    """A program that adds one to a number, again and again, and reads once more where it was overtaken."""

    def __init__(self, number: int, address: str, rounds: int, start: Barrier) -> None:
        super().__init__()
        self.address, self.rounds, self.start_together = address, rounds, start
        self.headers = bearer(User.objects.create_superuser(f"program-{number}"))
        self.requests, self.server = RequestFactory(), WSGIHandler()
        self.statuses: list[int] = []

    def run(self) -> None:
        """Add one as often as there are rounds."""
        for _turn in range(self.rounds):
            self.start_together.wait()
            for _attempt in range(PATIENCE):
                read = self._ask(self.requests.get(self.address, headers=self.headers))
                body = json.dumps({"name_en": str(int(read.json["name_en"]) + 1), "reason": "counted"})
                headers = {**self.headers, "If-Match": read.tag}
                request = self.requests.patch(self.address, body, content_type="application/json", headers=headers)
                self.statuses.append(self._ask(request).status)
                if self.statuses[-1] != 412:
                    break

    def _ask(self, request: Any) -> "Answer":
        try:
            response: Any = self.server.get_response(request)
            return Answer(response.status_code, response.headers.get("ETag", ""), json.loads(response.content))
        finally:
            connection.close()


class Answer(NamedTuple):
    """What a program needs of an answer."""

    status: int
    tag: str
    json: dict[str, Any]


@pytest.mark.usefixtures("_in_a_file")
@pytest.mark.parametrize("rounds", [2, pytest.param(20, marks=pytest.mark.long)])
def test_eight_programs_at_once_overtake_each_other_and_lose_no_update(rounds):
    agency = make_agency(name_en="0")
    together = Barrier(EDITORS, timeout=TOGETHER)
    programs = [Program(number, f"/api/v1/agencies/{agency.slug}/", rounds, together) for number in range(EDITORS)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()

    assert {status for program in programs for status in program.statuses} == {200, 412}
    assert [program.statuses.count(200) for program in programs] == [rounds] * EDITORS
    agency.refresh_from_db()
    assert agency.name_en == str(EDITORS * rounds)
    assert agency.version == 1 + EDITORS * rounds
