# SPDX-License-Identifier: Apache-2.0
"""Reads prj.conf and its like, line by line, so that every later message can name its line."""

import re
from dataclasses import dataclass

import kconfiglib

_ASSIGNMENT = re.compile(r"CONFIG_([A-Za-z0-9_]+)=(.*)")
_UNSET = re.compile(r"# CONFIG_([A-Za-z0-9_]+) is not set")
_SPACED = re.compile(r"CONFIG_[A-Za-z0-9_]+\s+=|CONFIG_[A-Za-z0-9_]+=\s")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Fragment:
    path: str
    shown: str  # how messages call it
    prefix: str = ""  # "-D" for the command line, whose lines have no number


@dataclass(frozen=True)
class Assignment:
    name: str  # without CONFIG_
    value: str  # as written
    place: str  # file:line
    prefix: str = ""

    @property
    def text(self):
        return f"{self.prefix}CONFIG_{self.name}={self.value}"

    def kconfig_value(self, symbol):
        """The value as kconfiglib takes it: strings without quotes."""
        if symbol.orig_type == kconfiglib.STRING:
            match = _STRING.fullmatch(self.value)
            return kconfiglib.unescape(match.group(1)) if match else self.value
        return self.value


def is_quoted(value):
    return _STRING.fullmatch(value) is not None


def _line_error(line):
    if _SPACED.match(line):
        return "there is a space beside the `=`", "remove it"
    if "=" in line and not line.startswith("CONFIG_"):
        return "the symbol has no CONFIG_ in front", "write CONFIG_" + line
    return "neither an assignment nor a comment", "write CONFIG_NAME=value, or begin the line with #"


def parse(fragment, errors):
    """Yields the assignments of one file; what is no assignment is appended to `errors`."""
    try:
        with open(fragment.path, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except OSError as error:
        errors.append(f"{fragment.shown}: {error.strerror}; correct CONF_FILE, EXTRA_CONF_FILE or OVERLAY_CONFIG")
        return
    except UnicodeDecodeError as error:
        errors.append(f"{fragment.shown}: not UTF-8 text at byte {error.start}; save it as UTF-8")
        return
    for number, raw in enumerate(lines, 1):
        place = fragment.shown if fragment.prefix else f"{fragment.shown}:{number}"
        line = raw.strip()
        match = _UNSET.fullmatch(line)
        if match:
            yield Assignment(match.group(1), "n", place, fragment.prefix)
            continue
        if not line or line.startswith("#"):
            continue
        match = _ASSIGNMENT.fullmatch(line)
        if match and not _SPACED.match(line):
            yield Assignment(match.group(1), _without_comment(match.group(2)), place, fragment.prefix)
        else:
            why, remedy = _line_error(line)
            shown = line if len(line) <= 60 else line[:57] + "..."
            errors.append(f"{place}: `{shown}`: {why}; {remedy}")


def _without_comment(value):
    """Zephyr's fragments may carry a comment after a value; inside quotes # is text."""
    match = re.match(r'("(?:[^"\\]|\\.)*")\s*(?:#.*)?$', value)
    if match:
        return match.group(1)
    return re.sub(r"\s+#.*$", "", value).strip()
