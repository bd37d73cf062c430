#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what overlays add to hosted's one devicetree, as macros that <zephyr/devicetree.h> asks for.

    devicetree.py --nodes include/zephyr/devicetree/nodes.h --out devicetree_overlay.h --application DIR OVERLAY...

New nodes are taken over; changes of the nodes that hosted has are not, and are warned of on stderr. Exit status 1 with
`tidemark-hosted: FILE:LINE: why; what to do` for an overlay that cannot be read.
"""

import argparse
import os
import re
import sys
from pathlib import Path

from devicetree_overlay import Node, OverlayError, Reader, Reference

FIRST_ORDINAL = 1000  # above those of nodes.h, which are initialised first within a priority


def token(text):
    return re.sub(r"[^a-z0-9]", "_", text.lower())


def identifier(node):
    return "DT_N" + "".join(f"_S_{token(part)}" for part in node.path.split("/") if part)


class Tree:
    """The overlays' nodes and the names of the nodes that hosted has."""

    def __init__(self, fixed):
        self.root = Node("/", "/")
        self.warnings = []
        self.labels = dict(re.findall(r"#define DT_N_NODELABEL_(\w+) (\w+)", fixed))
        self.compatibles = set(re.findall(r"#define DT_N_INST_0_(\w+) ", fixed))
        self.fixed_nodes = set(re.findall(r"#define (DT_N_S_\w+)_EXISTS ", fixed))

    def read(self, path, shown):
        with open(path, encoding="utf-8") as stream:
            reader = Reader(stream.read(), shown, self.root)
        reader.read()
        self.warnings += reader.warnings
        for where, target, node in reader.changes:
            known = target.target in self.labels
            if known and set(node.properties) <= {"status"} and not node.children:
                continue  # hosted's own nodes are there if their CONFIG_ symbol is
            why = "hosted's own nodes cannot be changed" if known else "hosted's devicetree has no such node"
            self.warnings.append(f"{where}: {node.name}: {why}; what the overlay says of it is left out")

    def nodes(self):
        """The new ones, but for those that hosted has and for whose compatible it has the driver."""
        for node in self.root.walk():
            if node.parent is None or node.path in ("/aliases", "/chosen"):
                continue
            taken = [c for c in compatibles(node) if token(c) in self.compatibles]
            if identifier(node) in self.fixed_nodes or taken:
                self.warnings.append(f"{node.path}: hosted's own nodes of this kind are all there are; it is left out")
                continue
            yield node

    def target(self, reference):
        """The identifier of the node, or None."""
        for node in self.root.walk():
            if reference.target in node.labels or reference.target == node.path:
                return identifier(node)
        return self.labels.get(reference.target)


def texts(node, name):
    return [part for part in node.properties.get(name, []) if isinstance(part, str)]


def compatibles(node):
    return texts(node, "compatible")


def numbers(node, name):
    return [cell for part in node.properties.get(name, []) if isinstance(part, list) for cell in part]


def status(node):
    value = (texts(node, "status") or ["okay"])[0]
    return "okay" if value == "ok" else value


def references(node):
    return [cell for parts in node.properties.values() for part in parts if isinstance(part, list)
            for cell in part if isinstance(cell, Reference)]


def in_order(tree, nodes):
    """Each after its parent and after what it refers to, as far as there is no circle; else by path."""
    by_name, done, result = {identifier(n): n for n in nodes}, set(), []

    def visit(node):
        name = identifier(node)
        if name in done:
            return
        done.add(name)
        needs = [tree.target(r) for r in references(node)]
        for other in [identifier(node.parent), *needs]:
            if other in by_name:
                visit(by_name[other])
        result.append(node)

    for node in sorted(nodes, key=lambda n: n.path):
        visit(node)
    return result


def registers(node):
    """(address, size) of each entry of reg; cells as the parent says."""
    cells = [c for c in numbers(node, "reg") if isinstance(c, int)]
    root = node.parent.parent is None
    address = (numbers(node.parent, "#address-cells") or [1 if root else 2])[0]
    size = (numbers(node.parent, "#size-cells") or [1])[0]
    step = max(1, address + size)

    def joined(part):
        value = 0
        for cell in part:
            value = value << 32 | cell
        return value
    return [(joined(cells[i:i + address]), joined(cells[i + address:i + step])) for i in range(0, len(cells), step)]


def register_lines(node, name):
    entries = registers(node)
    yield f"{name}_REG_NUM {len(entries)}"
    for number, (address, size) in enumerate(entries):
        keys = [f"IDX_{number}"] + [f"NAME_{token(n)}" for n in texts(node, "reg-names")[number:number + 1]]
        for key in keys:
            yield f"{name}_REG_{key}_EXISTS 1"
            yield f"{name}_REG_{key}_VAL_ADDRESS {address:#x}"
            yield f"{name}_REG_{key}_VAL_SIZE {size:#x}"


def quoted(text):
    return '"' + text + '"'


def property_lines(tree, name, key, parts):
    prefix = f"{name}_P_{token(key)}"
    yield f"{prefix}_EXISTS 1"
    if not parts:
        yield f"{prefix} 1"
        return
    values = []
    for part in parts:
        if isinstance(part, str):
            values.append(quoted(part))
        else:
            values += [tree.target(c) or "DT_INVALID_NODE" if isinstance(c, Reference) else str(c) for c in part]
    referring = any(isinstance(c, Reference) for p in parts if isinstance(p, list) for c in p)
    yield f"{prefix}_LEN {len(values)}"
    for number, value in enumerate(values):
        yield f"{prefix}_IDX_{number}_EXISTS 1"
        yield f"{prefix}_IDX_{number}{'_PH' if referring else ''} {value}"
    if not referring:
        single = len(values) == 1 and not isinstance(parts[0], bytes)
        yield f"{prefix} {values[0]}" if single else f"{prefix} {{{', '.join(values)}}}"


def node_lines(tree, node, ordinal):
    name = identifier(node)
    yield f"{name}_EXISTS 1"
    yield f"{name}_PATH {quoted(node.path)}"
    yield f"{name}_FULL_NAME {quoted(node.name)}"
    yield f"{name}_PARENT {identifier(node.parent)}"
    yield f"{name}_ORD {ordinal}"
    yield f"{name}_STATUS_{token(status(node))} 1"
    for label in node.labels:
        yield f"DT_N_NODELABEL_{label} {name}"
    for compatible in compatibles(node):
        yield f"{name}_COMPAT_MATCHES_{token(compatible)} 1"
    yield from register_lines(node, name)
    for key, parts in node.properties.items():
        yield from property_lines(tree, name, key, parts)


def kind_lines(nodes):
    """For each compatible its nodes, those that are okay first."""
    kinds = {}
    for node in nodes:
        for compatible in compatibles(node):
            kinds.setdefault(token(compatible), []).append(node)
    for kind, members in kinds.items():
        members.sort(key=lambda n: status(n) != "okay")
        okay = [n for n in members if status(n) == "okay"]
        for number, node in enumerate(members):
            yield f"DT_N_INST_{number}_{kind} {identifier(node)}"
        if okay:
            yield f"DT_COMPAT_HAS_OKAY_{kind} 1"
            yield f"DT_N_INST_{kind}_NUM_OKAY {len(okay)}"
            yield f"DT_FOREACH_OKAY_{kind}(fn) {' '.join(f'fn({identifier(n)})' for n in okay)}"
            yield f"DT_FOREACH_OKAY_INST_{kind}(fn) {' '.join(f'fn({i})' for i in range(len(okay)))}"


def name_lines(tree):
    """What /aliases and /chosen add."""
    for directory, prefix in (("aliases", "DT_N_ALIAS_"), ("chosen", "DT_CHOSEN_")):
        node = tree.root.children.get(directory)
        for key, parts in (node.properties if node else {}).items():
            first = parts[0] if parts else ""
            reference = Reference(first) if isinstance(first, str) else first[0]
            target = tree.target(reference) if isinstance(reference, Reference) else None
            if target:
                yield f"{prefix}{token(key)} {target}"
                if directory == "chosen":
                    yield f"{prefix}{token(key)}_EXISTS 1"


def header(tree):
    nodes = in_order(tree, list(tree.nodes()))
    lines = [line for number, node in enumerate(nodes) for line in node_lines(tree, node, FIRST_ORDINAL + number)]
    lines += [*kind_lines(nodes), *name_lines(tree)]
    okay = " ".join(f"fn({identifier(n)})" for n in nodes if status(n) == "okay")
    lines.append(f"Z_DT_FOREACH_OVERLAY_NODE(fn) {okay}".rstrip())
    defined = {}
    for line in lines:
        defined[re.match(r"\w+", line).group(0)] = line  # a later overlay wins
    return "/* Written by devicetree.py from the application's overlays. */\n" + "".join(
        f"#undef {name}\n#define {line}\n" for name, line in defined.items())


def write(path, text):
    """Leaves a file that says the same alone, so that nothing is compiled again for it."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", required=True, help="hosted's own devicetree")
    parser.add_argument("--out", required=True, help="header to write")
    parser.add_argument("--application", required=True, help="directory that messages are relative to")
    parser.add_argument("overlays", nargs="*")
    args = parser.parse_args()
    with open(args.nodes, encoding="utf-8") as stream:
        tree = Tree(stream.read())
    try:
        for path in args.overlays:
            tree.read(path, os.path.relpath(path, args.application))
        text = header(tree)
    except OverlayError as error:
        print(f"tidemark-hosted: {error}", file=sys.stderr)
        return 1
    except (OSError, UnicodeDecodeError) as error:
        print(f"tidemark-hosted: {error}; correct the path or the file", file=sys.stderr)
        return 1
    for warning in tree.warnings:
        print(f"tidemark-hosted: warning: devicetree overlay: {warning}", file=sys.stderr)
    write(args.out, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
