# SPDX-License-Identifier: Apache-2.0
"""Tests of the reader of overlays. Run: python3 -m unittest devicetree_test, here."""

import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.realpath(__file__))
NODES = os.path.join(HERE, os.pardir, "include", "zephyr", "devicetree", "nodes.h")


class Overlays(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = temporary.name

    def convert(self, *texts):
        """(status, {macro: text}, standard error)."""
        names = []
        for number, text in enumerate(texts):
            names.append(os.path.join(self.root, f"{number}.overlay"))
            with open(names[-1], "w", encoding="utf-8") as stream:
                stream.write(text)
        out = os.path.join(self.root, "out.h")
        done = subprocess.run([sys.executable, "-B", os.path.join(HERE, "devicetree.py"), "--nodes", NODES, "--out", out,
                               "--application", self.root, *names], capture_output=True, text=True, timeout=30, check=False)
        macros = {}
        if done.returncode == 0:
            with open(out, encoding="utf-8") as stream:
                for line in stream:
                    if line.startswith("#define "):
                        name, _, value = line[len("#define "):].rstrip("\n").partition(" ")
                        macros[name] = value
        return done.returncode, macros, done.stderr

    def test_nothing(self):
        status, macros, errors = self.convert()
        self.assertEqual((status, macros, errors), (0, {"Z_DT_FOREACH_OVERLAY_NODE(fn)": ""}, ""))

    def test_values(self):
        _, macros, errors = self.convert("""/dts-v1/; /* { */ // }
            / { n: Node-1 { a = <0x10 011 (1 << 4) DT_SIZE_K(2)>; b = "x", "y"; c = [0a ff]; d; e = "one"; f = <7>; g = <&n &uart0>; }; };""")
        self.assertEqual(errors, "")
        prefix = "DT_N_S_node_1_P_"
        for name, value in (("a", "{16, 9, 16, 2048}"), ("a_IDX_3", "2048"), ("b", '{"x", "y"}'), ("b_LEN", "2"), ("c", "{10, 255}"),
                            ("d", "1"), ("e", '"one"'), ("f", "7"), ("g_IDX_0_PH", "DT_N_S_node_1"), ("g_IDX_1_PH", "DT_N_S_uart")):
            self.assertEqual(macros[prefix + name], value, name)
        self.assertEqual(macros["DT_N_NODELABEL_n"], "DT_N_S_node_1")

    def test_registers(self):
        _, macros, _ = self.convert("""/ { bus { #address-cells = <2>; #size-cells = <0>; dev@1 { reg = <1 2>; }; };
            plain@5 { reg = <5 6 7 8>; reg-names = "first", "second"; }; };""")
        self.assertEqual(macros["DT_N_S_bus_S_dev_1_REG_IDX_0_VAL_ADDRESS"], "0x100000002")
        self.assertEqual(macros["DT_N_S_plain_5_REG_NUM"], "2")
        self.assertEqual(macros["DT_N_S_plain_5_REG_NAME_second_VAL_SIZE"], "0x8")

    def test_later_overlay_and_deletion(self):
        _, macros, errors = self.convert("/ { a: a { p = <1>; q; }; b { }; };", "&a { p = <2>; /delete-property/ q; }; /delete-node/ &{/b};")
        self.assertEqual(errors, "")
        self.assertEqual(macros["DT_N_S_a_P_p"], "2")
        self.assertNotIn("DT_N_S_a_P_q", macros)
        self.assertNotIn("DT_N_S_b_EXISTS", macros)

    def test_kinds_and_order(self):
        _, macros, _ = self.convert("""/ { a { compatible = "v,k"; status = "disabled"; }; b { compatible = "v,k"; needs = <&d>; };
            c { compatible = "v,k"; circle = <&{/b}>; }; d: d { circle = <&{/c}>; }; };""")
        self.assertEqual(macros["DT_N_INST_v_k_NUM_OKAY"], "2")
        self.assertEqual(macros["DT_N_INST_2_v_k"], "DT_N_S_a")
        self.assertEqual(macros["DT_FOREACH_OKAY_INST_v_k(fn)"], "fn(0) fn(1)")
        self.assertLess(int(macros["DT_N_S_d_ORD"]), int(macros["DT_N_S_b_ORD"]))
        self.assertNotIn("DT_N_S_a)", macros["Z_DT_FOREACH_OVERLAY_NODE(fn)"])

    def test_left_out_and_said(self):
        for text, message in (
                ("&spi0 { status = \"okay\"; };", "0.overlay:1: &spi0: hosted's devicetree has no such node; what the overlay says"),
                ("\n&uart0 { current-speed = <9600>; };", "0.overlay:2: &uart0: hosted's own nodes cannot be changed; what"),
                ("/ { u { compatible = \"zephyr,native-posix-uart\"; }; };", "/u: hosted's own nodes of this kind are all there are"),
                ("#include <x.h>\n/ { n { p = <GPIO_HIGH>; }; };", "0.overlay:2: the value of p has names or macros in it"),
                ("/ { n { p = <(A + 1)>; }; };", "0.overlay:1: the value of p has names or macros in it"),
                ("/delete-node/ &flash0;", "0.overlay:1: &flash0 cannot be deleted, it is not of an overlay")):
            status, macros, errors = self.convert(text)
            self.assertEqual(status, 0)
            self.assertIn(f"tidemark-hosted: warning: devicetree overlay: {message}", errors)
            self.assertNotIn("DT_N_S_n_P_p", macros)
        self.assertEqual(self.convert("&uart0 { status = \"okay\"; };")[2], "")

    def test_errors(self):
        for text, message in (("/ {", "`;` is missing|neither a property"), ("/ { a = <1 };", "`>` is missing"), ("a { };", "neither `/ {` nor"),
                              ("/ { a = ; };", "no value"), ("/ { a = [0]; };", "bytes are pairs"), ("/ { b }", "`;` is missing"),
                              ("/ { a = <(1>; };", r"`\)` is missing"), ("/delete-node/ x;", "/delete-node/ names no node")):
            status, _, errors = self.convert("\n" + text)
            self.assertEqual(status, 1, text)
            self.assertRegex(errors, f"^tidemark-hosted: 0.overlay:2: ({message}).*; correct the overlay\n$")


if __name__ == "__main__":
    unittest.main()
