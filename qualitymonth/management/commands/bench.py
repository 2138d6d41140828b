"""``manage.py bench``: what answers of the archive cost beside each other, as ratios measured in one run."""

import gc
from argparse import ArgumentTypeError
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.test import Client

from qualitymonth.pagination import LARGEST_SIZE

#: How many records the smaller pages hold.
FEW = 50


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two addresses; asking for ``one`` should take at most ``at_most`` times as long as asking for ``other``.

    Where ``held`` is given, ``one`` is asked for by somebody who has the answer already, under that tag.
    """

    name: str
    one: str
    other: str
    at_most: float
    held: str = ""


class Command(BaseCommand):
    """Ask for both sides of each comparison in turn, and print how many times longer the first takes."""

    help = "Compare what answers cost, on the archive as it stands; changes nothing. Status 1 where one costs too much."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --rounds."""
        parser.add_argument("--rounds", type=_rounds, default=10, help="how often each side is asked; default: 10")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line a comparison as soon as it is measured; raise CommandError where a ratio is too large."""
        client = Client(headers={"host": settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"})
        self.stdout.write(f"milliseconds, the shortest of {options['rounds']} each\n")
        slow = []
        for comparison in comparisons(client):
            one, other = measure(client, comparison, options["rounds"])
            ratio = one / other
            times = f"{one * 1000:8.1f} : {other * 1000:6.1f} = {ratio:5.2f}"
            self.stdout.write(f"{comparison.name:<64}{times}, at most {comparison.at_most:g}")
            self.stdout.flush()
            if ratio > comparison.at_most:
                slow.append(comparison.name)
        if slow:
            raise CommandError("costs too much: " + "; ".join(slow))


def comparisons(client: Client) -> Iterator[Comparison]:
    """Yield what is compared."""
    claims = f"/api/v1/claims/?page_size={FEW}"
    yield Comparison("the last page of the claims : the first", last_page(client, claims), claims, 1.5)
    activities = "/api/v1/activities/?page_size={}"
    yield Comparison(
        f"{LARGEST_SIZE} activities on a page : {FEW}",
        activities.format(LARGEST_SIZE),
        activities.format(FEW),
        LARGEST_SIZE / FEW,
    )
    yield Comparison(
        f"all activities as JSON Lines : {LARGEST_SIZE} on a page of the API",
        "/activities.jsonl",
        activities.format(LARGEST_SIZE),
        2,
    )
    whole = activities.format(LARGEST_SIZE)
    tag = client.get(whole).headers["ETag"]
    yield Comparison(f"{LARGEST_SIZE} activities that a client has : has not", whole, whole, 0.1, held=tag)
    yield Comparison("all activities as CSV : as JSON Lines", "/activities.csv", "/activities.jsonl", 1.5)
    yield Comparison(
        "a search in traditional characters : in simplified ones", "/search/?q=質量", "/search/?q=质量", 1.5
    )
    yield Comparison("a search for one character : for two", "/search/?q=质", "/search/?q=质量", 3)


def last_page(client: Client, address: str) -> str:
    """Return the address of the last page of a list of the API."""
    while following := client.get(address).json()["next"]:
        address = following
    return address


def measure(client: Client, comparison: Comparison, rounds: int) -> tuple[float, float]:
    """Return the shortest times in seconds that the two sides took, asked in turn, lest one have the calmer hour."""
    sides = (comparison.one, comparison.held), (comparison.other, "")
    for address, held in sides:  # once before the clock runs, for what is made at the first call
        ask(client, address, held)
    times = [[ask(client, address, held) for address, held in sides] for _ in range(rounds)]
    one, other = (min(side) for side in zip(*times, strict=True))
    return one, other


def ask(client: Client, address: str, held: str = "") -> float:
    """Return how many seconds the whole answer takes; raise CommandError where it is another than was to be had."""
    gc.collect()
    headers = {"If-None-Match": held} if held else {}
    begun = perf_counter()
    response: Any = client.get(address, headers=headers)
    for _ in response.streaming_content if response.streaming else ():
        pass
    took = perf_counter() - begun
    if response.status_code != (HTTPStatus.NOT_MODIFIED if held else HTTPStatus.OK):
        raise CommandError(f"{address}: answered with {response.status_code}")
    return took


def _rounds(word: str) -> int:
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= 1000):  # noqa: PLR2004 - said in the message
        raise ArgumentTypeError(f"{word} is not a number from 1 to 1000")
    return int(word)
