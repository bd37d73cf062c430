# SPDX-License-Identifier: Apache-2.0
"""Filter expressions of scenarios:

    expr   = expr "or" expr | expr "and" expr | "not" expr | "(" expr ")" | term
    term   = name | name op value | name "in" "[" value, ... "]" | name ":" regex | function "(" string, ... ")"
    op     = "==" "!=" "<" "<=" ">" ">="

A name is a CONFIG_ symbol of the build's .config, or ARCH, PLATFORM and the like; one that is not set is false and
compares as an empty text. Values are numbers (10, 0x10) or strings in quotes."""

import re

from .errors import UsageError

UNKNOWN = object()  # the value of a name that is not known yet, and of what depends on it

TOKEN = re.compile(r"""\s*(?:(?P<string>"[^"]*"|'[^']*')|(?P<number>-?(?:0x[0-9a-fA-F]+|\d+)\b)|(?P<word>[A-Za-z_][\w\-./]*)
                   |(?P<op>==|!=|<=|>=|<|>|\(|\)|\[|\]|,|:))""", re.VERBOSE)


def tokens(text):
    position, result = 0, []
    text = text.strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if not match:
            raise UsageError(f"filter `{text}`", f"not understood at `{text[position:position + 20]}`", "correct the expression")
        result.append((match.lastgroup, match.group(match.lastgroup)))
        position = match.end()
    return result


def number(text):
    try:
        return int(str(text), 0)
    except ValueError:
        return None


def either(left, right):
    """`or` of three values."""
    if left is True or right is True:
        return True
    return UNKNOWN if UNKNOWN in (left, right) else False


def negated(value):
    return value if value is UNKNOWN else not value


def both(left, right):
    return negated(either(negated(left), negated(right)))


def compare(left, op, right):
    if UNKNOWN in (left, right):
        return UNKNOWN
    if op in ("==", "!="):
        a, b = number(left), number(right)
        equal = a == b if a is not None and b is not None else str(left) == str(right)
        return equal == (op == "==")
    a, b = number(left), number(right)
    if a is None or b is None:
        return False
    return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[op]


class Parser:
    def __init__(self, text, environment, functions):
        self.text, self.environment, self.functions = text, environment, functions
        self.tokens, self.at = tokens(text), 0

    def fail(self, why):
        raise UsageError(f"filter `{self.text}`", why, "correct the expression")

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, *kinds):
        if self.at >= len(self.tokens):
            self.fail("it ends too early")
        kind, text = self.tokens[self.at]
        if kinds and kind not in kinds:
            self.fail(f"`{text}` is out of place")
        self.at += 1
        return kind, text

    def expect(self, text):
        if self.peek() != text:
            self.fail(f"`{text}` is missing")
        self.at += 1

    def value(self):
        kind, text = self.take("string", "number")
        return text[1:-1] if kind == "string" else text

    def values(self, end):
        result = []
        while self.peek() != end:
            result.append(self.value())
            if self.peek() == ",":
                self.at += 1
        self.expect(end)
        return result

    def disjunction(self):
        result = self.conjunction()
        while self.peek() == "or":
            self.at += 1
            result = either(result, self.conjunction())
        return result

    def conjunction(self):
        result = self.negation()
        while self.peek() == "and":
            self.at += 1
            result = both(result, self.negation())
        return result

    def negation(self):
        if self.peek() == "not":
            self.at += 1
            return negated(self.negation())
        if self.peek() == "(":
            self.at += 1
            result = self.disjunction()
            self.expect(")")
            return result
        return self.term()

    def term(self):
        kind, name = self.take("word", "number", "string")
        if kind != "word":
            return bool(number(name)) if kind == "number" else self.comparison(name[1:-1])
        if self.peek() == "(":
            self.at += 1
            arguments = self.values(")")
            if name not in self.functions:
                self.fail(f"unknown function {name}")
            return bool(self.functions[name](*arguments))
        return self.comparison(self.environment.get(name, ""))

    def comparison(self, left):
        op = self.peek()
        if op in ("==", "!=", "<", "<=", ">", ">="):
            self.at += 1
            kind, text = self.take("string", "number", "word")
            right = text[1:-1] if kind == "string" else self.environment.get(text, text) if kind == "word" else text
            return compare(left, op, right)
        if op == "in":
            self.at += 1
            self.expect("[")
            values = self.values("]")
            return UNKNOWN if left is UNKNOWN else str(left) in values
        if op == ":":
            self.at += 1
            pattern = self.value()
            return UNKNOWN if left is UNKNOWN else re.match(pattern, str(left)) is not None
        return UNKNOWN if left is UNKNOWN else left not in ("", "n", "0", False)


def evaluate(text, environment, functions):
    """Whether the expression holds. environment: name -> text or UNKNOWN; functions: name -> callable of texts.
    UNKNOWN if that depends on a name whose value is."""
    p = Parser(text, environment, functions)
    result = p.disjunction()
    if p.at != len(p.tokens):
        p.fail(f"`{p.peek()}` is out of place")
    return result


class NoDevicetree(dict):
    """Every dt_* function: hosted's devicetree has nothing to offer to a filter."""

    def __contains__(self, name):
        return name.startswith("dt_") or super().__contains__(name)

    def __missing__(self, name):
        return lambda *arguments: False


def read_config(path):
    """name -> value of a .config; strings without their quotes."""
    result = {}
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            match = re.match(r"^(CONFIG_\w+)=(.*)$", line)
            if match:
                value = match.group(2)
                result[match.group(1)] = value[1:-1] if value.startswith('"') else value
    return result
