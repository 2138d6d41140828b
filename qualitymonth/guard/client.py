"""The address from which a request comes, as far as it can be believed."""

from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

#: How much of an IPv6 address names a customer of a provider; the rest is the customer's to choose.
NETWORK_BITS = 64


def client_address(request: HttpRequest) -> str | None:
    """Return the sender's address; of IPv6 the network, since one sender has as many addresses as it likes.

    Each proxy adds the address that it was called from to the end of X-Forwarded-For; all before what our own proxies
    added is the sender's invention. Without proxies (``PROXIES``) the header is not read.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.PROXIES:
            told = hops[-settings.PROXIES]
    try:
        address = ip_address(told.strip("[]"))
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((address, NETWORK_BITS), strict=False).network_address)
