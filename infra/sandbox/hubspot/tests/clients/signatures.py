"""The signature helper of HubSpot's client for Python, as it is published.

Reads a request from each line of the file that is named, and writes what the helper makes of it.
"""

import json
import re
import sys

from hubspot.exceptions import InvalidSignatureTimestampError
from hubspot.utils.signature import Signature

# The codes that version 3 signs decoded; the helper leaves that to its caller.
CODES = re.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)


def decoded(uri):
    return CODES.sub(lambda code: chr(int(code.group(1), 16)), uri)


def validity(signature, version, request, uri):
    """true, false, or "raised"."""
    try:
        return Signature.is_valid(
            signature,
            request["secret"],
            request["body"],
            uri,
            request["method"],
            version,
            request["timestamp"],
        )
    except InvalidSignatureTimestampError:
        return "raised"


def answer(request):
    def signed(version, uri):
        return Signature.get_signature(
            request["secret"],
            request["body"],
            version,
            uri,
            request["method"],
            request["timestamp"],
        )

    uri = request["uri"]
    return {
        "v2": signed("v2", uri),
        "v3": signed("v3", decoded(uri)),
        "v3_undecoded": signed("v3", uri),
        "valid_v2": validity(request["v2"], "v2", request, uri),
        "valid_v3": validity(request["v3"], "v3", request, decoded(uri)),
    }


with open(sys.argv[1], encoding="utf-8", newline="\n") as lines:
    for line in lines:
        print(json.dumps(answer(json.loads(line))))
