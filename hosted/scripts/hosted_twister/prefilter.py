# SPDX-License-Identifier: Apache-2.0
"""Filters that are false whatever the configuration says, because they ask for symbols that no Kconfig file defines.
Finding that out here takes a millisecond, configuring the build takes seconds."""

import os
import re
from functools import lru_cache

from . import expression, platforms

SYMBOL = re.compile(r"^\s*(?:menu)?config\s+(\w+)", re.MULTILINE)
SOURCE = re.compile(r"^\s*[or]{0,2}source\s+\"?([^\"\n]+)", re.MULTILINE)
# Names that Kconfig files make of a module's name.
MADE = re.compile(r"_LOG_LEVEL")
# Settings that bring Kconfig files from elsewhere.
ELSEWHERE = re.compile(r"MODULES|KCONFIG_ROOT|_ROOT\b|SHIELD|SNIPPET")
MODULE_VARIABLES = ("ZEPHYR_MODULES", "ZEPHYR_EXTRA_MODULES", "EXTRA_ZEPHYR_MODULES")


def kconfig_texts(directory):
    for path, _, names in os.walk(directory):
        for name in names:
            if name.startswith("Kconfig"):
                with open(os.path.join(path, name), encoding="utf-8", errors="replace") as stream:
                    yield stream.read()


@lru_cache(maxsize=None)
def own_symbols(base):
    """Those of hosted, and of the module above it, which is in every build."""
    texts = [*kconfig_texts(base), *kconfig_texts(os.path.join(base, os.pardir, "zephyr"))]
    return frozenset(name for text in texts for name in SYMBOL.findall(text))


def is_self_contained(texts):
    """Whether an application's Kconfig files take in nothing but each other and Zephyr's."""
    return all(os.pardir not in target and ("$" not in target or target.strip().endswith("/Kconfig.zephyr"))
               for text in texts for target in SOURCE.findall(text))


def application_symbols(directory):
    """Those of the application's own Kconfig files; None if it may get more from elsewhere."""
    texts = list(kconfig_texts(directory))
    lists = os.path.join(directory, "CMakeLists.txt")
    if os.path.exists(lists):
        with open(lists, encoding="utf-8", errors="replace") as stream:
            if ELSEWHERE.search(stream.read()):
                return None
    if not is_self_contained(texts):
        return None
    return {name for text in texts for name in SYMBOL.findall(text)}


class Environment(dict):
    """The value of a symbol that some Kconfig file defines is not known yet."""

    def __init__(self, symbols, *values):
        super().__init__()
        self.symbols = symbols
        for value in values:
            self.update(value)

    def get(self, name, default=None):
        if name.startswith("CONFIG_"):
            known = name[len("CONFIG_"):] in self.symbols or MADE.search(name)
            return expression.UNKNOWN if known else default
        return super().get(name, default)


def is_false(scenario, options, base):
    """Whether the scenario's filter is false in every configuration. False if that is not certain."""
    arguments = scenario.get("extra_args") + options.extra_args
    if any(map(ELSEWHERE.search, arguments)) or any(os.environ.get(name) for name in MODULE_VARIABLES):
        return False
    application = application_symbols(scenario.source)
    if application is None:
        return False
    environment = Environment(own_symbols(base) | application, os.environ, platforms.filter_names(scenario.unit))
    return expression.evaluate(scenario.get("filter"), environment, expression.NoDevicetree()) is False
