"""The one door to the network: http(s) to public addresses only, within limits that have names."""

from interop_check.gather.gateway.address import Resolve, system_resolve
from interop_check.gather.gateway.clock import Clock
from interop_check.gather.gateway.credentials import ClientCertificate, Credential, basic
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.limits import Limits
from interop_check.gather.gateway.proxy import Proxies, from_environment, proxy
from interop_check.gather.gateway.session import SAFE_METHODS, Session
from interop_check.gather.gateway.tls import Trust

__all__ = [
    "SAFE_METHODS",
    "ClientCertificate",
    "Clock",
    "Credential",
    "GatewayError",
    "Limits",
    "Proxies",
    "Resolve",
    "Session",
    "Trust",
    "basic",
    "from_environment",
    "proxy",
    "system_resolve",
]
