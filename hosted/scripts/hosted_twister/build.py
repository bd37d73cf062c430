# SPDX-License-Identifier: Apache-2.0
"""Configures and builds one scenario."""

import os
import re
import shutil
import subprocess
import sys

from . import expression, platforms, prefilter

BASE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
BUILD_LIMIT = 1800  # seconds; only a compiler that hangs takes as long


class BuildFailure(Exception):
    """status: error, or skipped if hosted refuses what the scenario's configuration asks for."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status, self.reason = status, reason


def applies(prefix, value, unit):
    names = set(platforms.PLATFORMS) if unit else platforms.names()
    return value in (names if prefix == "platform" else {"unit" if unit else platforms.ARCH})


def unprefixed(entries, unit):
    """Entries such as platform:native_sim:CONFIG_X=y and arch:posix:A=b, without the prefix, if it is this platform."""
    result = []
    for entry in entries:
        match = re.match(r"^(platform|arch|toolchain|simulation):([^:=]+):(.*)$", entry, re.DOTALL)
        if not match:
            result.append(entry)
        elif applies(match.group(1), match.group(2), unit):
            result.append(match.group(3))
    return result


def cmake_arguments(scenario, options, directory):
    """-D arguments, in the order of Zephyr's twister: a later one wins."""
    unit = scenario.unit
    board = options.platform[0] if options.platform else platforms.DEFAULT
    defines = {"BOARD": platforms.PLATFORMS[platforms.UNIT if unit or platforms.is_unit(board) else board]}
    lists = {"CONF_FILE": unprefixed(scenario.get("extra_conf_files"), unit),
             "OVERLAY_CONFIG": unprefixed(scenario.get("extra_overlay_confs"), unit),
             "DTC_OVERLAY_FILE": unprefixed(scenario.get("extra_dtc_overlay_files"), unit)}
    arguments = unprefixed(scenario.get("extra_args"), unit) + options.extra_args
    for argument in arguments:
        name, _, value = argument.partition("=")
        name = name[2:] if name.startswith("-D") else name
        if not name.startswith("CONFIG_") and len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if name in lists:
            lists[name] += [v for v in re.split(r"[; ]", value) if v]
        else:
            defines[name] = value
    configs = unprefixed(scenario.get("extra_configs"), unit)
    if configs:
        overlay = os.path.join(directory, "twister", "testsuite_extra.conf")
        os.makedirs(os.path.dirname(overlay), exist_ok=True)
        with open(overlay, "w", encoding="utf-8") as stream:
            stream.write("".join(f"{line}\n" for line in configs))
        lists["OVERLAY_CONFIG"].append(overlay)
    defines.update({name: ";".join(values) for name, values in lists.items() if values})
    return [f"-D{name}={value}" for name, value in defines.items()]


def commands(scenario, options, directory):
    generator = ["-GNinja"] if shutil.which("ninja") else []
    configure = ["cmake", *generator, "-S", scenario.source, "-B", directory, f"-DHOSTED_PYTHON={sys.executable}",
                 *cmake_arguments(scenario, options, directory)]
    parallel = max(1, (os.cpu_count() or 1) // options.jobs)
    return configure, ["cmake", "--build", directory, "--parallel", str(parallel)]


def run_logged(command, log, verbose=False):
    """The exit status; the output is appended to the file."""
    environment = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL", "BOARD", "CONF_FILE")}
    environment["ZEPHYR_BASE"] = BASE
    if verbose:
        print(" ".join(command), flush=True)
    with open(log, "a", encoding="utf-8") as stream:
        stream.write(" ".join(command) + "\n")
        stream.flush()
        try:
            return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT,
                                  env=environment, timeout=BUILD_LIMIT, check=False).returncode
        except subprocess.TimeoutExpired:
            stream.write(f"twister: not done after {BUILD_LIMIT} seconds\n")
            return 124


def log_lines(log):
    with open(log, encoding="utf-8", errors="replace") as stream:
        return stream.read().splitlines()


def refusals():
    """The sentences with which hosted refuses symbols."""
    path = os.path.join(BASE, "scripts", "refused_symbols.txt")
    with open(path, encoding="utf-8") as stream:
        lines = [line.split(None, 1) for line in stream if line.strip() and not line.startswith("#")]
    return [line[1].split(";")[0].strip() for line in lines if len(line) == 2]


def configure_failure(log):
    """Skipped if all that is wrong is refused by a sentence of hosted's list, else an error."""
    # Named as in the YAML file, so that the same refusal reads the same in each scenario.
    extra = os.path.join(os.path.dirname(log), "twister", "testsuite_extra.conf")
    messages = [line.split("tidemark-hosted: ", 1)[1].replace(extra, "extra_configs") for line in log_lines(log)
                if "tidemark-hosted: " in line and "see the message" not in line and "tidemark-hosted: warning: " not in line]
    sentences = refusals()
    refused = [m for m in messages if any(s in m for s in sentences)]
    if messages and len(refused) == len(messages):
        return BuildFailure("skipped", f"not offered: {messages[0].split(';')[0]}")
    rest = [m for m in messages if m not in refused]
    if rest:
        return BuildFailure("error", f"CMake: {rest[0]}")
    error = next((line for line in log_lines(log) if "CMake Error" in line), "see build.log")
    return BuildFailure("error", f"CMake: {error}")


def refusal(lines):
    """The sentence if the first error of each file that did not compile is a refusal of hosted's, else None.
    What follows a refused header in the same file is its consequence."""
    sentence = None
    failed = [index for index, line in enumerate(lines) if line.startswith("FAILED: ")]
    for begin, end in zip(failed, failed[1:] + [len(lines)]):
        first = next((line for line in lines[begin + 1:end] if re.search(r"\berror: ", line)), "")
        # A sentence that names what to set is about something that hosted has.
        if "tidemark-hosted: " not in first or re.search(r"\bCONFIG_\w+=y", first):
            return None
        sentence = sentence or first.split("tidemark-hosted: ", 1)[1].strip(' ")').split(";")[0]
    return sentence


def left_out(directory):
    """What of an overlay hosted could not take over, in a sentence; empty if nothing. It may be why something fails."""
    marker = "tidemark-hosted: warning: devicetree overlay: "
    for line in log_lines(os.path.join(directory, "build.log")):
        if line.startswith(marker):
            return f"not offered: {line[len(marker):].split(';')[0]}"
    return ""


def build_failure(log):
    sentence = refusal(log_lines(log))
    if sentence:
        return BuildFailure("skipped", f"not offered: {sentence}")
    missing = left_out(os.path.dirname(log))
    beside = f"; {missing}" if missing else ""
    for pattern in (r"tidemark-hosted: .*", r".*\berror: .*", r".*undefined reference to .*", r".*multiple definition of .*"):
        for line in log_lines(log):
            if re.search(pattern, line) and " -D" not in line and "tidemark-hosted: warning: " not in line:
                return BuildFailure("error", f"build: {line.strip()[:300]}{beside}")
    return BuildFailure("error", f"build: see build.log{beside}")


def filtered(scenario, config):
    environment = dict(os.environ)
    environment.update(expression.read_config(config))
    environment.update(platforms.filter_names(scenario.unit))
    functions = expression.NoDevicetree()
    return not expression.evaluate(scenario.get("filter"), environment, functions)


def build(scenario, options, directory):
    """Builds; returns the program. Raises BuildFailure."""
    out_of_question = BuildFailure("skipped", f"filter is false: {scenario.get('filter')}")
    if scenario.get("filter") and prefilter.is_false(scenario, options, BASE):
        raise out_of_question
    os.makedirs(directory, exist_ok=True)
    log = os.path.join(directory, "build.log")
    open(log, "w", encoding="utf-8").close()
    configure, compile_all = commands(scenario, options, directory)
    config = os.path.join(directory, "zephyr", ".config")
    partial = config + ".partial"
    if os.path.exists(partial):
        os.remove(partial)
    configured = run_logged(configure, log, options.verbose > 1) == 0
    if scenario.get("filter"):
        # Where the configuration failed, the part of it that was understood still tells whether the filter holds.
        known = config if configured else partial
        if os.path.exists(known) and filtered(scenario, known):
            raise out_of_question
    if not configured:
        raise configure_failure(log)
    if run_logged(compile_all, log, options.verbose > 1) != 0:
        raise build_failure(log)
    if scenario.unit:
        return os.path.join(directory, "testbinary")
    name = expression.read_config(config).get("CONFIG_KERNEL_BIN_NAME", "zephyr")
    return os.path.join(directory, "zephyr", f"{name}.exe")
