# SPDX-License-Identifier: Apache-2.0
"""Judges a program by what it prints."""

import re
from dataclasses import dataclass

from .errors import UsageError


@dataclass
class Case:
    suite: str
    name: str
    status: str = "blocked"  # passed, failed, skipped; blocked: it never began or never ended
    seconds: float = 0.0


class Harness:
    """Takes lines as they come. `done` once nothing more has to be waited for, though the program may go on."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.cases = []
        self.done = False

    def line(self, text):
        self.judge(text)

    def judge(self, text):
        raise NotImplementedError

    def failure(self, status):
        """Why it failed, or empty. `status` is the exit status, None if the program was stopped as done."""
        reason = self.reason()
        if reason or status in (None, 0):
            return reason
        return f"exit status {status}" if status > 0 else f"ended by signal {-status}"

    def reason(self):
        raise NotImplementedError


class Ztest(Harness):
    END = re.compile(r"PROJECT EXECUTION (SUCCESSFUL|FAILED)")
    SUITE = re.compile(r"Running TESTSUITE (\S+)")
    START = re.compile(r"START - (\S+)\s*$")
    # Not at the beginning only: what the test printed last may lack its end of line.
    RESULT = re.compile(r" (PASS|FAIL|SKIP) - (\S+) in (\d+)\.(\d+) seconds")
    STATUS = {"PASS": "passed", "FAIL": "failed", "SKIP": "skipped"}

    def __init__(self, scenario):
        super().__init__(scenario)
        self.suite, self.end = "", None

    def find(self, name):
        for case in self.cases:
            if (case.suite, case.name) == (self.suite, name):
                return case
        self.cases.append(Case(self.suite, name))
        return self.cases[-1]

    def judge(self, text):
        if match := self.SUITE.search(text):
            self.suite = match.group(1)
        elif match := self.START.search(text):
            self.find(match.group(1))
        elif match := self.RESULT.search(text):
            case = self.find(match.group(2))
            status = self.STATUS[match.group(1)]
            # Of a test that runs several times the worst counts.
            if case.status != "failed":
                case.status = status
            case.seconds = max(case.seconds, int(match.group(3)) + int(match.group(4)) / 1000)
        elif match := self.END.search(text):
            self.end = match.group(1)

    def reason(self):
        failed = [case.name for case in self.cases if case.status == "failed"]
        if self.end == "SUCCESSFUL":
            return ""
        if failed:
            return f"failed: {', '.join(failed)}"
        unfinished = [case.name for case in self.cases if case.status == "blocked"]
        if unfinished:
            return f"ended within {unfinished[-1]}"
        return "PROJECT EXECUTION FAILED" if self.end else "no line PROJECT EXECUTION SUCCESSFUL"


class Console(Harness):
    def __init__(self, scenario):
        super().__init__(scenario)
        config = scenario.get("harness_config") or {}
        where = f"{scenario.full_name}: harness_config"
        self.kind = config.get("type")
        expressions = config.get("regex")
        if self.kind not in ("one_line", "multi_line"):
            raise UsageError(where, f"type is {self.kind!r}", "use one_line or multi_line")
        if not isinstance(expressions, list) or not expressions:
            raise UsageError(where, "regex is missing or no list", "give the lines to wait for")
        try:
            self.expressions = [re.compile(str(e)) for e in (expressions[:1] if self.kind == "one_line" else expressions)]
        except re.error as error:
            raise UsageError(where, f"regex: {error}", "correct the regular expression") from error
        self.ordered = config.get("ordered", True)
        self.repeat = int(config.get("repeat", 1))
        self.missing = list(self.expressions)

    def judge(self, text):
        if self.done:
            return
        if self.ordered:
            if self.missing[0].search(text):
                self.missing.pop(0)
        else:
            self.missing = [e for e in self.missing if not e.search(text)]
        if not self.missing:
            self.repeat -= 1
            if self.repeat > 0:
                self.missing = list(self.expressions)
            else:
                self.done = True

    def reason(self):
        return "" if self.done else f"no line matched: {self.missing[0].pattern}"


class Gtest(Ztest):
    START = re.compile(r"^\[ RUN      \] (\S+)")
    RESULT = re.compile(r"^\[ +(OK|FAILED|SKIPPED) +\] (\S+?)(?:,.*)? \((\d+)()(?:\.\d+)? ms\)")
    END = re.compile(r"^\[ +(PASSED|FAILED) +\] \d+ test")
    STATUS = {"OK": "passed", "FAILED": "failed", "SKIPPED": "skipped"}

    def judge(self, text):
        if match := self.START.search(text):
            self.find(match.group(1))
        elif match := self.RESULT.search(text):
            self.find(match.group(2)).status = self.STATUS[match.group(1)]
            self.find(match.group(2)).seconds = int(match.group(3)) / 1000
        elif match := self.END.search(text):
            self.end = "SUCCESSFUL" if match.group(1) == "PASSED" and self.end != "FAILED" else "FAILED"


def make(scenario):
    kind = {"console": Console, "gtest": Gtest}.get(scenario.get("harness"), Ztest)
    return kind(scenario)
