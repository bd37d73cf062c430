# SPDX-License-Identifier: Apache-2.0
"""The command line, with the names of Zephyr's twister."""

import argparse
import os
import re

from .errors import UsageError
from .platforms import PLATFORMS

EXAMPLE = """\
examples:
  hosted/scripts/twister -T tests                     every scenario below tests/
  hosted/scripts/twister -T tests -t kernel -e slow   those with the tag kernel and not the tag slow
  hosted/scripts/twister -T tests -s kernel.memory_slabs -O /tmp/out -v

The results are in the output directory (twister-out): twister.json, twister.xml (JUnit), twister.log, and for each
scenario a directory with build.log and handler.log. Exit status: 0 nothing failed, 1 something failed, 2 wrong usage."""


class Parser(argparse.ArgumentParser):
    def error(self, message):
        raise UsageError("command line", message, "see --help")


def positive(text):
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return value


def multiplier(text):
    value = float(text)
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError("must be above 0 and below 1000000")
    return value


def assignment(text):
    if not re.match(r"^(-D)?[A-Za-z_]\w*(:\w+)?=", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE")
    return text[2:] if text.startswith("-D") else text


def parser():
    p = Parser(prog="twister", description=__doc__.splitlines()[0] + " Builds and runs them with hosted Zephyr.",
               epilog=EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    p.add_argument("-T", "--testsuite-root", action="append", default=[], metavar="DIR",
                   help="directory to look below for testcase.yaml, sample.yaml and tests.yaml (repeatable; default: .)")
    p.add_argument("-p", "--platform", action="append", default=[], metavar="NAME",
                   help="native_sim_64 (default) or another name of it; hosted has no other board")
    p.add_argument("-s", "--test", "--scenario", action="append", default=[], dest="scenario", metavar="NAME",
                   help="only this scenario, with or without its path (repeatable)")
    p.add_argument("-t", "--tag", action="append", default=[], help="only scenarios with this tag (repeatable)")
    p.add_argument("-e", "--exclude-tag", action="append", default=[], help="no scenario with this tag (repeatable)")
    p.add_argument("-k", "--keep-going", action="store_true", help=argparse.SUPPRESS)
    p.add_argument("-K", "--force-platform", action="store_true",
                   help="also scenarios whose platform_allow, platform_exclude, arch or platform_type leaves hosted out")
    p.add_argument("-G", "--integration", action="store_true", help="only scenarios with hosted in integration_platforms")
    p.add_argument("-S", "--enable-slow", action="store_true", help="also scenarios marked slow")
    p.add_argument("-b", "--build-only", action="store_true", help="build and do not run")
    p.add_argument("-y", "--dry-run", action="store_true", help="print what would be done")
    p.add_argument("--list-tests", action="store_true", help="print the scenarios and their tests")
    p.add_argument("--list-tags", action="store_true", help="print the tags")
    p.add_argument("-j", "--jobs", type=positive, default=os.cpu_count() or 1, metavar="N", help="scenarios at a time")
    p.add_argument("-O", "--outdir", default="twister-out", metavar="DIR", help="output directory (default: twister-out)")
    p.add_argument("-n", "--no-clean", action="store_true", help="keep the output directory and build in it again")
    p.add_argument("-c", "--clobber-output", action="store_true",
                   help="delete the output directory instead of renaming it")
    p.add_argument("--timeout-multiplier", type=multiplier, default=1.0, metavar="F", help="factor on every timeout")
    p.add_argument("-x", "--extra-args", action="append", default=[], type=assignment, metavar="NAME=VALUE",
                   help="CMake variable for every build (repeatable)")
    p.add_argument("-M", "--runtime-artifact-cleanup", action="store_true",
                   help="delete the build directories of scenarios that passed, but for logs")
    p.add_argument("-i", "--inline-logs", action="store_true", help="print the log of what failed")
    p.add_argument("-v", "--verbose", action="count", default=0, help="print skipped scenarios too; twice: commands")
    p.add_argument("-W", "--disable-warnings-as-errors", action="store_true", help=argparse.SUPPRESS)
    p.add_argument("--seed", type=int, metavar="N", help="seed of the programs' random numbers")
    return p


def read(arguments):
    options = parser().parse_args(arguments)
    options.testsuite_root = options.testsuite_root or ["."]
    for directory in options.testsuite_root:
        if not os.path.isdir(directory):
            raise UsageError(directory, "no such directory", "give one with -T")
    options.outdir = os.path.abspath(options.outdir)
    for name in options.platform:
        if name not in PLATFORMS:
            raise UsageError(f"--platform {name}", "hosted is one board", f"use one of {', '.join(sorted(PLATFORMS))}")
    return options
