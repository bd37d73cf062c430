# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an assignment, in words: unknown, refused, of the wrong type, out of range, unmet, overridden."""

import difflib
import fnmatch
import re
from functools import lru_cache
from pathlib import Path

import kconfiglib
from kconfiglib import AND, BOOL, HEX, INT, OR, STRING, TRISTATE, expr_str, expr_value, split_expr

import kconfig_fragment

_REFUSED = Path(__file__).with_name("refused_symbols.txt")
_HEX = re.compile(r"0[xX][0-9a-fA-F]+")
_INT = re.compile(r"-?[0-9]+")


@lru_cache(maxsize=None)
def refused_patterns():
    """(pattern, reason, what to do) of the Zephyr symbols that hosted cannot honour."""
    rules = []
    for line in _REFUSED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, reason = line.split(None, 1)
            rules.append((pattern, reason.strip()))
    return rules


def refusal(name):
    for pattern, reason in refused_patterns():
        if fnmatch.fnmatchcase(name, pattern):
            return reason
    return None


def tree_errors(kconf):
    """Warnings of kconfiglib about the Kconfig files themselves are errors of whoever wrote them."""
    return [f"Kconfig: {' '.join(text.split())}; correct that file"
            for text in kconf.warnings if "defined without a type" in text or "undefined symbol" in text]


def _unknown(kconf, assignment):
    reason = refusal(assignment.name)
    if reason:
        return f"{assignment.place}: {assignment.text}: {reason}"
    known = [name for name, symbol in kconf.syms.items() if symbol.nodes]
    near = difflib.get_close_matches(assignment.name, known, n=1, cutoff=0.75)
    hint = f"did you mean CONFIG_{near[0]}?" if near else (
        "correct the name; if it is Zephyr's, hosted does not have it: put the line into a file for real boards "
        "only (boards/<board>.conf)")
    return f"{assignment.place}: {assignment.text}: no Kconfig file defines CONFIG_{assignment.name}; {hint}"


def _wrong_type(symbol, assignment):
    """A sentence if the written value cannot be of the symbol's type, else None."""
    value, kind = assignment.value, symbol.orig_type
    if kind in (BOOL, TRISTATE) and value not in ("y", "n"):
        return "is a bool", "write y or n"
    if kind == INT and not _INT.fullmatch(value):
        return "is an int", "write a decimal number"
    if kind == HEX and not _HEX.fullmatch(value):
        return "is a hex number", "write it as 0x..."
    if kind == STRING and not kconfig_fragment.is_quoted(value):
        return "is a string", f'write CONFIG_{symbol.name}="{value.strip(chr(34))}"'
    return None


def is_assignable(kconf, assignment, errors):
    """True if the symbol exists, may be set by hand and the value is of its type; else adds an error."""
    symbol = kconf.syms.get(assignment.name)
    if symbol is None or not symbol.nodes:
        # Switching off what hosted does not have anyway is true.
        if not (assignment.value == "n" and refusal(assignment.name)):
            errors.append(_unknown(kconf, assignment))
        return False
    wrong = _wrong_type(symbol, assignment)
    if wrong:
        errors.append(f"{assignment.place}: {assignment.text}: CONFIG_{symbol.name} {wrong[0]}; {wrong[1]}")
        return False
    if not any(node.prompt for node in symbol.nodes):
        sources = _names(symbol.rev_dep)
        why, remedy = (f"other symbols decide it ({', '.join(sources)})", "set one of those instead") if sources else (
            "it is a property of the board", "remove the line")
        errors.append(f"{assignment.place}: {assignment.text}: CONFIG_{symbol.name} cannot be set by hand, {why}; {remedy}")
        return False
    return True


def _names(expression):
    return sorted({"CONFIG_" + item.name for item in kconfiglib.expr_items(expression)
                   if isinstance(item, kconfiglib.Symbol) and not item.is_constant})


def _shown(expression):
    """An expression in words of prj.conf."""
    def item(sc):
        if isinstance(sc, kconfiglib.Symbol) and not sc.is_constant and not sc.is_allnoconfig_y and sc.nodes:
            return f"CONFIG_{sc.name}"
        return sc.name if isinstance(sc, kconfiglib.Symbol) and not sc.is_constant else kconfiglib.standard_sc_expr_str(sc)
    return expr_str(expression, item)


def _unmet_terms(nodes):
    """{text: expression} of the terms of these nodes' prompt conditions that are not met."""
    terms = {}
    for node in nodes:
        if node.prompt and expr_value(node.prompt[1]) == 0:
            for term in split_expr(node.prompt[1], AND):
                if isinstance(term, kconfiglib.Choice):
                    terms.update(_unmet_terms(term.nodes))  # a member waits for what its choice waits for
                elif expr_value(term) == 0:
                    terms[_shown(term)] = term
    return terms


def _unmet(symbol):
    """The unmet dependencies in words, each with the values of its symbols."""
    terms = _unmet_terms(symbol.nodes)
    words = []
    for text, term in terms.items():
        values = [f"CONFIG_{item.name}={item.str_value or '(empty)'}" for item in
                  sorted({i for i in kconfiglib.expr_items(term) if isinstance(i, kconfiglib.Symbol) and not i.is_constant},
                         key=lambda i: i.name)]
        words.append(f"{text} ({', '.join(values)})" if values else text)
    return " and ".join(words)


def _range_error(symbol, assignment):
    if symbol.orig_type not in (INT, HEX):
        return None
    base = 16 if symbol.orig_type == HEX else 10
    for low, high, condition in symbol.ranges:
        if expr_value(condition):
            bounds = [int(bound.str_value or "0", 16 if bound.str_value.lower().startswith("0x") else 10)
                      for bound in (low, high)]
            if not bounds[0] <= int(assignment.value, base) <= bounds[1]:
                return f"is outside its range {low.str_value} to {high.str_value}"
            return None
    return None


def _selecting(symbol):
    """The selects that force the symbol on: the first symbol of each true term."""
    return sorted({_names(term)[0] for term in split_expr(symbol.rev_dep, OR) if expr_value(term) and _names(term)})


def _reason(symbol, assignment):
    """Why the assignment has no effect, and what to do."""
    if symbol.visibility == 0:
        unmet = _unmet(symbol)
        return f"its dependency {unmet} is not met", "set that too, or remove the line"
    outside = _range_error(symbol, assignment)
    if outside:
        return outside, "choose a value inside"
    if _held_by_select(symbol, assignment):
        return f"it is selected by {', '.join(_selecting(symbol))}", "switch that off, or remove the line"
    if symbol.choice:
        chosen = symbol.choice.selection
        if assignment.value == "n":
            return "it is the selected member of a choice", "set the member that you want to y instead"
        if chosen is not None:
            return f"of the same choice CONFIG_{chosen.name} is set too", "keep one of the two"
    return "the value did not take effect", "remove the line"


def _held_by_select(symbol, assignment):
    return (symbol.visibility != 0 and symbol.orig_type in (BOOL, TRISTATE) and assignment.value == "n"
            and expr_value(symbol.rev_dep) != 0)


def is_test(kconf):
    """True for a test, whose fragments were written for Kconfig tools that only warn where a select wins."""
    return any(name in kconf.syms and kconf.syms[name].str_value == "y" for name in ("ZTEST", "TEST"))


def value_errors(kconf, merged):
    """(errors, warnings): the assignments that have no effect. In a test, one that a select overrides is a warning."""
    errors, warnings = [], []
    for assignment in merged.values():
        symbol = kconf.syms[assignment.name]
        wanted = assignment.kconfig_value(symbol)
        if _same(symbol, wanted):
            continue
        why, remedy = _reason(symbol, assignment)
        final = symbol.str_value
        outcome = f" (it stays {final})" if final else ""
        lines = warnings if is_test(kconf) and _held_by_select(symbol, assignment) else errors
        lines.append(f"{assignment.place}: {assignment.text}: {why}{outcome}; {remedy}")
    return errors, warnings


def _same(symbol, wanted):
    if symbol.orig_type == HEX:
        return bool(symbol.str_value) and int(symbol.str_value, 16) == int(wanted, 16)
    if symbol.orig_type == INT:
        return bool(symbol.str_value) and int(symbol.str_value) == int(wanted)
    return symbol.str_value == wanted
