# SPDX-License-Identifier: Apache-2.0
"""west tidemark ...: calls the command `tidemark` of this module, wherever it was built.

Looked for, in this order: the environment's TIDEMARK_TOOL, west's configuration option tidemark.tool,
the module's build directories (build/release, build/dev, build/demo), the PATH.
"""

import os
import shutil
import sys
from pathlib import Path

from west.commands import WestCommand

MODULE = Path(__file__).resolve().parents[2]
BUILDS = ("release", "dev", "demo")


class ToolMissing(Exception):
    """What is wrong, why, and what to do."""


def check_named(path, where):
    if not (os.path.isfile(path) and os.access(path, os.X_OK)):
        raise ToolMissing(f"tidemark: {where} names {path}: no program is there; correct it or take it away")
    return path


def find_tool(module, environment, configured):
    """The program to run. Raises ToolMissing."""
    if environment.get("TIDEMARK_TOOL"):
        return check_named(environment["TIDEMARK_TOOL"], "the environment's TIDEMARK_TOOL")
    if configured:
        return check_named(configured, "west's option tidemark.tool")
    for build in BUILDS:
        built = Path(module) / "build" / build / "bin" / "tidemark"
        if os.access(built, os.X_OK):
            return str(built)
    found = shutil.which("tidemark", path=environment.get("PATH", ""))
    if found is None:
        raise ToolMissing(f"tidemark: the tool is not built: it is neither in {module}/build nor on the PATH; run scripts/setup and then "
                          f"cmake --preset dev && cmake --build --preset dev --target tidemark_cli in {module}")
    return found


class Tidemark(WestCommand):
    def __init__(self):
        super().__init__("tidemark", "watch, check and soak the memory of a device", __doc__, accepts_unknown_args=True)

    def do_add_parser(self, parser_adder):
        # Every argument is the tool's, --help too.
        return parser_adder.add_parser(self.name, help=self.help, description=self.description, add_help=False, prefix_chars="\0")

    def do_run(self, args, unknown):
        try:
            tool = find_tool(MODULE, os.environ, self.config.get("tidemark.tool") if self.has_config else None)
        except ToolMissing as missing:
            self.die(str(missing))
        sys.stdout.flush()
        # In place of west: the terminal, the signals and the exit status are the tool's.
        os.execv(tool, [tool, *unknown])
