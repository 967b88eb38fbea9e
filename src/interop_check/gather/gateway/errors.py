"""The one error of the gateway."""

from interop_check.origin import OriginError


class GatewayError(OriginError):
    """A request that was refused or failed, as a code `gateway-…` and values with every secret left out."""
