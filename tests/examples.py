"""How many examples a property is tried on: few by default, ``RACKWRIGHT_EXAMPLES`` of each where that is set."""

import os

ASKED = os.environ.get("RACKWRIGHT_EXAMPLES")


def examples(few: int) -> int:
    """Return the number of examples of a property that is tried on few by default."""
    return few if ASKED is None else int(ASKED)
