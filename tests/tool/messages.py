# SPDX-License-Identifier: Apache-2.0
"""Messages as wire/SCHEMA.md describes them, written by an encoder that is not ours."""

import base64
import zlib

import cbor2


class Device:
    """A device with one heap; each call gives its next message."""

    def __init__(self, name, boot=1, capacity=4000):
        self.name, self.boot, self.capacity = name, boot, capacity
        self.sequence, self.up_ms = 0, 0

    def message(self, kind, body):
        header = [zlib.crc32(self.name.encode()), self.boot, self.sequence, self.up_ms, 0]
        self.sequence += 1
        return cbor2.dumps({"": header, kind: body}, canonical=True)

    def hello(self):
        return self.message("h", {"format": 1, "id": self.name.encode(), "up_ms": self.up_ms, "period_ms": 1000, "block_ms": 1000,
                                  "report_s": 10, "count": 1, "board": "test_board", "build": b"\xab\xcd"})

    def table(self):
        return self.message("t", [[0, "heap", 0, self.capacity, 0x20000000]])

    def sample(self, used):
        self.up_ms += 1000
        return self.message("s", [used])

    def verdict(self):
        return self.message("e", {"kind": 0, "name": "heap", "verdict": 2, "rate": 360000000, "left_s": 12})

    def start(self):
        return [self.hello(), self.table()]


def healthy(device, samples):
    return device.start() + [device.sample(100 + n % 7) for n in range(samples)]


def leaking(device, samples):
    return device.start() + [device.sample(100 + 50 * n) for n in range(samples)] + [device.verdict()]


def with_crc(message):
    return message + zlib.crc32(message).to_bytes(4, "little")


def frame(message):
    """A frame of a serial line: COBS of message and CRC-32 between zeros."""
    data = with_crc(message)
    out = bytearray(b"\0")
    for block in (data + b"\0").split(b"\0")[:-1]:
        while len(block) >= 254:
            out += b"\xff" + block[:254]
            block = block[254:]
        out += bytes([len(block) + 1]) + block
    return bytes(out) + b"\0"


def log_line(message):
    return b"[00:00:01.000,000] \x1b[0m<inf> tidemark: tidemark: msg " + base64.b64encode(with_crc(message)) + b"\x1b[0m\r\n"
