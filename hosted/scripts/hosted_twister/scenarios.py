# SPDX-License-Identifier: Apache-2.0
"""Reads the YAML files that declare scenarios."""

import os
from collections import Counter
from dataclasses import dataclass, field

import yaml

from .errors import UsageError

FILES = ("testcase.yaml", "sample.yaml", "tests.yaml")

# key -> kind. list: words or a YAML list; those of `common` are put before the scenario's.
KEYS = {
    "tags": "list", "platform_allow": "list", "platform_exclude": "list", "platform_type": "list",
    "arch_allow": "list", "arch_exclude": "list", "integration_platforms": "list", "toolchain_allow": "list",
    "toolchain_exclude": "list", "simulation_exclude": "list", "depends_on": "list", "extra_args": "list",
    "extra_configs": "list", "extra_conf_files": "list", "extra_overlay_confs": "list",
    "extra_dtc_overlay_files": "list", "required_snippets": "list", "modules": "list", "testcases": "list",
    "platform_key": "list", "vendor_allow": "list", "vendor_exclude": "list", "required_applications": "list",
    "required_devices": "list", "levels": "list", "integration_toolchains": "list", "expected_failures": "list",
    "extra_sections": "list", "harness": "str", "filter": "str", "type": "str", "skip": "bool", "slow": "bool",
    "build_only": "bool", "build_on_all": "bool", "ignore_faults": "bool", "ignore_qemu_crash": "bool",
    "no_asserts": "bool", "sysbuild": "bool", "expect_reboot": "bool", "timeout": "number", "min_ram": "number",
    "min_flash": "number", "harness_config": "dict", "seed": "number", "ctest_args": "list", "required_config": "list",
}


@dataclass
class Scenario:
    name: str                 # e.g. kernel.memory_slabs
    source: str               # the application's directory, absolute
    path: str                 # the same, as it is shown
    yaml_file: str
    sample: bool = False
    data: dict = field(default_factory=dict)

    @property
    def full_name(self):
        return os.path.join(self.path, self.name)

    def get(self, key):
        default = {"list": [], "str": "", "bool": False, "number": None, "dict": {}}[KEYS[key]]
        return self.data.get(key, default)

    @property
    def unit(self):
        return self.get("type") == "unit"

    @property
    def timeout(self):
        return float(self.get("timeout") or 60)


def words(text):
    """Splits at blanks, but not within quotes, which stay: CONFIG_X="a b" is one word."""
    result, word, quote = [], "", ""
    for c in text:
        if c in "\"'" and quote in ("", c):
            quote = "" if quote else c
        if c.isspace() and not quote:
            result += [word] if word else []
            word = ""
        else:
            word += c
    return result + ([word] if word else [])


def cast(where, key, value):
    kind = KEYS.get(key)
    if kind is None:
        raise UsageError(where, f"unknown key {key!r}", "correct the name")
    if kind == "list":
        if value is None:
            return []
        if isinstance(value, str):
            return words(value)
        if isinstance(value, (list, tuple)):
            return [v if isinstance(v, dict) else str(v) for v in value]
        if isinstance(value, (int, float)):
            return [str(value)]
    elif kind == "bool" and isinstance(value, bool):
        return value
    elif kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
        if value < 0:
            raise UsageError(where, f"{key} is {value}", "give 0 or more")
        return value
    elif kind == "dict" and isinstance(value, dict):
        return value
    elif kind == "str" and isinstance(value, (str, int, float)):
        return str(value).strip()
    raise UsageError(where, f"{key} must be a {kind}, not {value!r}", "correct the value")


def merge(common, own):
    """The scenario's values over the common ones; lists are joined, both filters must hold."""
    merged = dict(common)
    for key, value in own.items():
        if key in merged and KEYS[key] == "list":
            merged[key] = merged[key] + value
        elif key in merged and key == "filter" and merged[key] and value:
            merged[key] = f"({merged[key]}) and ({value})"
        else:
            merged[key] = value
    return merged


def section(where, raw):
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise UsageError(where, "not a mapping of keys to values", "correct the indentation")
    return {key: cast(where, key, value) for key, value in raw.items()}


def load(yaml_file, shown, path=None):
    """The scenarios of one file. `shown` is its name in messages, `path` the scenarios' directory in reports."""
    try:
        with open(yaml_file, encoding="utf-8") as stream:
            data = yaml.safe_load(stream)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        why = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise UsageError(f"{shown}{line}", f"not YAML: {why}", "correct the file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(shown, f"cannot be read: {error}", "correct the file") from error
    if not isinstance(data, dict):
        raise UsageError(shown, "no mapping with the key `tests`", "correct the file")
    common = section(f"{shown}: common", data.get("common"))
    tests = data.get("tests")
    if not isinstance(tests, dict):
        raise UsageError(shown, "`tests` is missing or no mapping", "name at least one scenario below `tests:`")
    result = []
    for name, raw in tests.items():
        own = section(f"{shown}: {name}", raw)
        directory = os.path.dirname(yaml_file)
        result.append(Scenario(str(name), directory, path or os.path.dirname(shown) or ".", yaml_file,
                               sample=os.path.basename(yaml_file) == "sample.yaml", data=merge(common, own)))
    return result


def short_path(directory, root):
    """Below the working directory: relative to it; else from the root's last name on."""
    relative = os.path.relpath(directory)
    if not relative.startswith(os.pardir):
        return relative
    return os.path.normpath(os.path.join(os.path.basename(os.path.abspath(root)), os.path.relpath(directory, root)))


def make_unique(found):
    """Two roots may end in the same names: such scenarios go by their whole path."""
    count = Counter(scenario.full_name for scenario in found)
    for scenario in found:
        if count[scenario.full_name] > 1:
            scenario.path = os.path.dirname(scenario.yaml_file)
    count = Counter(scenario.full_name for scenario in found)
    for scenario in found:
        if count[scenario.full_name] > 1:
            raise UsageError(scenario.yaml_file, f"{scenario.name} is there twice", "give each scenario a name of its own")


def find(roots, skip_directory=None):
    """All scenarios below the directories, by path and name; each file once."""
    seen, found = set(), []
    for root in roots:
        for directory, subdirectories, files in os.walk(root, followlinks=True):
            subdirectories[:] = sorted(d for d in subdirectories if not d.startswith(".") and os.path.realpath(
                os.path.join(directory, d)) != skip_directory)
            # A directory has one of them; a tree that is being renamed may have an old one beside the new.
            name = next((n for n in reversed(FILES) if n in files), None)
            real = os.path.realpath(os.path.join(directory, name)) if name else None
            if name and real not in seen:
                seen.add(real)
                found += load(real, os.path.normpath(os.path.join(directory, name)), short_path(directory, root))
    for scenario in found:
        scenario.source = os.path.dirname(scenario.yaml_file)
    make_unique(found)
    return sorted(found, key=lambda s: (s.path, s.name))
