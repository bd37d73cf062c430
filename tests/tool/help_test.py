#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The help of each command, and the page that shows it."""

import unittest
from pathlib import Path

from common import main, run


class Help(unittest.TestCase):
    def test_each_command_has_help_with_an_example(self):
        for command in "monitor", "check", "report", "profile", "soak":
            done = run(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"Examples:\n  tidemark " + command.encode(), done.stdout)
        self.assertEqual(run("--help").returncode, 0)
        self.assertRegex(run("--version").stdout.decode(), r"^tidemark \d+\.\d+\.\d+\n$")

    def test_the_reference_shows_the_true_help(self):
        page = (Path(__file__).parents[2] / "docs" / "reference" / "cli.md").read_text()
        for arguments in (["--help"], ["monitor", "--help"], ["check", "--help"], ["report", "--help"], ["profile", "--help"], ["soak", "--help"]):
            text = run(*arguments).stdout.decode().rstrip("\n")
            indented = "".join(f"    {line}".rstrip() + "\n" for line in text.split("\n"))
            self.assertIn(indented, page, f"docs/reference/cli.md: help of {arguments} is out of date")


if __name__ == "__main__":
    main()
