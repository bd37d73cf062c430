// SPDX-License-Identifier: Apache-2.0
// Questions about the one devicetree, which devicetree/nodes.h describes, and the nodes that the
// application's overlays add. A node that is in neither does not exist: DT_NODE_EXISTS is 0,
// DEVICE_DT_GET does not compile. The types of properties in overlays are those that their values
// have, bindings are not read. Not offered: buses, interrupts, specifiers, ranges, GPIOs, clocks.
#ifndef ZEPHYR_INCLUDE_DEVICETREE_H_
#define ZEPHYR_INCLUDE_DEVICETREE_H_

#include <zephyr/devicetree/nodes.h>
#include <zephyr/sys/util.h>

#define DT_CAT(a1, a2) a1##a2
#define DT_CAT3(a1, a2, a3) a1##a2##a3
#define DT_CAT4(a1, a2, a3, a4) a1##a2##a3##a4
#define DT_CAT5(a1, a2, a3, a4, a5) a1##a2##a3##a4##a5
#define DT_CAT6(a1, a2, a3, a4, a5, a6) a1##a2##a3##a4##a5##a6

/* --- which node --- */
#define DT_INVALID_NODE _
#define DT_ROOT DT_N
#define DT_NODELABEL(label) DT_CAT(DT_N_NODELABEL_, label)
#define DT_ALIAS(alias) DT_CAT(DT_N_ALIAS_, alias)
#define DT_CHOSEN(prop) DT_CAT(DT_CHOSEN_, prop)
#define DT_INST(inst, compat) UTIL_CAT(DT_N_INST, Z_DT_DASH(inst, compat))
#define Z_DT_DASH(a, b) Z_DT_DASH2(a, b)
#define Z_DT_DASH2(a, b) _##a##_##b
#define DT_DRV_INST(inst) DT_INST(inst, DT_DRV_COMPAT)
#define DT_PARENT(node_id) UTIL_CAT(node_id, _PARENT)
#define DT_GPARENT(node_id) DT_PARENT(DT_PARENT(node_id))
#define DT_CHILD(node_id, child) UTIL_CAT(node_id, DT_CAT(_S_, child))
#define DT_PATH(...) UTIL_CAT(DT_N, Z_DT_PATH(NUM_VA_ARGS(__VA_ARGS__), __VA_ARGS__))
#define Z_DT_PATH(n, ...) UTIL_CAT(Z_DT_PATH_, n)(__VA_ARGS__)
#define Z_DT_PATH_1(a) _S_##a
#define Z_DT_PATH_2(a, b) _S_##a##_S_##b
#define Z_DT_PATH_3(a, b, c) _S_##a##_S_##b##_S_##c
#define DT_COMPAT_GET_ANY_STATUS_OKAY(compat) \
  COND_CODE_1(DT_HAS_COMPAT_STATUS_OKAY(compat), (DT_INST(0, compat)), (DT_INVALID_NODE))

/* --- whether it is there --- */
#define DT_NODE_EXISTS(node_id) Z_DT_NODE_EXISTS(node_id)
#define Z_DT_NODE_EXISTS(node_id) IS_ENABLED(DT_CAT(node_id, _EXISTS))
#define DT_NODE_HAS_STATUS(node_id, status) Z_DT_NODE_HAS_STATUS(node_id, status)
#define Z_DT_NODE_HAS_STATUS(node_id, status) IS_ENABLED(DT_CAT3(node_id, _STATUS_, status))
#define DT_NODE_HAS_STATUS_OKAY(node_id) DT_NODE_HAS_STATUS(node_id, okay)
#define DT_HAS_CHOSEN(prop) IS_ENABLED(DT_CAT3(DT_CHOSEN_, prop, _EXISTS))
#define DT_HAS_ALIAS(alias) DT_NODE_EXISTS(DT_ALIAS(alias))
#define DT_HAS_COMPAT_STATUS_OKAY(compat) IS_ENABLED(DT_CAT(DT_COMPAT_HAS_OKAY_, compat))
#define DT_NUM_INST_STATUS_OKAY(compat) \
  UTIL_AND(DT_HAS_COMPAT_STATUS_OKAY(compat), DT_CAT3(DT_N_INST_, compat, _NUM_OKAY))
#define DT_NODE_HAS_COMPAT(node_id, compat) Z_DT_NODE_HAS_COMPAT(node_id, compat)
#define Z_DT_NODE_HAS_COMPAT(node_id, compat) IS_ENABLED(DT_CAT3(node_id, _COMPAT_MATCHES_, compat))
#define DT_NODE_HAS_COMPAT_STATUS(node_id, compat, status) \
  UTIL_AND(DT_NODE_HAS_COMPAT(node_id, compat), DT_NODE_HAS_STATUS(node_id, status))
#define DT_SAME_NODE(node_id1, node_id2) (DT_DEP_ORD(node_id1) == DT_DEP_ORD(node_id2))

/* --- what it says --- */
#define DT_NODE_PATH(node_id) UTIL_CAT(node_id, _PATH)
#define DT_NODE_FULL_NAME(node_id) UTIL_CAT(node_id, _FULL_NAME)
#define DT_DEP_ORD(node_id) UTIL_CAT(node_id, _ORD)
#define DT_PROP(node_id, prop) Z_DT_PROP(node_id, prop)
#define Z_DT_PROP(node_id, prop) DT_CAT3(node_id, _P_, prop)
#define DT_NODE_HAS_PROP(node_id, prop) Z_DT_NODE_HAS_PROP(node_id, prop)
#define Z_DT_NODE_HAS_PROP(node_id, prop) IS_ENABLED(DT_CAT4(node_id, _P_, prop, _EXISTS))
#define DT_PROP_OR(node_id, prop, default_value) \
  COND_CODE_1(DT_NODE_HAS_PROP(node_id, prop), (DT_PROP(node_id, prop)), (default_value))
#define DT_PROP_LEN(node_id, prop) Z_DT_PROP_LEN(node_id, prop)
#define Z_DT_PROP_LEN(node_id, prop) DT_CAT4(node_id, _P_, prop, _LEN)
#define DT_PROP_LEN_OR(node_id, prop, default_value) \
  COND_CODE_1(DT_NODE_HAS_PROP(node_id, prop), (DT_PROP_LEN(node_id, prop)), (default_value))
#define DT_PROP_BY_IDX(node_id, prop, idx) Z_DT_PROP_BY_IDX(node_id, prop, idx)
#define Z_DT_PROP_BY_IDX(node_id, prop, idx) DT_CAT5(node_id, _P_, prop, _IDX_, idx)
#define DT_PROP_HAS_IDX(node_id, prop, idx) Z_DT_PROP_HAS_IDX(node_id, prop, idx)
#define Z_DT_PROP_HAS_IDX(node_id, prop, idx) \
  IS_ENABLED(DT_CAT6(node_id, _P_, prop, _IDX_, idx, _EXISTS))
/* The node that a property refers to. */
#define DT_PHANDLE(node_id, prop) DT_PHANDLE_BY_IDX(node_id, prop, 0)
#define DT_PHANDLE_BY_IDX(node_id, prop, idx) Z_DT_PHANDLE_BY_IDX(node_id, prop, idx)
#define Z_DT_PHANDLE_BY_IDX(node_id, prop, idx) DT_CAT6(node_id, _P_, prop, _IDX_, idx, _PH)
#define DT_NUM_REGS(node_id) UTIL_CAT(node_id, _REG_NUM)
#define DT_REG_HAS_IDX(node_id, idx) Z_DT_REG_HAS_IDX(node_id, idx)
#define Z_DT_REG_HAS_IDX(node_id, idx) IS_ENABLED(DT_CAT4(node_id, _REG_IDX_, idx, _EXISTS))
#define DT_REG_ADDR_BY_IDX(node_id, idx) Z_DT_REG(node_id, idx, ADDRESS)
#define DT_REG_SIZE_BY_IDX(node_id, idx) Z_DT_REG(node_id, idx, SIZE)
#define Z_DT_REG(node_id, idx, what) DT_CAT5(node_id, _REG_IDX_, idx, _VAL_, what)
#define DT_REG_ADDR_BY_NAME(node_id, name) Z_DT_REG_NAMED(node_id, name, ADDRESS)
#define DT_REG_SIZE_BY_NAME(node_id, name) Z_DT_REG_NAMED(node_id, name, SIZE)
#define Z_DT_REG_NAMED(node_id, name, what) DT_CAT5(node_id, _REG_NAME_, name, _VAL_, what)
#define DT_REG_ADDR(node_id) DT_REG_ADDR_BY_IDX(node_id, 0)
#define DT_REG_SIZE(node_id) DT_REG_SIZE_BY_IDX(node_id, 0)

/* --- each node of a kind --- */
#define DT_FOREACH_STATUS_OKAY(compat, fn) \
  COND_CODE_1(DT_HAS_COMPAT_STATUS_OKAY(compat), (UTIL_CAT(DT_FOREACH_OKAY_, compat)(fn)), ())
#define DT_INST_FOREACH_STATUS_OKAY(fn)                 \
  COND_CODE_1(DT_HAS_COMPAT_STATUS_OKAY(DT_DRV_COMPAT), \
              (UTIL_CAT(DT_FOREACH_OKAY_INST_, DT_DRV_COMPAT)(fn)), ())
#define DT_INST_PROP(inst, prop) DT_PROP(DT_DRV_INST(inst), prop)
#define DT_INST_PROP_OR(inst, prop, default_value) \
  DT_PROP_OR(DT_DRV_INST(inst), prop, default_value)
#define DT_INST_PROP_LEN(inst, prop) DT_PROP_LEN(DT_DRV_INST(inst), prop)
#define DT_INST_NODE_HAS_PROP(inst, prop) DT_NODE_HAS_PROP(DT_DRV_INST(inst), prop)
#define DT_INST_PARENT(inst) DT_PARENT(DT_DRV_INST(inst))
#define DT_INST_REG_ADDR(inst) DT_REG_ADDR(DT_DRV_INST(inst))
#define DT_INST_REG_SIZE(inst) DT_REG_SIZE(DT_DRV_INST(inst))
#define DT_INST_REG_ADDR_BY_NAME(inst, name) DT_REG_ADDR_BY_NAME(DT_DRV_INST(inst), name)
#define DT_INST_REG_SIZE_BY_NAME(inst, name) DT_REG_SIZE_BY_NAME(DT_DRV_INST(inst), name)
#define DT_INST_REG_ADDR_BY_IDX(inst, idx) DT_REG_ADDR_BY_IDX(DT_DRV_INST(inst), idx)
#define DT_INST_REG_SIZE_BY_IDX(inst, idx) DT_REG_SIZE_BY_IDX(DT_DRV_INST(inst), idx)
#define DT_INST_PROP_BY_IDX(inst, prop, idx) DT_PROP_BY_IDX(DT_DRV_INST(inst), prop, idx)
#define DT_INST_PHANDLE(inst, prop) DT_PHANDLE(DT_DRV_INST(inst), prop)

#endif
