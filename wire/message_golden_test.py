#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads the golden messages with a CBOR library that has nothing to do with Tidemark's writer.

Each must decode to the value that stands beside it, and the library's own deterministic encoding of
that value must be the same bytes. Byte strings stand in the JSON file as {"bytes": hex}.
"""

import json
import sys
from pathlib import Path

import cbor2


def value_of(shown):
    if isinstance(shown, dict):
        return bytes.fromhex(shown["bytes"]) if shown.keys() == {"bytes"} else {k: value_of(v) for k, v in shown.items()}
    return [value_of(item) for item in shown] if isinstance(shown, list) else shown


def main():
    golden = json.loads(Path(sys.argv[1]).read_text())
    wrong = 0
    for name, entry in golden.items():
        data = bytes.fromhex(entry["hex"])
        expected = value_of(entry["value"])
        problems = []
        if cbor2.loads(data) != expected:
            problems.append(f"decodes to {cbor2.loads(data)}")
        if cbor2.dumps(expected, canonical=True) != data:
            problems.append(f"deterministic encoding is {cbor2.dumps(expected, canonical=True).hex()}")
        if len(data) > 256:
            problems.append(f"has {len(data)} bytes")
        for problem in problems:
            print(f"{name}: {problem}")
        wrong += bool(problems)
    print(f"{len(golden) - wrong} of {len(golden)} golden messages are right")
    return 1 if wrong or not golden else 0


if __name__ == "__main__":
    sys.exit(main())
