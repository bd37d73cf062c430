# SPDX-License-Identifier: Apache-2.0
"""Zephyr's Kconfig preprocessor functions about the devicetree. Hosted has none: every question is answered with no."""


def _no(_kconf, _name, *_args):
    return "n"


def _zero(_kconf, _name, *_args):
    return "0"


_BOOLEAN = ("dt_node_str_prop_equals dt_node_array_prop_has_val dt_has_compat dt_compat_enabled dt_compat_on_bus "
            "dt_chosen_enabled dt_nodelabel_enabled dt_node_has_bool_prop dt_node_has_prop dt_node_has_compat "
            "dt_node_exists dt_alias_enabled dt_nodelabel_has_compat dt_nodelabel_has_prop dt_nodelabel_bool_prop "
            "dt_compat_any_has_prop dt_path_enabled dt_nodelabel_enabled_with_compat dt_compat_any_on_bus "
            "dt_nodelabel_exists shields_list_contains")
_NUMBER = ("dt_node_array_prop_int dt_node_ph_array_prop_int dt_compat_property_int dt_chosen_reg_addr_int "
           "dt_chosen_reg_size_int dt_node_reg_addr_int dt_node_reg_size_int dt_node_int_prop_int "
           "dt_nodelabel_reg_addr_int dt_nodelabel_reg_size_int dt_chosen_partition_addr_int")
_HEX_NUMBER = ("dt_node_array_prop_hex dt_node_ph_array_prop_hex dt_chosen_reg_addr_hex dt_chosen_reg_size_hex "
               "dt_node_reg_addr_hex dt_node_reg_size_hex dt_node_int_prop_hex dt_nodelabel_reg_addr_hex "
               "dt_nodelabel_reg_size_hex dt_chosen_partition_addr_hex")
_TEXT = ("dt_nodelabel_path dt_chosen_label dt_chosen_path dt_node_parent dt_alias_path dt_node_ph_prop_path")

functions = {name: (_no, 1, None) for name in _BOOLEAN.split()}
functions.update({name: (_zero, 1, None) for name in _NUMBER.split()})
functions.update({name: (lambda *_: "0x0", 1, None) for name in _HEX_NUMBER.split()})
functions.update({name: (lambda *_: "", 1, None) for name in _TEXT.split()})
