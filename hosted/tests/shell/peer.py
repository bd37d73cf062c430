# SPDX-License-Identifier: Apache-2.0
"""Types what session.txt says, and compares what the shell answers, byte for byte.

    peer.py EXE SESSION            compare; ends with 1 and both answers at the first difference
    peer.py EXE SESSION --pty      the same, with the program on a terminal, which answers where its cursor is
    peer.py EXE SESSION --record   print the session with the answers that EXE gives now

In the session a line `> 'keys'` holds what is typed (a Python string); the lines below it are the answer, with ~ for ESC and a
backslash for CR. Time stamps of log messages are compared as [time]. Recorded on a real native_sim_64 of Zephyr 3.4.99 (with
CONFIG_NATIVE_UART_0_ON_STDINOUT=y, CONFIG_DEVMEM_SHELL=n, CONFIG_SHELL_BACKEND_SERIAL_RX_RING_BUFFER_SIZE=1024). Keys that end with
a zero byte, which the shell drops, have an answer that comes in pieces.
"""

import ast
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time

QUIET_S, PATIENCE_S = 0.15, 20
WHERE = b"\x1b[6n"  # where is the cursor?


class Program:
    def __init__(self, exe, on_terminal):
        self.on_terminal = on_terminal
        if on_terminal:
            self.fd_in, slave = pty.openpty()
            settings = termios.tcgetattr(slave)
            settings[1] &= ~termios.OPOST  # line ends come as the shell makes them
            termios.tcsetattr(slave, termios.TCSANOW, settings)
            self.fd_out = self.fd_in
            self.process = subprocess.Popen([exe], stdin=slave, stdout=slave, stderr=slave)
            os.close(slave)
        else:
            self.process = subprocess.Popen([exe], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            self.fd_in, self.fd_out = self.process.stdin.fileno(), self.process.stdout.fileno()

    def type(self, keys):
        os.write(self.fd_in, keys.encode("latin-1"))

    def hear(self, expected, patience):
        """Reads until `expected` characters came and none for a moment more, or nothing came for long."""
        heard = b""
        while select.select([self.fd_out], [], [], patience if len(shown(heard)) < expected else 0.002)[0]:
            got = os.read(self.fd_out, 65536)
            if not got:
                break
            heard += got
            if self.on_terminal and heard.endswith(WHERE):
                self.type("\x1b[40;100R")
        return shown(heard)


def shown(heard):
    text = heard.decode("latin-1").replace("\r\n", "\n").replace("\r", "\\").replace("\x1b", "~")
    return re.sub(r"\[\d\d:\d\d:\d\d\.\d{3},\d{3}\]", "[time]", text)


def read_session(path):
    steps = []
    for line in open(path, encoding="utf-8"):
        if line.startswith("> "):
            steps.append([ast.literal_eval(line[2:]), ""])
        elif not line.startswith("#"):
            steps[-1][1] += line[1:]
    return [(keys, answer[:-1]) for keys, answer in steps]


def record(program, steps):
    for keys, _ in steps:
        program.type(keys)
        end = time.monotonic() + 2
        answer = program.hear(sys.maxsize, QUIET_S)
        while time.monotonic() < end and keys.endswith("\x00") and (more := program.hear(sys.maxsize, QUIET_S)):
            answer += more
        print("> " + repr(keys))
        print("\n".join("|" + line for line in answer.split("\n")))


def check_latency(program):
    """A key is answered at once, however long nobody typed before (it once took as long as that again)."""
    program.hear(0, PATIENCE_S)
    time.sleep(2)
    start = time.monotonic()
    program.type("\x02")  # moves nowhere, so no answer; then one that answers
    program.type("k")
    if program.hear(1, PATIENCE_S) != "k" or time.monotonic() - start > 1.5:
        raise SystemExit(f"peer: a key was answered after {time.monotonic() - start:.1f} s")
    program.type("\x08")
    program.hear(4, PATIENCE_S)


def compare(program, steps):
    for keys, answer in steps:
        program.type(keys)
        heard = program.hear(len(answer), PATIENCE_S)
        if heard != answer:
            raise SystemExit(f"peer: typed {keys!r}, heard\n{heard!r}\nnot\n{answer!r}")
    if program.on_terminal:
        check_latency(program)
    print(f"{len(steps)} answers as expected")


def main():
    program = Program(sys.argv[1], "--pty" in sys.argv)
    steps = read_session(sys.argv[2])
    try:
        (record if "--record" in sys.argv else compare)(program, steps)
    finally:
        program.process.kill()
        program.process.wait()


if __name__ == "__main__":
    main()
