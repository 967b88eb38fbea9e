"""Where a repository is published: the remote in its configuration, never with a password."""

import re
from urllib.parse import urlsplit, urlunsplit

_SECTION = re.compile(r'^\s*\[\s*remote\s+"([^"]+)"\s*\]')
_URL = re.compile(r"^\s*url\s*=\s*(\S+)\s*$")
_SCP = re.compile(r"(?:[^@/\s:]+@)?([A-Za-z0-9.-]+\.[A-Za-z]{2,}):(?!/)(\S+)")
_WEB = frozenset({"http", "https"})


def remote(config: str) -> str:
    """Return the web address of the remote in a .git/config: `origin`, else the first by name."""
    found = {name: web_address(url) for name, url in _remotes(config).items()}
    usable = {name: url for name, url in sorted(found.items()) if url}
    return usable.get("origin") or next(iter(usable.values()), "")


def web_address(url: str) -> str:
    """Return `url` as an https address without user name, password, query or port of ssh."""
    scp = _SCP.fullmatch(url) if "://" not in url else None
    if scp:
        return f"https://{scp[1]}/{scp[2]}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port and parts.scheme in _WEB else ""
    except ValueError:
        return ""
    if parts.scheme not in {*_WEB, "ssh"} or not host or "@" in parts.path:
        return ""
    scheme = parts.scheme if parts.scheme in _WEB else "https"
    return urlunsplit((scheme, host + port, parts.path, "", ""))


def _remotes(config: str) -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in config.splitlines():
        if line.lstrip().startswith("["):
            section = _SECTION.match(line)
            name = section[1] if section else ""
            continue
        url = _URL.match(line)
        if url and name:
            found.setdefault(name, url[1])
    return found
