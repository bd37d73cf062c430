# SPDX-License-Identifier: Apache-2.0
"""What keeps a scenario from being built here, as far as its YAML file says."""

from . import platforms

# Harnesses whose verdict comes from the program's own output.
HARNESSES = {"", "test", "ztest", "console", "gtest"}


def chosen(scenario, options):
    """Whether the command line asks for it at all."""
    tags = set(scenario.get("tags"))
    if options.scenario and scenario.name not in options.scenario and scenario.full_name not in options.scenario:
        return False
    if options.tag and not tags & set(options.tag):
        return False
    return not tags & set(options.exclude_tag)


def platform_reason(scenario, names):
    allow, exclude = set(scenario.get("platform_allow")), set(scenario.get("platform_exclude"))
    if allow and not allow & names:
        return "platform not in platform_allow"
    if exclude & names:
        return f"platform_exclude has {sorted(exclude & names)[0]}"
    arch = "unit" if scenario.unit else platforms.ARCH
    if scenario.get("arch_allow") and arch not in scenario.get("arch_allow"):
        return f"arch_allow has no {arch}"
    if arch in scenario.get("arch_exclude"):
        return f"arch_exclude has {arch}"
    types = scenario.get("platform_type")
    if types and platforms.PLATFORM_TYPE not in types and not scenario.unit:
        return f"platform_type is {', '.join(types)}"
    if platforms.SIMULATION in scenario.get("simulation_exclude"):
        return "simulation_exclude has native"
    return ""


def need_reason(scenario, modules):
    """What it needs that is not here."""
    missing = sorted(set(scenario.get("depends_on")) - platforms.SUPPORTED)
    if missing:
        return f"depends_on {', '.join(missing)}"
    missing = sorted(set(scenario.get("modules")) - modules)
    if missing:
        return f"module {', '.join(missing)} is missing"
    if (scenario.get("min_ram") or 0) > platforms.RAM_KIB:
        return f"min_ram {scenario.get('min_ram')} KiB"
    if (scenario.get("min_flash") or 0) > platforms.FLASH_KIB:
        return f"min_flash {scenario.get('min_flash')} KiB"
    allow = set(scenario.get("toolchain_allow"))
    if allow and not allow & platforms.TOOLCHAINS:
        return "toolchain not in toolchain_allow"
    if set(scenario.get("toolchain_exclude")) & {"host"}:
        return "toolchain_exclude has host"
    for key, what in (("required_snippets", "snippets"), ("required_applications", "other applications"),
                      ("required_devices", "other devices")):
        if scenario.get(key):
            return f"needs {what}"
    if scenario.get("sysbuild"):
        return "needs sysbuild"
    harness = scenario.get("harness")
    if harness not in HARNESSES and not scenario.get("build_only"):
        return f"needs the harness {harness}"
    if harness == "console" and (scenario.get("harness_config") or {}).get("fixture"):
        return f"needs the fixture {scenario.get('harness_config')['fixture']}"
    return ""


def skip_reason(scenario, options, modules):
    """Empty if it shall be built."""
    names = set(platforms.PLATFORMS) if scenario.unit else platforms.names()
    if scenario.get("skip"):
        return "skip is set"
    if scenario.get("slow") and not options.enable_slow:
        return "slow (--enable-slow runs it)"
    if options.integration and scenario.get("integration_platforms"):
        if not names & set(scenario.get("integration_platforms")):
            return "not in integration_platforms"
    if options.platform and all(map(platforms.is_unit, options.platform)) and not scenario.unit:
        return "no unit test, and --platform is unit_testing"
    if not options.force_platform:
        reason = platform_reason(scenario, names)
        if reason:
            return reason
    return need_reason(scenario, modules)
