from interop_check.model import Problem


class StandardError(Exception):
    """An official artefact that cannot be used as it is pinned; `problem` says why, by code and values."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code, args)
        self.problem = Problem(code=code, args=args)

    def __str__(self) -> str:
        return f"{self.problem.code} {dict(self.problem.args)}"
