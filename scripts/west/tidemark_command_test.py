#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The west extension, without west: where it finds the tool, and what it says when there is none."""

import sys
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

west = types.ModuleType("west")
west.commands = types.ModuleType("west.commands")


class WestCommand:
    """As much of west's class as the extension uses."""

    def __init__(self, name, help, description, accepts_unknown_args=False):
        self.name, self.help, self.description, self.accepts_unknown_args = name, help, description, accepts_unknown_args
        self.has_config, self.config = True, {}

    def die(self, text):
        raise SystemExit(text)


west.commands.WestCommand = WestCommand
sys.modules.update({"west": west, "west.commands": west.commands})
sys.path.insert(0, str(Path(__file__).parent))
import tidemark_command  # noqa: E402  west stands in above


class FindTool(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.module = Path(folder.name)

    def program(self, *parts):
        path = self.module.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    def find(self, configured=None, **environment):
        return tidemark_command.find_tool(self.module, environment, configured)

    def test_what_the_user_names_comes_first(self):
        named, configured = self.program("named"), self.program("configured")
        self.program("build", "dev", "bin", "tidemark")
        self.assertEqual(self.find(configured, TIDEMARK_TOOL=named), named)
        self.assertEqual(self.find(configured), configured)

    def test_a_build_of_the_module_comes_before_the_path(self):
        installed = self.program("usr", "bin", "tidemark")
        path = str(Path(installed).parent)
        self.assertEqual(self.find(PATH=path), installed)
        built = self.program("build", "dev", "bin", "tidemark")
        self.assertEqual(self.find(PATH=path), built)
        self.assertEqual(self.find(PATH=path), built)
        release = self.program("build", "release", "bin", "tidemark")
        self.assertEqual(self.find(PATH=path), release)

    def test_none_says_how_to_build_it(self):
        with self.assertRaisesRegex(tidemark_command.ToolMissing, r"^tidemark: the tool is not built: .*; run .*cmake --preset dev"):
            self.find()

    def test_a_name_without_a_program_is_an_error(self):
        for arguments in ({"configured": "/nowhere"}, {"TIDEMARK_TOOL": str(self.module)}):
            with self.assertRaisesRegex(tidemark_command.ToolMissing, "no program is there"):
                self.find(**arguments)

    def test_arguments_go_to_the_tool_as_they_are(self):
        command = tidemark_command.Tidemark()
        command.config["tidemark.tool"] = tool = self.program("configured")
        with mock.patch("os.execv") as execv:
            command.do_run(None, ["check", "--help", "a b"])
        execv.assert_called_once_with(tool, [tool, "check", "--help", "a b"])

    def test_a_missing_tool_ends_the_command(self):
        command = tidemark_command.Tidemark()
        command.config["tidemark.tool"] = "/nowhere"
        with self.assertRaises(SystemExit), mock.patch("os.execv") as execv:
            command.do_run(None, [])
        execv.assert_not_called()


if __name__ == "__main__":
    unittest.main()
