#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Merges configuration fragments with the Kconfig files, checks every assignment, writes .config and autoconf.h.

Each assignment that does not take effect is an error on stderr with file, line and symbol:
    tidemark-hosted: prj.conf:7: CONFIG_FOO=y ...: why; what to do
In a test (CONFIG_TEST, CONFIG_ZTEST) an `=n` that a select overrides is a warning.
Exit status 0 if all assignments hold, else 1.
"""

import argparse
import os
import sys
from pathlib import Path

import kconfiglib

import kconfig_check
import kconfig_fragment


def load_tree(root):
    """The Kconfig tree, its warnings turned into an exception by the caller."""
    os.environ["CONFIG_"] = "CONFIG_"
    return kconfiglib.Kconfig(root, warn_to_stderr=False, suppress_traceback=False)


def display(path, base):
    """A path as the user would write it: relative to the application where that is shorter."""
    try:
        return str(Path(path).relative_to(base))
    except ValueError:
        return str(path)


def merge(kconf, fragments, errors):
    """Parses all fragments; a later assignment replaces an earlier one. Returns {symbol name: Assignment}."""
    merged = {}
    for fragment in fragments:
        for assignment in kconfig_fragment.parse(fragment, errors):
            if kconfig_check.is_assignable(kconf, assignment, errors):
                merged.pop(assignment.name, None)  # the order of the last mention decides within a choice
                merged[assignment.name] = assignment
    return merged


def apply(kconf, merged):
    for assignment in merged.values():
        symbol = kconf.syms[assignment.name]
        symbol.set_value(assignment.kconfig_value(symbol))


def write_list(path, files):
    text = "".join(f"{name}\n" for name in sorted(set(files)))
    path = Path(path)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def kconfig_files(kconf):
    return [str(Path(kconf.srctree or ".", name).resolve()) for name in kconf.kconfig_filenames]


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", required=True, help="the top Kconfig file")
    parser.add_argument("--config", required=True, help=".config to write")
    parser.add_argument("--autoconf", required=True, help="autoconf.h to write")
    parser.add_argument("--sources", required=True, help="file to list the Kconfig files in, for CMake")
    parser.add_argument("--application", required=True, help="directory that messages are relative to")
    parser.add_argument("--board", required=True, help="the board's defconfig, merged first")
    parser.add_argument("--command-line", required=True, help="file of -DCONFIG_X=y settings, merged last")
    parser.add_argument("fragments", nargs="*")
    return parser.parse_args()


def main():
    args = parse_arguments()
    fragments = [kconfig_fragment.Fragment(args.board, display(args.board, args.application))]
    fragments += [kconfig_fragment.Fragment(path, display(path, args.application)) for path in args.fragments]
    fragments.append(kconfig_fragment.Fragment(args.command_line, "command line", prefix="-D"))
    try:
        kconf = load_tree(args.root)
    except kconfiglib.KconfigError as error:
        print(f"tidemark-hosted: Kconfig: {' '.join(str(error).split())}; correct that file", file=sys.stderr)
        return 1
    errors = kconfig_check.tree_errors(kconf)
    merged = merge(kconf, fragments, errors)
    apply(kconf, merged)
    value_errors, warnings = kconfig_check.value_errors(kconf, merged)
    errors += value_errors
    for warning in warnings:
        print(f"tidemark-hosted: warning: {warning}", file=sys.stderr)
    if errors:
        for error in errors:
            print(f"tidemark-hosted: {error}", file=sys.stderr)
        # For the filter expressions of tests: what could be understood.
        kconf.write_config(args.config + ".partial", save_old=False)
        return 1
    kconf.write_config(args.config, save_old=False)
    kconf.write_autoconf(args.autoconf)
    write_list(args.sources, kconfig_files(kconf))
    return 0


if __name__ == "__main__":
    sys.exit(main())
