# SPDX-License-Identifier: Apache-2.0
"""Tests of hosted's twister. Programs are shell scripts that a stand-in for cmake copies from the scenario's directory,
so that what is tested is the runner. Run: python3 -m unittest discover -s hosted/scripts -p '*_test.py' -t hosted/scripts"""

import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET

from . import build, expression, options, scenarios, selection
from .errors import UsageError

TWISTER = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "twister")

CMAKE = """#!/bin/sh
if [ "$1" = --build ]; then
  [ ! -e "$2/broken" ] || { cat "$2/broken"; exit 1; }
  exit 0
fi
for a; do [ "$p" = -S ] && S=$a; [ "$p" = -B ] && B=$a; p=$a; done
mkdir -p "$B/zephyr"; echo "$@" > "$B/arguments"
cp "$S/config" "$B/zephyr/.config" 2>/dev/null || echo 'CONFIG_X=y' > "$B/zephyr/.config"
[ ! -e "$S/broken" ] || cp "$S/broken" "$B/broken"
[ ! -e "$S/warning" ] || cat "$S/warning"
if [ -e "$S/refused_extra" ]; then
  echo "tidemark-hosted: $B/twister/testsuite_extra.conf:1: $(cat "$S/refused_extra")"; exit 1
fi
if [ -e "$S/refused" ]; then
  cp "$B/zephyr/.config" "$B/zephyr/.config.partial"; cat "$S/refused"; exit 1
fi
cp "$S/program" "$B/zephyr/zephyr.exe"; cp "$S/program" "$B/testbinary"
"""

PASSES = """#!/bin/sh
echo "Running TESTSUITE one"
echo "START - test_a"
printf "an output without an end"
echo " PASS - test_a in 0.012 seconds"
echo "START - test_b"
echo " SKIP - test_b in 0.000 seconds"
echo "PROJECT EXECUTION SUCCESSFUL"
"""
FAILS = PASSES.replace(" PASS", " FAIL").replace("SUCCESSFUL", "FAILED") + "exit 1\n"


class Tree(unittest.TestCase):
    """A directory of scenarios and the runner upon it."""

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.root = os.path.realpath(self.temporary.name)
        self.write("bin/cmake", CMAKE, executable=True)

    def write(self, name, text, executable=False):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        if executable:
            os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        return path

    def scenario(self, name, yaml, program=PASSES, **files):
        self.write(f"t/{name}/testcase.yaml", yaml)
        self.write(f"t/{name}/program", program, executable=True)
        for file, text in files.items():
            self.write(f"t/{name}/{file}", text)

    def run_twister(self, *arguments):
        environment = dict(os.environ, PATH=os.path.join(self.root, "bin") + os.pathsep + os.environ["PATH"], NO_COLOR="1",
                           HOSTED_TWISTER_PYTHON=sys.executable)
        command = [sys.executable, TWISTER, "-T", "t", "-j2", *arguments]
        return subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=60, check=False)

    def suites(self):
        with open(os.path.join(self.root, "twister-out", "twister.json"), encoding="utf-8") as stream:
            return {suite["name"]: suite for suite in json.load(stream)["testsuites"]}

    def arguments_of(self, name):
        with open(os.path.join(self.root, "twister-out", "native_sim_64", name, "arguments"), encoding="utf-8") as stream:
            return stream.read().split()


class Runs(Tree):
    def test_results_and_reports(self):
        self.scenario("good", "tests:\n  a.good: {}\n  a.slow:\n    slow: true\n")
        self.scenario("bad", "tests:\n  a.bad:\n    tags: x\n", FAILS)
        self.scenario("unit", "tests:\n  a.unit:\n    type: unit\n")
        self.scenario("built", "tests:\n  a.built:\n    build_only: true\n", "#!/bin/sh\nexit 9\n")
        self.scenario("other", "tests:\n  a.other:\n    platform_allow: qemu_x86\n")
        done = self.run_twister()
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        suites = self.suites()
        self.assertEqual({name: suite["status"] for name, suite in suites.items()},
                         {"t/bad/a.bad": "failed", "t/built/a.built": "built", "t/good/a.good": "passed",
                          "t/good/a.slow": "skipped", "t/other/a.other": "skipped", "t/unit/a.unit": "passed"})
        self.assertEqual(list(suites), sorted(suites))
        self.assertEqual(suites["t/good/a.good"]["testcases"],
                         [{"identifier": "a.good.one.test_a", "execution_time": "0.01", "status": "passed"},
                          {"identifier": "a.good.one.test_b", "execution_time": "0.00", "status": "skipped"}])
        self.assertEqual(suites["t/bad/a.bad"]["reason"], "failed: test_a")
        self.assertEqual(suites["t/other/a.other"]["reason"], "platform not in platform_allow")
        self.assertIn("3 of 4 test configurations passed (75.00%), 1 failed, 0 errored, 2 skipped", done.stdout)
        root = ET.parse(os.path.join(self.root, "twister-out", "twister.xml")).getroot()
        counts = {s.get("name"): (s.get("tests"), s.get("failures"), s.get("errors"), s.get("skipped")) for s in root}
        self.assertEqual(counts, {"native_sim_64": ("7", "1", "0", "5"), "unit_testing": ("2", "0", "0", "1")})
        self.assertEqual(self.run_twister("-s", "a.good").returncode, 0)
        self.assertTrue(os.path.isdir(os.path.join(self.root, "twister-out.1")))

    def test_selection(self):
        self.scenario("one", "common:\n  tags: c\ntests:\n  x.one:\n    tags: t1\n  x.two:\n    tags:\n      - t2\n")
        for arguments, expected in ((["-t", "t1"], ["x.one"]), (["-t", "c", "-e", "t1"], ["x.two"]), (["-s", "t/one/x.two"], ["x.two"])):
            done = self.run_twister("-y", *arguments)
            self.assertEqual([line.rsplit("/", 1)[1] for line in done.stdout.splitlines()], expected, done.stderr)

    def test_hanging_program_is_stopped(self):
        self.scenario("hang", "tests:\n  h.hang:\n    timeout: 1\n", "#!/bin/sh\necho START - test_h\nsleep 100\n")
        done = self.run_twister("--timeout-multiplier", "0.5")
        self.assertEqual(done.returncode, 1)
        self.assertIn("timeout: stopped after 0.5 s", done.stdout)

    def test_faults_status_and_missing_end(self):
        fault = PASSES.replace("PROJECT", "ZEPHYR FATAL ERROR 3\nPROJECT")
        self.scenario("f1", "tests:\n  f.survived:\n    ignore_faults: true\n", fault)
        self.scenario("f3", "tests:\n  f.status: {}\n", PASSES + "exit 3\n")
        self.scenario("f4", "tests:\n  f.silent: {}\n", "#!/bin/sh\necho hello\n")
        self.scenario("f5", "tests:\n  f.within: {}\n", "#!/bin/sh\necho START - test_w\nkill -SEGV $$\n")
        self.run_twister()
        reasons = {name.rsplit(".", 1)[1]: suite.get("reason", "") for name, suite in self.suites().items()}
        self.assertEqual(reasons, {"survived": "",
                                   "status": "exit status 3", "silent": "no line PROJECT EXECUTION SUCCESSFUL",
                                   "within": "ended within test_w"})

    def test_console_harness(self):
        yaml = ("tests:\n  c.{0}:\n    harness: console\n    harness_config:\n      type: multi_line\n      ordered: {1}\n"
                "      regex:\n        - two\n        - 'on.$'\n")
        endless = "#!/bin/sh\necho one\necho on-\necho two\nsleep 100\n"
        self.scenario("c1", yaml.format("unordered", "false"), endless)
        self.scenario("c2", yaml.format("ordered", "true"), endless.replace("sleep 100", ""))
        done = self.run_twister()
        suites = self.suites()
        self.assertEqual(suites["t/c1/c.unordered"]["status"], "passed", done.stdout)
        self.assertEqual(suites["t/c2/c.ordered"]["reason"], "no line matched: on.$")

    def test_build_and_configuration(self):
        self.scenario("e1", "tests:\n  e.broken: {}\n", broken="main.c:1:1: error: expected a semicolon\n")
        self.scenario("e2", "tests:\n  e.refused: {}\n", 
                      refused="tidemark-hosted: warning: w\ntidemark-hosted: prj.conf:1: CONFIG_BT=y: hosted has no Bluetooth; x\n")
        self.scenario("e3", "tests:\n  e.wrong: {}\n", refused="tidemark-hosted: prj.conf:1: CONFIG_Q=y: no Kconfig file defines CONFIG_Q\n")
        self.scenario("e4", "tests:\n  e.filtered:\n    filter: not CONFIG_MULTITHREADING\n", refused="tidemark-hosted: x\n",
                      config="CONFIG_MULTITHREADING=y\n")
        self.scenario("e5", "tests:\n  e.arguments:\n    extra_args: CONF_FILE=\"a.conf b.conf\" arch:arm:Q=1 platform:native_sim:R=2\n"
                            "    extra_configs:\n      - arch:posix:CONFIG_A=y\n      - platform:qemu_x86:CONFIG_B=y\n")
        self.scenario("e6", "tests:\n  e.extra:\n    extra_configs:\n      - CONFIG_BT=y\n", refused_extra="CONFIG_BT=y: hosted has no Bluetooth; x")
        self.run_twister("-x", "S=3")
        found = {name.rsplit(".", 1)[1]: (suite["status"], suite.get("reason", "")) for name, suite in self.suites().items()}
        self.assertEqual(found["broken"], ("error", "build: main.c:1:1: error: expected a semicolon"))
        self.assertEqual(found["refused"], ("skipped", "not offered: prj.conf:1: CONFIG_BT=y: hosted has no Bluetooth"))
        self.assertEqual(found["extra"], ("skipped", "not offered: extra_configs:1: CONFIG_BT=y: hosted has no Bluetooth"))
        self.assertEqual(found["wrong"], ("error", "CMake: prj.conf:1: CONFIG_Q=y: no Kconfig file defines CONFIG_Q"))
        self.assertEqual(found["filtered"], ("skipped", "filter is false: not CONFIG_MULTITHREADING"))
        arguments = self.arguments_of("t/e5/e.arguments")
        for expected in ("-DCONF_FILE=a.conf;b.conf", "-DR=2", "-DS=3", "-DBOARD=native_sim_64"):
            self.assertIn(expected, arguments)
        self.assertNotIn("-DQ=1", arguments)
        overlay = next(a.split("=", 1)[1] for a in arguments if a.startswith("-DOVERLAY_CONFIG="))
        with open(overlay, encoding="utf-8") as stream:
            self.assertEqual(stream.read(), "CONFIG_A=y\n")

    def test_filter_without_a_build(self):
        """A filter that no configuration can meet costs no configuring; one that a Kconfig file may meet does."""
        cases = (("unknown", "CONFIG_FROB and CONFIG_MULTITHREADING", False), ("dt", "dt_alias_exists('a')", False),
                 ("known", "CONFIG_MULTITHREADING", True), ("own", "CONFIG_OWN > 1", True),
                 ("made", "CONFIG_X_LOG_LEVEL > 1", True), ("either", "CONFIG_FROB or CONFIG_MULTITHREADING", True))
        for name, text, _ in cases:
            yaml = f"tests:\n  f.{name}:\n    filter: {text}\n  g.{name}:\n    filter: {text}\n    extra_args: ZEPHYR_EXTRA_MODULES=/m\n"
            self.scenario(name, yaml, config="\n", Kconfig="config OWN\n\tint\n")
        self.run_twister()
        suites = self.suites()
        for name, text, configured in cases:
            for suite in (suites[f"t/{name}/f.{name}"], suites[f"t/{name}/g.{name}"]):
                self.assertEqual((suite["status"], suite["reason"]), ("skipped", f"filter is false: {text}"))
            self.assertEqual(os.path.exists(self.root + f"/twister-out/native_sim_64/t/{name}/f.{name}/arguments"), configured, name)
            self.assertEqual(self.arguments_of(f"t/{name}/g.{name}")[-1], "-DZEPHYR_EXTRA_MODULES=/m")

    def test_refused_by_the_compiler(self):
        refused = "a.c:1:2: error: #error \"tidemark-hosted: <zephyr/a.h>: hosted does not have it; do that\"\na.c:2:1: error: unknown type\n"
        called = "b.c:7:5: error: call to 'k_a' declared with attribute error: tidemark-hosted: k_a: not offered; do that\n"
        forgotten = "c.c:1:2: error: #error \"tidemark-hosted: <zephyr/c.h>: needs CONFIG_C=y in prj.conf\"\n"
        broken = "d.c:1:1: error: expected a semicolon\n"
        cases = (((refused, called), "skipped", "not offered: <zephyr/a.h>: hosted does not have it"),
                 ((called,), "skipped", "not offered: k_a: not offered"), ((called, broken), "error", "build: b.c:7:5"),
                 ((broken + refused,), "error", "build: a.c:1:2"), ((forgotten,), "error", "build: c.c:1:2"))
        for number, (errors, _, _) in enumerate(cases):
            text = "".join(f"[1/2] Building C\nFAILED: {i}.o\ngcc -c\n{error}" for i, error in enumerate(errors))
            self.scenario(f"r{number}", f"tests:\n  r.r{number}: {{}}\n", broken=text)
        self.run_twister()
        for number, (errors, status, reason) in enumerate(cases):
            suite = self.suites()[f"t/r{number}/r.r{number}"]
            self.assertEqual(suite["status"], status, errors)
            self.assertTrue(suite["reason"].startswith(reason), suite["reason"])

    def test_overlay_left_out(self):
        warning = "tidemark-hosted: warning: devicetree overlay: app.overlay:2: &flash0: no such node; left out\n"
        self.scenario("o1", "tests:\n  o.fails: {}\n", FAILS, warning=warning)
        self.scenario("o2", "tests:\n  o.passes: {}\n", warning=warning)
        self.scenario("o3", "tests:\n  o.broken: {}\n", warning=warning, broken="main.c:1:1: error: expected a semicolon\n")
        self.run_twister()
        found = {name.rsplit(".", 1)[1]: (suite["status"], suite.get("reason", "")) for name, suite in self.suites().items()}
        missing = "; not offered: app.overlay:2: &flash0: no such node"
        self.assertEqual({name: status for name, (status, _) in found.items()}, {"fails": "failed", "passes": "passed", "broken": "error"})
        for name in ("fails", "broken"):
            self.assertTrue(found[name][1].endswith(missing), found[name])

    def test_paths(self):
        self.scenario("a/same", "tests:\n  p.p: {}\n")
        self.scenario("b/same", "tests:\n  p.p: {}\n")
        roots = [os.path.join(self.root, "t", name) for name in ("a", "b")]
        found = [s.full_name for s in scenarios.find(roots)]
        self.assertEqual(found, ["a/same/p.p", "b/same/p.p"])
        roots = [os.path.join(root, "same") for root in roots]
        self.assertEqual([s.full_name for s in scenarios.find(roots)], [os.path.join(root, "p.p") for root in roots])

    def test_listing(self):
        self.scenario("l", "tests:\n  l.one: {}\n", **{"main.c": "ZTEST(suite, test_x)\n{}\n  ZTEST_USER_F(suite, test_y)\n"})
        done = self.run_twister("--list-tests")
        self.assertEqual(done.stdout, "t/l/l.one\n  l.one.suite.test_x\n  l.one.suite.test_y\n1 scenarios\n")


class WrongInput(Tree):
    def refused(self, message, *arguments):
        done = self.run_twister(*arguments)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertRegex(done.stderr, "^tidemark-hosted: twister: " + message)
        self.assertNotIn("Traceback", done.stderr)

    def test_command_line(self):
        self.scenario("a", "tests:\n  a.a: {}\n")
        self.refused("command line: unrecognized arguments: --frob; see --help", "--frob")
        self.refused("nowhere: no such directory; give one with -T", "-T", "nowhere")
        self.refused("--platform qemu_x86: hosted is one board; use one of", "-p", "qemu_x86")
        self.refused("--scenario a.b: no such scenario below t; see --list-tests", "-s", "a.b")
        self.refused("command line: argument -j/--jobs: must be 1 or more", "-j", "0")
        self.refused("command line: argument --timeout-multiplier: must be above 0", "--timeout-multiplier", "-1")
        self.refused("command line: argument -x/--extra-args: 'FOO' is not NAME=VALUE", "-x", "FOO")
        self.refused("t: no scenario is left to run; correct", "-t", "nothing")
        self.write("afile", "")
        self.refused(".*afile.*: is a file; give another directory with -O", "-O", "afile")

    def test_yaml(self):
        for text, message in (("tests:\n  a: [\n", r"t/a/testcase.yaml:\d+: not YAML: .*; correct the file"),
                              ("- 1\n", "t/a/testcase.yaml: no mapping with the key `tests`; correct"),
                              ("sample:\n  name: x\n", "t/a/testcase.yaml: `tests` is missing or no mapping; name at least"),
                              ("tests:\n  a.a:\n    tagz: x\n", "t/a/testcase.yaml: a.a: unknown key 'tagz'; correct the name"),
                              ("tests:\n  a.a:\n    timeout: long\n", "t/a/testcase.yaml: a.a: timeout must be a number, not 'long'"),
                              ("tests:\n  a.a:\n    slow: 3\n", "t/a/testcase.yaml: a.a: slow must be a bool, not 3"),
                              ("tests:\n  a.a: text\n", "t/a/testcase.yaml: a.a: not a mapping of keys to values; correct"),
                              ("tests:\n  a.a:\n    harness: console\n", "t/a/a.a: harness_config: type is None; use one_line"),
                              ("\x00", "t/a/testcase.yaml")):
            self.scenario("a", text)
            self.refused(message)


class Expressions(unittest.TestCase):
    ENVIRONMENT = {"CONFIG_A": "y", "CONFIG_N": "0x10", "CONFIG_S": "text", "ARCH": "posix"}

    def holds(self, text):
        return expression.evaluate(text, self.ENVIRONMENT, expression.NoDevicetree())

    def test_values(self):
        for text in ("CONFIG_A", "not CONFIG_B", "CONFIG_A and (CONFIG_B or CONFIG_A)", "CONFIG_N == 16", "CONFIG_N > 0xf",
                     "CONFIG_N <= 16", 'CONFIG_S == "text"', "CONFIG_S != 'other'", 'ARCH in ["arm", "posix"]', 'CONFIG_S : "te.t"',
                     'not dt_compat_enabled("a,b")', "not CONFIG_B > 1", "CONFIG_B or not CONFIG_B and CONFIG_A"):
            self.assertTrue(self.holds(text), text)
        for text in ("CONFIG_B", "not CONFIG_A", "CONFIG_N == 17", 'ARCH in ["arm"]', 'dt_alias_exists("led0")', "CONFIG_B >= 0"):
            self.assertFalse(self.holds(text), text)

    def test_errors(self):
        for text in ("CONFIG_A and", "(CONFIG_A", "CONFIG_A CONFIG_B", "frob(1)", "CONFIG_A == ==", "€", ""):
            with self.assertRaises(UsageError, msg=text):
                self.holds(text)


class Parts(unittest.TestCase):
    def test_words(self):
        self.assertEqual(scenarios.words('A=1 B="x y"  C'), ["A=1", 'B="x y"', "C"])

    def test_merge(self):
        merged = scenarios.merge({"tags": ["a"], "timeout": 5, "filter": "X"}, {"tags": ["b"], "timeout": 6, "filter": "Y"})
        self.assertEqual(merged, {"tags": ["a", "b"], "timeout": 6, "filter": "(X) and (Y)"})

    def test_prefixes(self):
        self.assertEqual(build.unprefixed(["A", "arch:posix:B", "arch:x86:C", "platform:unit_testing:D"], False), ["A", "B"])
        self.assertEqual(build.unprefixed(["arch:posix:B", "platform:unit_testing:D"], True), ["D"])

    def test_reasons(self):
        arguments = options.read(["-T", "."])
        for data, reason in (({"skip": True}, "skip is set"), ({"arch_allow": ["x86"]}, "arch_allow has no posix"),
                             ({"arch_exclude": ["posix"]}, "arch_exclude has posix"), ({"platform_type": ["qemu"]}, "platform_type is qemu"),
                             ({"platform_exclude": ["native_sim"]}, "platform_exclude has native_sim"),
                             ({"depends_on": ["frobnicator"]}, "depends_on frobnicator"), ({"min_ram": 10**6}, "min_ram 1000000 KiB"),
                             ({"harness": "robot"}, "needs the harness robot"), ({"sysbuild": True}, "needs sysbuild"),
                             ({"platform_allow": ["native_posix", "qemu_x86"]}, ""), ({"modules": ["x"]}, "module x is missing"), ({}, "")):
            scenario = scenarios.Scenario("s", "/", ".", "/testcase.yaml", data=data)
            self.assertEqual(selection.skip_reason(scenario, arguments, set()), reason)


if __name__ == "__main__":
    unittest.main()
