#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that each check of check_house.py finds what it is for, and accuses nothing else."""

import tempfile
import unittest
from pathlib import Path

import check_house

LICENCE = "// SPDX-License-Identifier: Apache-2.0\n"


class CheckHouse(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = Path(self.folder.name).resolve()

    def write(self, name, text, mode=0o644):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)

    def findings(self):
        files = sorted(p for p in self.root.rglob("*") if p.is_file())
        return list(check_house.findings(self.root, files))

    def test_downward_edge_is_fine(self):
        self.write("base/span.hpp", LICENCE)
        self.write("core/a.cpp", LICENCE + '#include "base/span.hpp"\n#include <cstdint>\n')
        self.assertEqual(self.findings(), [])

    def test_upward_edge(self):
        self.write("core/a.hpp", LICENCE)
        self.write("estimate/b.cpp", LICENCE + '#include "core/a.hpp"\n')
        self.assertIn("estimate must not include from core", self.findings()[0])

    def test_tool_must_not_see_core(self):
        self.write("core/include/tidemark/tidemark.h", LICENCE)
        self.write("tool/b.cpp", LICENCE + "#include <tidemark/tidemark.h>\n")
        self.assertIn("tool must not include from core", self.findings()[0])

    def test_circle(self):
        self.write("base/a.hpp", LICENCE + '#include "base/b.hpp"\n')
        self.write("base/b.hpp", LICENCE + '#include "base/a.hpp"\n')
        self.assertTrue(any(f.startswith("circle: ") for f in self.findings()))

    def test_device_header(self):
        self.write("core/a.cpp", LICENCE + "#include <vector>\n")
        self.write("core/a_test.cpp", LICENCE + "#include <vector>\n")
        self.assertEqual(len(self.findings()), 1)
        self.assertIn("core/a.cpp: <vector>", self.findings()[0])

    def test_licence(self):
        self.write("tool/a.cpp", "int x;\n")
        self.assertIn("lack", self.findings()[0])

    def test_run_bit(self):
        self.write("scripts/x", "#!/bin/sh\n")
        self.write("scripts/y.py", "# SPDX-License-Identifier: Apache-2.0\n", 0o755)
        self.assertEqual(len(self.findings()), 2)


if __name__ == "__main__":
    unittest.main()
