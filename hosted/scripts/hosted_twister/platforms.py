# SPDX-License-Identifier: Apache-2.0
"""The board that hosted is, and the names that scenarios know it by."""

# name as in -p and in YAML files -> value of BOARD
PLATFORMS = {
    "native_sim_64": "native_sim_64",
    "native_sim/native/64": "native_sim/native/64",
    "native_sim": "native_sim",
    "native_sim/native": "native_sim",
    "native_posix_64": "native_sim_64",
    "native_posix/native/64": "native_sim/native/64",
    "native_posix": "native_sim",
    "native_posix/native": "native_sim",
    "unit_testing": "unit_testing",
    "unit_testing/unit_testing": "unit_testing",
}
DEFAULT = "native_sim_64"
UNIT = "unit_testing"

ARCH = "posix"
PLATFORM_TYPE = "native"
SIMULATION = "native"
TOOLCHAINS = {"host", "gcc", "zephyr"}
RAM_KIB = 65536
FLASH_KIB = 65536
# What `depends_on` may ask for.
SUPPORTED = set()


def is_unit(name):
    return name.startswith("unit_testing")


def names():
    """Every name of the board that runs whole applications."""
    return {name for name in PLATFORMS if not is_unit(name)}


def filter_names(unit):
    """The names without CONFIG_ that a filter may ask for."""
    return {"ARCH": "unit" if unit else ARCH, "PLATFORM": UNIT if unit else DEFAULT}
