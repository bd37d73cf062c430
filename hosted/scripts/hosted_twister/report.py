# SPDX-License-Identifier: Apache-2.0
"""Writes twister.json and twister.xml."""

import json
import os
import re
import time
import xml.etree.ElementTree as ET

from . import platforms

LOG_TAIL = 200  # lines of a log that go into a report
CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")


def platform_of(result):
    return platforms.UNIT if result.scenario.unit else platforms.DEFAULT


def identifier(result, case):
    return ".".join(part for part in (result.scenario.name, case.suite, case.name) if part)


def tail(path):
    if not path or not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8", errors="replace") as stream:
        return CONTROL.sub("?", "".join(stream.readlines()[-LOG_TAIL:]))


def case_entries(result):
    """(identifier, status, seconds); the scenario itself if it has no cases."""
    if not result.cases:
        return [(result.scenario.name, result.status, result.run_seconds)]
    return [(identifier(result, case), case.status, case.seconds) for case in result.cases]


def as_json(result):
    suite = {
        "name": result.scenario.full_name, "arch": "unit" if result.scenario.unit else platforms.ARCH,
        "platform": platform_of(result), "path": result.scenario.path, "runnable": not result.scenario.get("build_only"),
        "status": result.status, "execution_time": f"{result.run_seconds:.2f}", "build_time": f"{result.build_seconds:.2f}",
    }
    if result.reason:
        suite["reason"] = result.reason
    if result.status in ("failed", "error"):
        suite["log"] = tail(result.log)
    suite["testcases"] = [dict(identifier=name, execution_time=f"{seconds:.2f}", status=status)
                          | ({"reason": result.reason} if result.reason and status not in ("passed",) else {})
                          for name, status, seconds in case_entries(result)]
    return suite


def write_json(path, results, environment):
    data = {"environment": environment, "testsuites": [as_json(r) for r in results]}
    with open(path, "w", encoding="utf-8") as stream:
        json.dump(data, stream, indent=4)
        stream.write("\n")


def add_case(suite, result, name, status, seconds):
    element = ET.SubElement(suite, "testcase", classname=result.scenario.name, name=name, time=f"{seconds:.3f}")
    if status == "skipped":
        ET.SubElement(element, "skipped", type="skipped", message=result.reason or "skipped by the test")
    elif status == "built":
        ET.SubElement(element, "skipped", type="skipped", message="built, not run")
    elif status in ("failed", "blocked"):
        child = ET.SubElement(element, "failure", type="failure", message=result.reason or "failed")
        child.text = tail(result.log)
    elif status == "error":
        child = ET.SubElement(element, "error", type="failure", message=result.reason)
        child.text = tail(result.log)
    return status


def write_xml(path, results, seconds):
    root = ET.Element("testsuites")
    for platform in sorted({platform_of(r) for r in results}):
        suite = ET.SubElement(root, "testsuite", name=platform, timestamp=time.strftime("%Y-%m-%dT%H:%M:%S"),
                              time=f"{seconds:.3f}")
        statuses = [add_case(suite, r, *entry) for r in results if platform_of(r) == platform for entry in case_entries(r)]
        suite.set("tests", str(len(statuses)))
        suite.set("failures", str(sum(s in ("failed", "blocked") for s in statuses)))
        suite.set("errors", str(statuses.count("error")))
        suite.set("skipped", str(sum(s in ("skipped", "built") for s in statuses)))
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
