"""The one error of the gateway: a code and values, never a sentence, and never a secret."""

from interop_check.origin import OriginError


class GatewayError(OriginError):
    """A request that was refused or failed, as a code `gateway-…` and values with every secret left out.

    Where a limit was hit, `args_` holds its name as `limit` and what it was as `value`.
    """

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code, args.get("status", ""))
        self.args_ = args

    def __str__(self) -> str:
        return f"{self.code} {self.args_}"
