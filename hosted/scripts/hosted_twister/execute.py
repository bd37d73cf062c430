# SPDX-License-Identifier: Apache-2.0
"""Runs a program with a limit of time and of output."""

import os
import selectors
import signal
import subprocess
import time

OUTPUT_LIMIT = 64 * 1024 * 1024  # bytes; a program that prints without end
GRACE = 2  # seconds between the polite and the other signal


class Output:
    """Cuts what comes into lines, writes it to the log and hands lines to the harness."""

    def __init__(self, log, harness):
        self.log, self.harness = log, harness
        self.rest, self.size = b"", 0

    def take(self, data):
        self.log.write(data)
        self.size += len(data)
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.harness.line(line.decode("utf-8", "replace").rstrip("\r"))

    def end(self):
        if self.rest:
            self.harness.line(self.rest.decode("utf-8", "replace").rstrip("\r"))
            self.rest = b""
        self.log.flush()


def stop(process):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(GRACE)
            return
        except ProcessLookupError:
            process.wait()
            return
        except subprocess.TimeoutExpired:
            continue


def read_all(process, output, deadline):
    """Why reading stopped before the end of the output, or empty."""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                return "timeout"
            if not selector.select(left):
                continue
            data = os.read(process.stdout.fileno(), 65536)
            if not data:
                return ""
            output.take(data)
            if output.harness.done:
                return "done"
            if output.size > OUTPUT_LIMIT:
                return "output"


def run(command, directory, log_path, harness, limit):
    """Seconds it took, and why it failed (empty: it did not)."""
    began = time.monotonic()
    with open(log_path, "wb") as log:
        try:
            process = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.STDOUT, start_new_session=True)
        except OSError as error:
            return 0.0, f"cannot be started: {error.strerror}"
        output = Output(log, harness)
        try:
            why = read_all(process, output, began + limit)
            if why:
                stop(process)
            status = process.wait()
        finally:
            stop(process) if process.poll() is None else None
            process.stdout.close()
        output.end()
    seconds = time.monotonic() - began
    if why == "timeout":
        return seconds, f"timeout: stopped after {limit:g} s"
    if why == "output":
        return seconds, f"stopped: more than {OUTPUT_LIMIT >> 20} MiB of output"
    return seconds, harness.failure(None if why == "done" else status)
