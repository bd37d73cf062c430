# SPDX-License-Identifier: Apache-2.0
"""Reads devicetree overlays: nodes at the root and below, labels, references, strings, cells, bytes.

Not read: what a C preprocessor would do. A value with a name in it (a macro) is unknown, and is left out with a warning.
"""

import re
from dataclasses import dataclass, field

_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_PREPROCESSOR = re.compile(r"^[ \t]*#[ \t]*(?:include|define|undef|if|ifdef|ifndef|else|elif|endif|pragma)\b.*$", re.MULTILINE)
_NAME = re.compile(r"[\w,.+?#@-]+")
_LABEL = re.compile(r"([A-Za-z_]\w*)\s*:")
_REFERENCE = re.compile(r"&(?:\{([^}]*)\}|([A-Za-z_]\w*))")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ARITHMETIC = re.compile(r"[0-9a-fA-FxX\s()+*/%<>&|^~-]+")
_SIZE = {"DT_SIZE_K": 1024, "DT_SIZE_M": 1024 * 1024}


class OverlayError(Exception):
    """what: why; what to do."""


@dataclass
class Reference:
    """Another node: by label, or by path if it begins with a slash."""
    target: str


@dataclass
class Node:
    name: str                       # with its unit address
    path: str
    parent: "Node | None" = None
    labels: list = field(default_factory=list)
    properties: dict = field(default_factory=dict)  # name -> list of parts: str, bytes, list of int and Reference; [] is a flag
    children: dict = field(default_factory=dict)

    def child(self, name):
        path = self.path.rstrip("/") + "/" + name
        return self.children.setdefault(name, Node(name, path, self))

    def walk(self):
        yield self
        for child in self.children.values():
            yield from child.walk()


def _blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


class Reader:
    """One file, into the tree below `root`. `changes`: (reference, properties) of nodes that are elsewhere."""

    def __init__(self, text, shown, root):
        self.shown, self.root, self.at = shown, root, 0
        self.text = _PREPROCESSOR.sub(_blank, _COMMENT.sub(_blank, text))
        self.changes, self.warnings = [], []

    def where(self):
        return f"{self.shown}:{self.text.count(chr(10), 0, self.at) + 1}"

    def fail(self, why):
        raise OverlayError(f"{self.where()}: {why}; correct the overlay")

    def blanks(self):
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def take(self, pattern):
        self.blanks()
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def accept(self, text):
        self.blanks()
        found = self.text.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def expect(self, text):
        if not self.accept(text):
            self.fail(f"`{text}` is missing")

    def read(self):
        self.blanks()
        while self.at < len(self.text):
            if self.accept("/dts-v1/") or self.accept("/plugin/"):
                self.expect(";")
            elif self.accept("/delete-node/"):
                self.deletion()
            elif self.accept("/"):
                self.body(self.root)
            else:
                self.change()
            self.blanks()

    def deletion(self):
        reference = self.take(_REFERENCE) or self.fail("/delete-node/ names no node")
        self.expect(";")
        node = self.find(Reference(reference.group(1) or reference.group(2)))
        if node is None:
            self.warnings.append(f"{self.where()}: {reference.group(0)} cannot be deleted, it is not of an overlay")
        else:
            del node.parent.children[node.name]

    def find(self, reference):
        return next((n for n in self.root.walk() if reference.target in n.labels or reference.target == n.path), None)

    def change(self):
        labels = []
        while True:
            label = self.take(_LABEL)
            if not label:
                break
            labels.append(label.group(1))
        reference = self.take(_REFERENCE) or self.fail("neither `/ {` nor `&label {`")
        target = Reference(reference.group(1) or reference.group(2))
        node = self.root if target.target == "/" else self.find(target)
        if node is None:
            node = Node(reference.group(0), reference.group(0))
            self.changes.append((self.where(), target, node))
        node.labels += labels
        self.body(node)

    def body(self, node):
        self.expect("{")
        while not self.accept("}"):
            self.statement(node)
        self.expect(";")

    def statement(self, node):
        labels = []
        for keyword, table in (("/delete-property/", node.properties), ("/delete-node/", node.children)):
            if self.accept(keyword):
                name = self.take(_NAME) or self.fail(f"{keyword} names nothing")
                self.expect(";")
                table.pop(name.group(0), None)
                return
        while True:
            label = self.take(_LABEL)
            if not label:
                break
            labels.append(label.group(1))
        name = self.take(_NAME)
        if not name:
            self.fail("neither a property nor a node")
        self.blanks()
        if self.text.startswith("{", self.at):
            child = node.child(name.group(0))
            child.labels += labels
            self.body(child)
        elif self.accept("="):
            where, value = self.where(), self.value()
            if value is None:
                self.warnings.append(f"{where}: the value of {name.group(0)} has names or macros in it; the property is left out")
            else:
                node.properties[name.group(0)] = value
        else:
            self.expect(";")
            node.properties[name.group(0)] = []

    def value(self):
        """The parts; None if a cell is not a number."""
        parts, known = [], True
        while True:
            string, reference = self.take(_STRING), None
            if not string:
                reference = self.take(_REFERENCE)
            if string:
                parts.append(string.group(1))
            elif reference:
                parts.append([Reference(reference.group(1) or reference.group(2))])
            elif self.accept("["):
                parts.append(self.bytes())
            elif self.accept("<"):
                cells = self.cells()
                known = known and cells is not None
                parts.append(cells)
            else:
                self.fail("no value")
            if self.accept(";"):
                return parts if known else None
            self.expect(",")

    def bytes(self):
        digits = self.take(re.compile(r"[0-9a-fA-F\s]*")).group(0)
        self.expect("]")
        try:
            return bytes.fromhex("".join(digits.split()))
        except ValueError:
            self.fail("bytes are pairs of hexadecimal digits")

    def parentheses(self):
        """From the `(` at hand to its partner."""
        begin, depth = self.at, 0
        while self.at < len(self.text):
            depth += {"(": 1, ")": -1}.get(self.text[self.at], 0)
            self.at += 1
            if depth == 0:
                return self.text[begin:self.at]
        self.fail("`)` is missing")

    def cells(self):
        result, known = [], True
        while not self.accept(">"):
            reference = self.take(_REFERENCE)
            if reference:
                result.append(Reference(reference.group(1) or reference.group(2)))
                continue
            self.blanks()
            name = self.take(re.compile(r"[A-Za-z_]\w*"))
            number = None if name else self.take(re.compile(r"0[xX][0-9a-fA-F]+|[0-9]+"))
            if number:
                text = number.group(0)
                result.append(int(text, 16 if text[:2] in ("0x", "0X") else 8 if text[0] == "0" and text.isdigit() else 10))
            elif self.text.startswith("(", self.at):
                value = self.arithmetic(self.parentheses())
                factor = _SIZE.get(name.group(0)) if name else 1
                known = known and value is not None and factor is not None
                result.append(value * factor if value is not None and factor else 0)
            elif name:
                known = False
            else:
                self.fail("`>` is missing")
        return result if known else None

    def arithmetic(self, text):
        """The value of an expression of numbers; None if there is more in it."""
        if not _ARITHMETIC.fullmatch(text) or "**" in text:
            return None
        try:
            return int(eval(text.replace("/", "//"), {"__builtins__": {}})) & 0xFFFFFFFF  # numbers and operators only
        except (SyntaxError, ArithmeticError, ValueError, TypeError, NameError):
            return None
