# SPDX-License-Identifier: Apache-2.0
"""The program: from the command line to the exit status."""

import concurrent.futures
import os
import re
import shutil
import signal
import sys
import threading
import time
from dataclasses import dataclass, field

from . import build, execute, harness, options as command_line, platforms, report, scenarios, selection
from .errors import UsageError

COLOURS = {"passed": "32", "built": "32", "failed": "31", "error": "31", "skipped": "33"}


@dataclass
class Result:
    scenario: scenarios.Scenario
    status: str = "skipped"  # passed, failed, error (build), skipped, built (and not run)
    reason: str = ""
    cases: list = field(default_factory=list)
    build_seconds: float = 0.0
    run_seconds: float = 0.0
    log: str = ""


class Screen:
    """Progress on standard output, all of it in twister.log too."""

    def __init__(self, log, total):
        self.log, self.total, self.count = log, total, 0
        self.lock = threading.Lock()
        self.colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")

    def say(self, text):
        print(text, flush=True)
        self.log.write(re.sub(r"\x1b\[\d+m", "", text) + "\n")

    def status(self, status):
        text = status.upper()
        return f"\x1b[{COLOURS[status]}m{text}\x1b[0m" if self.colour else text

    def show(self, result, inline_logs):
        with self.lock:
            self.count += 1
            width = len(str(self.total))
            what = f"{self.status(result.status)}" + (f" ({result.reason})" if result.reason else "")
            if result.status == "passed":
                what += f" (native {result.run_seconds:.3f}s)"
            self.say(f"{self.count:{width}}/{self.total} {report.platform_of(result):<13} {result.scenario.full_name:<60} {what}")
            if result.status in ("failed", "error") and result.log:
                self.say(f"        see {os.path.relpath(result.log)}")
                if inline_logs:
                    self.say(report.tail(result.log))


def directory_of(scenario, options):
    path = scenario.path.replace(os.pardir, "_").lstrip("/")
    return os.path.join(options.outdir, platforms.UNIT if scenario.unit else platforms.DEFAULT, path, scenario.name)


def run_scenario(scenario, options):
    result = Result(scenario)
    directory = directory_of(scenario, options)
    result.log = os.path.join(directory, "build.log")
    judge = harness.make(scenario)
    began = time.monotonic()
    try:
        program = build.build(scenario, options, directory)
    except build.BuildFailure as failure:
        result.status, result.reason = failure.status, failure.reason
        return result
    finally:
        result.build_seconds = time.monotonic() - began
    if options.build_only or scenario.get("build_only"):
        result.status = "built"
        return result
    result.log = os.path.join(directory, "handler.log")
    seed = options.seed if options.seed is not None else scenario.get("seed")
    command = [program] + ([] if scenario.unit else ["--no-rt"]) + ([f"--seed={seed}"] if seed and not scenario.unit else [])
    limit = scenario.timeout * options.timeout_multiplier
    result.run_seconds, result.reason = execute.run(command, directory, result.log, judge, limit)
    result.status = "failed" if result.reason else "passed"
    result.cases = judge.cases
    missing = build.left_out(directory)
    if result.reason and missing:
        result.reason += f"; {missing}"
    if options.runtime_artifact_cleanup and result.status == "passed":
        clean_up(directory)
    return result


def clean_up(directory):
    for entry in os.scandir(directory):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif not entry.name.endswith(".log"):
            os.remove(entry.path)


def prepare(options):
    """The output directory: as twister's, an old one is renamed to NAME.1, .2 and so on."""
    if os.path.exists(options.outdir) and not os.path.isdir(options.outdir):
        raise UsageError(options.outdir, "is a file", "give another directory with -O")
    if os.path.isdir(options.outdir) and not options.no_clean and os.listdir(options.outdir):
        if options.clobber_output:
            if not os.path.exists(os.path.join(options.outdir, "twister.log")):
                raise UsageError(options.outdir, "is not an output directory of twister", "delete it yourself, or give another with -O")
            shutil.rmtree(options.outdir)
        else:
            number = next(n for n in range(1, 100000) if not os.path.exists(f"{options.outdir}.{n}"))
            os.rename(options.outdir, f"{options.outdir}.{number}")
    os.makedirs(options.outdir, exist_ok=True)


def select(options):
    """(to build, skipped results)."""
    found = scenarios.find(options.testsuite_root, os.path.realpath(options.outdir))
    unknown = [n for n in options.scenario if not any(n in (s.name, s.full_name) for s in found)]
    if unknown:
        raise UsageError(f"--scenario {unknown[0]}", f"no such scenario below {', '.join(options.testsuite_root)}",
                         "see --list-tests")
    modules = {os.path.basename(path.rstrip("/")) for argument in options.extra_args
               if argument.split("=")[0] in ("ZEPHYR_MODULES", "ZEPHYR_EXTRA_MODULES", "EXTRA_ZEPHYR_MODULES")
               for path in argument.split("=", 1)[1].split(";")}
    chosen = [s for s in found if selection.chosen(s, options)]
    todo, skipped = [], []
    for scenario in chosen:
        reason = selection.skip_reason(scenario, options, modules)
        if reason:
            skipped.append(Result(scenario, "skipped", reason))
        else:
            todo.append(scenario)
    return todo, skipped


TEST_MACRO = re.compile(r"^\s*ZTEST(?:_USER)?(?:_F|_P)?\s*\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.MULTILINE)


def list_tests(todo):
    for scenario in todo:
        print(scenario.full_name)
        names = set()
        for directory, _, files in os.walk(scenario.source):
            for name in files:
                if name.endswith((".c", ".cpp", ".cc", ".cxx", ".h", ".inc")):
                    with open(os.path.join(directory, name), encoding="utf-8", errors="replace") as stream:
                        names |= {f"{suite}.{test}" for suite, test in TEST_MACRO.findall(stream.read())}
        for name in sorted(names):
            print(f"  {scenario.name}.{name}")
    print(f"{len(todo)} scenarios")


def summary(screen, results, seconds, options):
    count = {status: sum(r.status == status for r in results) for status in COLOURS}
    cases = [case.status for r in results for case in r.cases]
    screen.say("")
    reasons = {}
    for result in results:
        if result.status == "skipped":
            reasons.setdefault(result.reason, []).append(result)
    if reasons:
        screen.say("skipped, and why:")
        for reason, skipped in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
            screen.say(f"  {len(skipped):4} {reason}")
    bad = [r for r in results if r.status in ("failed", "error")]
    if bad:
        screen.say("failed:")
        for result in bad:
            screen.say(f"  {result.scenario.full_name}: {result.status.upper()}: {result.reason}")
    ran = count["passed"] + count["failed"] + count["error"] + count["built"]
    good = count["passed"] + count["built"]
    percent = 100.0 * good / ran if ran else 0.0
    screen.say(f"{good} of {ran} test configurations passed ({percent:.2f}%), {count['failed']} failed, {count['error']} errored, "
               f"{count['skipped']} skipped in {seconds:.2f} seconds")
    screen.say(f"{len(cases)} test cases were executed: {cases.count('passed')} passed, "
               f"{cases.count('failed') + cases.count('blocked')} failed, {cases.count('skipped')} skipped; "
               f"{count['built']} test configurations were only built")
    screen.say(f"results: {os.path.relpath(options.outdir)}/twister.json, twister.xml")
    return 1 if bad else 0


def work(todo, options, screen):
    """Results in the order of `todo`. An interrupt stops the builds and programs under way."""
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        def one(scenario):
            result = run_scenario(scenario, options)
            screen.show(result, options.inline_logs)
            return result
        futures = [pool.submit(one, scenario) for scenario in todo]
        try:
            return [future.result() for future in futures]
        except BaseException:
            for future in futures:
                future.cancel()
            raise


def run(options):
    todo, skipped = select(options)
    if options.list_tags:
        print("\n".join(sorted({tag for s in todo for tag in s.get("tags")})))
        return 0
    if options.list_tests:
        list_tests(todo)
        return 0
    if not todo and not skipped:
        raise UsageError(", ".join(options.testsuite_root), "no scenario is left to run",
                         "correct -T, -s, -t or -e; see --list-tests")
    if options.dry_run:
        for scenario in todo:
            print("would run", scenario.full_name)
        for result in skipped:
            print("would skip", result.scenario.full_name + ":", result.reason)
        return 0
    for scenario in todo:
        harness.make(scenario)  # says now what is wrong with its harness_config
    prepare(options)
    began = time.monotonic()
    with open(os.path.join(options.outdir, "twister.log"), "w", encoding="utf-8") as log:
        screen = Screen(log, len(todo) + (len(skipped) if options.verbose else 0))
        if options.verbose:
            for result in skipped:
                screen.show(result, False)
        results = work(todo, options, screen) + skipped
        results.sort(key=lambda r: (r.scenario.path, r.scenario.name))
        seconds = time.monotonic() - began
        environment = {"os": "posix", "zephyr_version": "hosted 3.7.0", "toolchain": "host",
                       "run_date": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
                       "options": {key: value for key, value in vars(options).items()}}
        report.write_json(os.path.join(options.outdir, "twister.json"), results, environment)
        report.write_xml(os.path.join(options.outdir, "twister.xml"), results, seconds)
        return summary(screen, results, seconds, options)


def main(arguments):
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    try:
        return run(command_line.read(arguments))
    except UsageError as error:
        print(f"tidemark-hosted: twister: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    except OSError as error:
        print(f"tidemark-hosted: twister: {error.filename or 'system'}: {error.strerror}; correct that and start again",
              file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("tidemark-hosted: twister: interrupted: the results are incomplete; start again", file=sys.stderr)
        return 130
