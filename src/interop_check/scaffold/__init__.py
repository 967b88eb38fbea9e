"""A first manifest from what lies in a folder. Nothing here reads a file: names and bytes come in.

`look` says what one file is, `arrange` makes a solution of all that was seen, `manifest` writes it down.
"""

from interop_check.scaffold.arrange import arrange
from interop_check.scaffold.found import Found, Sighting
from interop_check.scaffold.look import Looker, is_worth_reading, look
from interop_check.scaffold.manifest import manifest, placeholders

__all__ = ["Found", "Looker", "Sighting", "arrange", "is_worth_reading", "look", "manifest", "placeholders"]
