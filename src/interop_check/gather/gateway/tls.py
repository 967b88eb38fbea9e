"""Encryption: who is trusted, the handshake, and what is recorded of it.

A bad certificate is never accepted.
"""

import contextlib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from interop_check.gather.exchange import Tls
from interop_check.gather.gateway.certificate import described
from interop_check.gather.gateway.clock import Deadline
from interop_check.gather.gateway.credentials import ClientCertificate
from interop_check.gather.gateway.errors import GatewayError

# OpenSSL's X509_V_ERR_…, as far as they differ in what their owner has to do.
_FAULTS = {
    9: "not-yet-valid",
    10: "expired",
    18: "self-signed",
    19: "unknown-issuer",
    20: "unknown-issuer",
    21: "unknown-issuer",
    23: "revoked",
    62: "wrong-host",
    64: "wrong-host",
}


@dataclass(frozen=True, slots=True)
class Trust:
    """The authorities of the system, and those in `ca_file` (PEM) besides."""

    ca_file: Path | None = None

    def context(self, client: ClientCertificate | None = None) -> ssl.SSLContext:
        """Return the settings for a connection; made once, because reading the authorities takes long."""
        return _context(self.ca_file, client)


@cache
def _context(ca_file: Path | None, client: ClientCertificate | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # RFC 8996
    context.set_alpn_protocols(["http/1.1"])
    try:
        if ca_file:
            context.load_verify_locations(ca_file)
        if client:
            context.load_cert_chain(client.certificate, client.key, client.password)
    except OSError as error:
        raise GatewayError("gateway-certificate-file", reason=type(error).__name__) from error
    return context


def secured(
    plain: socket.socket, host: str, context: ssl.SSLContext, deadline: Deadline
) -> tuple[ssl.SSLSocket, Tls]:
    """Return the encrypted connection and what is known of it; takes `plain` over. OSError where it fails."""
    # The end of an answer has to be said inside the encryption: anybody can cut a connection (RFC 9112, 9.8).
    with contextlib.ExitStack() as closing:
        closing.callback(plain.close)
        plain.settimeout(min(deadline.left(), deadline.limits.connect_seconds))
        wrapped = context.wrap_socket(
            plain, server_hostname=host, do_handshake_on_connect=False, suppress_ragged_eofs=False
        )
        closing.callback(wrapped.close)
        wrapped.do_handshake()
        closing.pop_all()
    return wrapped, _facts(wrapped)


def _facts(wrapped: ssl.SSLSocket, fault: str = "") -> Tls:
    seen = described(wrapped.getpeercert(binary_form=True) or b"")
    return Tls(
        version=wrapped.version() or "",
        cipher=(wrapped.cipher() or ("",))[0],
        subject=seen.subject,
        issuer=seen.issuer,
        not_before=seen.not_before,
        expires=seen.expires,
        fault=fault,
    )


def refused(
    error: ssl.SSLCertVerificationError, host: str, redial: Callable[[], socket.socket], deadline: Deadline
) -> GatewayError:
    """Return the error for a certificate that is not accepted, with what it says of itself.

    Python shows a certificate only once it is accepted, so it is fetched over a connection of its own that
    carries nothing else.
    """
    fault = _FAULTS.get(error.verify_code, "invalid")
    looking = ssl.create_default_context()
    looking.check_hostname = False
    looking.verify_mode = ssl.CERT_NONE
    try:
        wrapped, seen = secured(redial(), host, looking, deadline)
        wrapped.close()
    except OSError:
        return GatewayError("gateway-certificate", host=host, fault=fault)
    facts = {"subject": seen.subject, "issuer": seen.issuer, "expires": seen.expires, "version": seen.version}
    return GatewayError("gateway-certificate", host=host, fault=fault, **facts)
