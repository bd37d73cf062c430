#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads each module's zephyr/module.yml and writes what CMake and Kconfig need of it.

usage: modules.py --cmake OUT.cmake --kconfig OUT_KCONFIG [--optional DIR] [MODULE_DIR ...]

--optional DIR is a module only if it has zephyr/module.yml and no other module has its name.
Exit status 1 and a message on stderr when a module cannot be used.
"""

import argparse
import re
import sys
from pathlib import Path

import yaml


class ModuleError(Exception):
    pass


class Module:
    """One module directory; attributes follow the keys of module.yml."""

    def __init__(self, path):
        self.path = Path(path).resolve()
        meta, source = self._read()
        build = meta.get("build") or {}
        if not isinstance(build, dict):
            raise ModuleError(f"{source}: `build` is not a mapping; see Zephyr's module documentation")
        self.name = str(meta.get("name") or self.path.name)
        self.depends = [str(name) for name in build.get("depends") or []]
        self.cmake_dir = self._part(source, build, "cmake", "CMakeLists.txt")
        self.kconfig = self._part(source, build, "kconfig", "", default="zephyr/Kconfig")
        for key in ("cmake-ext", "kconfig-ext"):
            if build.get(key):
                raise ModuleError(f"{source}: `{key}`: its glue code lies in a real Zephyr tree, which hosted does "
                                  "not have; give the module its own CMakeLists.txt and Kconfig")

    def _read(self):
        if not self.path.is_dir():
            raise ModuleError(f"module {self.path}: no such directory; correct ZEPHYR_EXTRA_MODULES or ZEPHYR_MODULES")
        for name in ("zephyr/module.yml", "zephyr/module.yaml"):
            source = self.path / name
            if source.is_file():
                try:
                    meta = yaml.safe_load(source.read_text(encoding="utf-8")) or {}
                except (yaml.YAMLError, UnicodeDecodeError) as error:
                    raise ModuleError(f"{source}: not valid YAML: {' '.join(str(error).split())}; correct it") from error
                if not isinstance(meta, dict):
                    raise ModuleError(f"{source}: not a mapping; it begins with `name:` or `build:`")
                return meta, source
        if (self.path / "zephyr/CMakeLists.txt").is_file() and (self.path / "zephyr/Kconfig").is_file():
            return {}, self.path / "zephyr"
        raise ModuleError(f"module {self.path}: no zephyr/module.yml; give the directory that contains zephyr/")

    def _part(self, source, build, key, file_name, default="zephyr"):
        """The directory (cmake) or file (kconfig) of one part, None if the module has none."""
        setting = build.get(key)
        place = self.path / (setting or default)
        if (place / file_name if file_name else place).is_file():
            return place
        if setting:
            raise ModuleError(f"{source}: `{key}: {setting}`: {place / file_name} does not exist; correct the path, "
                              "which is relative to the module's directory")
        return None

    @property
    def key(self):
        return re.sub(r"[^A-Z0-9]", "_", self.name.upper())


def in_dependency_order(modules):
    by_name = {module.name: module for module in modules}
    done, ordered = {}, []

    def visit(module):
        if done.get(module.name) == "visiting":
            raise ModuleError(f"module {module.name}: `depends` goes in a circle; break it")
        if module.name in done:
            return
        done[module.name] = "visiting"
        for name in module.depends:
            if name not in by_name:
                raise ModuleError(f"module {module.name}: depends on module {name}, which is not given; "
                                  "add its directory to ZEPHYR_EXTRA_MODULES")
            visit(by_name[name])
        done[module.name] = "done"
        ordered.append(module)

    for module in modules:
        visit(module)
    return ordered


def collect(paths, optional):
    modules, seen = [], {}
    for path in paths:
        module = Module(path)
        if module.name in seen:
            if seen[module.name] == module.path:
                continue
            raise ModuleError(f"module {module.name}: in {seen[module.name]} and in {module.path}; give one of them")
        seen[module.name] = module.path
        modules.append(module)
    if optional and (Path(optional) / "zephyr/module.yml").is_file():
        module = Module(optional)
        if module.name not in seen:
            modules.append(module)
    return in_dependency_order(modules)


def cmake_text(modules):
    lines = ["# Written by scripts/modules.py.", "set(ZEPHYR_MODULE_NAMES)"]
    for module in modules:
        cmake_dir = module.cmake_dir.as_posix() if module.cmake_dir else ""
        lines += [
            f'list(APPEND ZEPHYR_MODULE_NAMES "{module.name}")',
            f'set(ZEPHYR_{module.key}_MODULE_NAME "{module.name}")',
            f'set(ZEPHYR_{module.key}_MODULE_DIR "{module.path.as_posix()}")',
            f'set(ZEPHYR_{module.key}_CMAKE_DIR "{cmake_dir}")',
        ]
        for name in ("zephyr/module.yml", "zephyr/module.yaml"):
            if (module.path / name).is_file():
                lines.append("set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "
                             f'"{(module.path / name).as_posix()}")')
    return "\n".join(lines) + "\n"


def kconfig_text(modules):
    lines = ["# Written by scripts/modules.py."]
    for module in modules:
        lines += ["", f'menu "{module.name} ({module.path})"']
        if module.kconfig:
            lines.append(f'source "{module.kconfig}"')
        lines += [f"config ZEPHYR_{module.key}_MODULE", "\tbool", "\tdefault y", "endmenu"]
    return "\n".join(lines) + "\n"


def write_if_changed(path, text):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cmake", required=True)
    parser.add_argument("--kconfig", required=True)
    parser.add_argument("--optional")
    parser.add_argument("modules", nargs="*")
    args = parser.parse_args()
    try:
        modules = collect(args.modules, args.optional)
    except ModuleError as error:
        print(f"tidemark-hosted: {error}", file=sys.stderr)
        return 1
    write_if_changed(args.cmake, cmake_text(modules))
    write_if_changed(args.kconfig, kconfig_text(modules))
    return 0


if __name__ == "__main__":
    sys.exit(main())
