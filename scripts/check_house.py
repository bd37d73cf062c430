#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the rules of the house that a program can check.

Include edges between the top folders (an edge that the design does not draw, or a circle between
files, fails), the three standard headers of the device's code, the licence line of each source, and
the run bit of each script. Prints one line a finding; exit status 1 if there is one.

    scripts/check_house.py [ROOT]
"""

import re
import stat
import subprocess
import sys
from pathlib import Path

# folder -> folders it may include from, besides itself
ALLOWED = {
    "base": set(),
    "wire": {"base"},
    "estimate": {"base"},
    "core": {"wire", "estimate", "base"},
    "zephyr": {"core", "wire", "estimate", "base"},
    "hosted": set(),
    "tool": {"wire", "estimate", "base"},
    "samples": {"core"},
    "bench": {"core", "wire", "estimate", "base", "tool"},
    "tests": {"core", "wire", "estimate", "base", "tool"},
}
DEVICE_FOLDERS = {"base", "wire", "estimate", "core", "zephyr"}
DEVICE_HEADERS = {"cstddef", "cstdint", "new", "stddef.h", "stdint.h", "stdbool.h"}
# Those of Zephyr and its modules that lie in no folder.
ZEPHYR_HEADERS = {"version.h", "zcbor_common.h", "zcbor_decode.h", "zcbor_encode.h"}
SOURCES = {".c", ".h", ".cpp", ".hpp"}
LICENSED = SOURCES | {".py", ".cmake", ".ts"}
LICENCE = "SPDX-License-Identifier: Apache-2.0"
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def is_test(path):
    return path.stem.endswith(("_test", "_fuzz", "_bench")) or path.name.startswith(("fake_", "test_"))


def resolve(root, source, name):
    """The file of the repository that an include means, or None."""
    for start in (source.parent, root, root / "core" / "include"):
        candidate = (start / name).resolve()
        if candidate.is_file() and candidate.is_relative_to(root):
            return candidate
    return None


def includes(text):
    return [(kind, name) for kind, name in INCLUDE.findall(text)]


def check_edges(root, sources):
    graph = {}
    for source in sources:
        folder = source.relative_to(root).parts[0]
        graph[source] = []
        for _, name in includes(source.read_text(encoding="utf-8", errors="replace")):
            target = resolve(root, source, name)
            if target is None:
                continue
            graph[source].append(target)
            other = target.relative_to(root).parts[0]
            if other != folder and other not in ALLOWED.get(folder, set()) and folder in ALLOWED:
                yield f"{source.relative_to(root)}: {folder} must not include from {other} ({name})"
    yield from (f"circle: {' -> '.join(str(f.relative_to(root)) for f in c)}" for c in circles(graph))


def circles(graph):
    """One circle for each strongly tied group, found by walking with an explicit stack."""
    state, found = {}, []
    for start in graph:
        if start in state:
            continue
        path, walk = [start], [iter(graph[start])]
        state[start] = "open"
        while walk:
            target = next(walk[-1], None)
            if target is None:
                state[path.pop()] = "done"
                walk.pop()
            elif state.get(target) == "open":
                found.append(path[path.index(target):] + [target])
            elif target not in state:
                state[target] = "open"
                path.append(target)
                walk.append(iter(graph.get(target, [])))
    return found


def check_device_headers(root, sources):
    for source in sources:
        folders = source.relative_to(root).parts
        if folders[0] not in DEVICE_FOLDERS or "tests" in folders or is_test(source):
            continue
        for kind, name in includes(source.read_text(encoding="utf-8", errors="replace")):
            if kind == "<" and "/" not in name and name not in DEVICE_HEADERS and name not in ZEPHYR_HEADERS:
                yield f"{source.relative_to(root)}: <{name}> is not for device code (only cstddef, cstdint, new)"


def check_licence(root, files):
    for path in files:
        if path.suffix in LICENSED or path.name in ("CMakeLists.txt", "Kconfig"):
            head = path.read_text(encoding="utf-8", errors="replace")[:400]
            if LICENCE not in head:
                yield f"{path.relative_to(root)}: first lines lack '{LICENCE}'"


def check_run_bits(root, files):
    for path in files:
        with path.open("rb") as stream:
            script = stream.read(2) == b"#!"
        if script != bool(path.stat().st_mode & stat.S_IXUSR):
            yield f"{path.relative_to(root)}: {'lacks the run bit' if script else 'has a run bit and no #! line'}"


def tracked_files(root):
    out = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         check=True, capture_output=True).stdout.decode()
    return [root / name for name in out.split("\0") if name and (root / name).is_file()]


def findings(root, files):
    sources = [f for f in files if f.suffix in SOURCES]
    yield from check_edges(root, sources)
    yield from check_device_headers(root, sources)
    yield from check_licence(root, files)
    yield from check_run_bits(root, files)


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent).resolve()
    found = sorted(set(findings(root, tracked_files(root))))
    for line in found:
        print(line)
    print(f"check_house: {len(found)} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
