#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the bytes of a file as the body of a C array."""

import argparse
import gzip
import sys
from pathlib import Path


def number(text):
    return int(text, 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--offset", type=number, default=0)
    parser.add_argument("--length", type=number, default=-1, help="bytes from the offset on; all by default")
    parser.add_argument("--gzip", action="store_true", help="compress them")
    parser.add_argument("--gzip-mtime", type=number, default=0)
    arguments = parser.parse_args()
    data = arguments.source.read_bytes()[arguments.offset:]
    if arguments.length >= 0:
        data = data[:arguments.length]
    if arguments.gzip:
        data = gzip.compress(data, mtime=arguments.gzip_mtime)
    rows = (data[at:at + 16] for at in range(0, len(data), 16))
    arguments.out.write_text("".join("".join(f"0x{byte:02x}, " for byte in row) + "\n" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
