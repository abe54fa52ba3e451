"""What is claimed in the process that ran the code, as it arrives in the one that verifies it."""

import io

from parity.checking import umpire
from parity.checking.judging.evidence import claim_of
from parity.checking.running import messages


def sent(report):
    """Return the report's claim as it comes from another process."""
    stream = io.BytesIO()
    messages.write(stream, "claim", claim_of(report))
    stream.seek(0)
    return messages.read(stream, umpire.types_of)[1]
