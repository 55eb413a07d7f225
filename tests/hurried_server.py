"""`classroom` with other limits than are shipped: python -m tests.hurried_server LIMITS serve …

LIMITS is a JSON object of those that differ.
"""

from __future__ import annotations

import json
import sys

from classroom.cli import classroom
from classroom.limits import Limits

if __name__ == "__main__":
    limits, *arguments = sys.argv[1:]
    classroom(arguments, prog_name="classroom", obj=Limits(**json.loads(limits)))
