#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""usage: file_to_inc.py SOURCE OUT: writes SOURCE's bytes as the body of a C array."""

import sys
from pathlib import Path


def main():
    data = Path(sys.argv[1]).read_bytes()
    rows = (data[at:at + 16] for at in range(0, len(data), 16))
    Path(sys.argv[2]).write_text("".join("".join(f"0x{byte:02x}, " for byte in row) + "\n" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
