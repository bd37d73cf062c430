#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the messages of a capture into lines by which two platforms can be compared.

    messages.py values CAPTURE [EXPECTED]    all messages, but for thread stacks
    messages.py tables CAPTURE [EXPECTED]    who is in the table of resources, and when that changes

CAPTURE is what the console gave, or the program (.exe) that gives it.

What belongs to the platform is left out: addresses, boot, the monitor's own time and memory, the names of board and
kernel, what it is blind to. `values` leaves out thread stacks because a simulated board has none of its own; `tables`
leaves out sizes because they differ between 32 and 64 bits. Prints the lines, or, with EXPECTED, how they differ from
that file; exit status 1 if they do.
"""

import difflib
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

import cbor2

THREAD_STACK = 1
ADDRESS = re.compile("@0x[0-9a-f]+")  # in the name of a resource that has none of its own
STACKS = {THREAD_STACK, 5}
ISR_STACKS_OF_MORE = 1  # of coverage: index of their number
PLATFORM_KEYS = {"board", "kernel", "build", "id", "ram", "sample_us", "sample_us_max", "lock_us_max", "blind"}
STACK_KEYS = {"count", "threads", "threads_missed"}


def read_capture(path):
    if path.suffix != ".exe":
        return path.read_bytes()
    return subprocess.run([path, "--no-rt", "--stop_at=42"], check=True, stdout=subprocess.PIPE, timeout=60).stdout


def undo_cobs(body):
    out = bytearray()
    at = 0
    while at < len(body):
        code = body[at]
        block = body[at + 1 : at + code]
        if len(block) != code - 1:
            return None
        out += block
        at += code
        if code < 255 and at < len(body):
            out.append(0)
    return bytes(out)


def messages_of(capture):
    for segment in capture.split(b"\0"):
        data = undo_cobs(segment) or b""
        if len(data) > 4 and zlib.crc32(data[:-4]).to_bytes(4, "little") == data[-4:]:
            yield cbor2.loads(data[:-4])


class Resources:
    """The device's table, of which a message may bring a part."""

    def __init__(self):
        self.entries = []

    def take(self, message):
        first = message.get("f", 0)
        self.entries[first:] = [[e[0], ADDRESS.sub("@", e[1]), *e[2:]] for e in message["t"]]

    def is_stack(self, index):
        return self.entries[index][0] in STACKS

    def values(self, message, kind):
        first = message.get("f", 0)
        return [value for i, value in enumerate(message[kind], first) if not self.is_stack(i)]

    def pools(self):
        """Kind, name, shift, capacity, what follows the address."""
        return [e[:4] + e[5:] for i, e in enumerate(self.entries) if not self.is_stack(i)]

    def names(self):
        """Kind and name; of a thread's stack priority and lifetime too."""
        return [e[:2] + ([e[5], e[7]] if e[0] == THREAD_STACK else []) for e in self.entries]


def kind_of(message):
    return next(key for key in message if key not in ("", "f"))


def without_tables(capture):
    """Each message that is no table, its kind, the resources that its table has, and whether these are others than before."""
    resources = Resources()
    shown = []
    for message in messages_of(capture):
        if kind_of(message) == "t":
            resources.take(message)
            continue
        yield message, kind_of(message), resources, resources.entries != shown
        shown = list(resources.entries)


def value_lines(capture):
    pools = None
    for message, kind, resources, _ in without_tables(capture):
        if resources.pools() != pools:
            pools = resources.pools()
            yield f"{message[''][3]} t {json.dumps(pools)}"
        if kind == "e" and message[kind]["kind"] in STACKS:
            continue
        if kind in ("s", "v"):
            body = resources.values(message, kind)
        else:
            body = {key: value for key, value in message[kind].items() if key not in PLATFORM_KEYS | STACK_KEYS}
            if "more" in body:
                del body["more"][ISR_STACKS_OF_MORE]
        yield f"{message[''][3]} {kind} {json.dumps(body)}"


def table_lines(capture):
    for message, _, resources, is_new in without_tables(capture):
        if is_new:
            yield f"{message[''][3]} {json.dumps(resources.names())}"


def main(arguments):
    makers = {"values": value_lines, "tables": table_lines}
    if len(arguments) not in (2, 3) or arguments[0] not in makers:
        sys.exit(__doc__)
    lines = list(makers[arguments[0]](read_capture(Path(arguments[1]))))
    if len(arguments) == 2:
        print("\n".join(lines))
        return 0
    expected = Path(arguments[2]).read_text().splitlines()
    differences = list(difflib.unified_diff(expected, lines, arguments[2], arguments[1], lineterm="", n=1))
    print("\n".join(differences[:60]) if differences else f"all {len(lines)} lines are as expected")
    return 1 if differences or not lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
