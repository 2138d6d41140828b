"""The address of a sender is the one that our own proxies saw, or the connection's."""

import pytest
from django.test import RequestFactory

from qualitymonth.guard.client import client_address


def address(told="192.0.2.1", forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=told))


def test_without_proxies_a_header_that_anybody_can_send_is_not_believed(settings):
    settings.PROXIES = 0
    assert address(forwarded="198.51.100.7") == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        (2, "198.51.100.7", "192.0.2.1"),
        (1, None, "192.0.2.1"),
        (1, "nonsense", None),
    ],
)
def test_behind_proxies_it_is_what_the_outermost_of_them_saw(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    assert address(forwarded=forwarded) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("[2001:db8:1:2:ffff::1]", "2001:db8:1:2::"),
        ("::ffff:192.0.2.9", "192.0.2.9"),
        ("", None),
    ],
)
def test_of_an_ipv6_address_the_network_counts(told, expected):
    assert address(told) == expected
