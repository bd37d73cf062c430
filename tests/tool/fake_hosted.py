#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Stands in for an application of hosted Zephyr, whose messages begin with "tidemark-hosted: ".

FAKE in the environment says what it does; it takes --no-rt --stop_at --seed --fail-alloc --end-report, and its own word --shout.
With --fail-alloc=nth:N it makes four allocations: the first two are survived, the third kills it, the fourth hangs it.
"""

import json
import os
import signal
import sys
import time

MODE = os.environ.get("FAKE", "healthy")
options = dict(word.lstrip("-").partition("=")[::2] for word in sys.argv[1:])
KNOWN = {"no-rt", "stop_at", "seed", "fail-alloc", "end-report", "shout"}
ALLOCATIONS = 4
virtual_seconds = 0.0
failed = None


def say(line):
    sys.stdout.write(line + "\n")


def end(how, status=0, fatal=None, leaks=None):
    sys.stdout.flush()
    if "end-report" in options and MODE != "no_end_report":
        allocations = {"matched": 0 if "thread=nobody" in options.get("fail-alloc", "") else ALLOCATIONS, "failed": 1 if failed else 0}
        if failed:
            allocations["first_failed"] = {"index": failed, "bytes": 100 * failed, "heap": "_system_heap", "thread": "main", "call": "k_malloc",
                                           "site": f"open_log+0x{failed}"}
        report = {"version": 1, "end": how, "status": status, "virtual_seconds": virtual_seconds, "allocations": allocations}
        if fatal:
            report["fatal"] = fatal
        if leaks:
            report["leaks"] = leaks
        text = os.environ.get("FAKE_REPORT", json.dumps(report))
        with open(options["end-report"], "w") as file:
            file.write(text)
    os._exit(status)


def panic():
    say(">>> ZEPHYR FATAL ERROR 4: Kernel panic on CPU 0")
    say("Current thread: 0x20000140 (main)")
    say("Halting system")
    end("fatal", 1, {"reason": 4, "reason_text": "Kernel panic", "thread": "main", "message": "no memory", "site": "open_link+0x12"})


def report(up, used):
    largest = f" largest_min={(4000 - used) // 2}" if MODE == "largest" else ""
    say(f"tidemark: heap up={up}.000 name=_system_heap used={used} free={4000 - used} capacity=4000 allocated={used} peak={used} level=ok "
        f"verdict={'leak' if MODE == 'leak' and up > 30 else 'none'}{largest}")
    say(f"tidemark: thread_stack up={up}.000 name=main peak=488 free=536 size=1024 level=ok priority=0")


if not set(options) <= KNOWN:
    sys.stderr.write(f"tidemark-hosted: {sys.argv[1]}: unknown option or missing value\n")
    end("refused", 2)
if MODE == "stubborn":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
else:
    signal.signal(signal.SIGINT, lambda *_: end("signal"))
nth = options.get("fail-alloc", "")
if nth.startswith("nth:") and int(nth[4:]) <= ALLOCATIONS:
    failed = int(nth[4:])
stop = float(options["stop_at"])
say("*** Booting Zephyr OS build v3.7.0-hosted ***")
if "shout" in options or "seed" in options:
    say(f"shouting, seed {options.get('seed')}")
if MODE != "no_module":
    say("tidemark: hello up=0.000 format=1 period_ms=1000 block_ms=1000 report_s=10 board=native_sim_64 kernel=3.7.0")
up = 0
while up <= stop:
    virtual_seconds = float(up)
    if MODE != "no_module":
        report(up, min(480 + up, 3000) if MODE == "leak" else 480)
    if up == 20 and (MODE == "die" or failed == 3):
        panic()
    if up == 20 and MODE == "segv":
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGSEGV)
    if up == 20 and MODE == "exit":
        say("the application's last word\x1b[31m")
        end("exit", 5)
    if up == 20 and MODE == "early":
        sys.stderr.write("tidemark-hosted: nothing left to do: every thread waits without a timeout; ending here\n")
        end("nothing_left")
    if up == 20 and MODE == "asan":
        sys.stderr.write("==7==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010\n")
        end("exit", 1)
    if up == 20 and MODE == "survived_fault":
        say(">>> ZEPHYR FATAL ERROR 3: Kernel oops on CPU 0")
        say("Current thread: 0x20000150 (worker)")
    if up == 20 and (MODE in ("hang", "stubborn") or failed == 4):
        sys.stdout.flush()
        while True:
            time.sleep(0.05)
    if up == 20 and MODE == "hang_loudly":
        while True:
            say("again")
            sys.stdout.flush()
            time.sleep(0.01)
    if MODE == "slow":
        sys.stdout.flush()
        time.sleep(0.05)
    if MODE == "noise":
        say("x" * 200 + "\n" + "y" * 100_000)
    up += 10
virtual_seconds = stop
say(f"\nStopped at {stop:.3f}s")
end("stopped", 0, None, {"blocks": 2, "bytes": 64} if MODE == "unreachable" else None)
