/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HOSTED_SHELL_COMMANDS_H_
#define HOSTED_SHELL_COMMANDS_H_

/* The tree of commands. Part of <zephyr/shell/shell.h>. */

#include <stddef.h>
#include <stdint.h>
#include <zephyr/sys/iterable_sections.h>
#include <zephyr/sys/util.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Values of a command's number of optional arguments: the rest of the line as one argument, not
 * parsed; any number. */
#define SHELL_OPT_ARG_RAW (0xFE)
#define SHELL_OPT_ARG_CHECK_SKIP (0xFF)
#define SHELL_OPT_ARG_MAX (0xFD)

struct shell;
struct shell_static_entry;

/** Fills *entry with the subcommand number idx; syntax null says that there are no more. */
typedef void (*shell_dynamic_get)(size_t idx, struct shell_static_entry* entry);

union shell_cmd_entry {
  shell_dynamic_get dynamic_get;
  const struct shell_static_entry* entry;
};

/** Both count the command's name: mandatory 1 is none. mandatory 0: not checked. */
struct shell_static_args {
  uint8_t mandatory;
  uint8_t optional;
};

/** argv[0] is the command's name. The return value is that of the command: 0, or what the command
 * means by it; SHELL_CMD_HELP_PRINTED (1) if it printed its help. */
typedef int (*shell_cmd_handler)(const struct shell* sh, size_t argc, char** argv);
typedef int (*shell_dict_cmd_handler)(const struct shell* sh, size_t argc, char** argv, void* data);

struct shell_static_entry {
  const char* syntax;
  const char* help;
  const union shell_cmd_entry* subcmd;
  shell_cmd_handler handler;
  struct shell_static_args args;
};

/* --- elements of a set --- */
#define SHELL_EXPR_CMD_ARG(_expr, _syntax, _subcmd, _help, _handler, _mand, _opt) \
  {                                                                               \
    .syntax = (_expr) ? (const char*)STRINGIFY(_syntax) : "",                     \
    .help = (_expr) ? (const char*)(_help) : NULL,                                \
    .subcmd = (const union shell_cmd_entry*)((_expr) ? (_subcmd) : NULL),         \
    .handler = (shell_cmd_handler)((_expr) ? (_handler) : NULL),                  \
    .args = {.mandatory = (_mand), .optional = (_opt)},                           \
  }
#define SHELL_EXPR_CMD(_expr, _syntax, _subcmd, _help, _handler) \
  SHELL_EXPR_CMD_ARG(_expr, _syntax, _subcmd, _help, _handler, 0, 0)
#define SHELL_CMD_ARG(syntax, subcmd, help, handler, mand, opt) \
  SHELL_EXPR_CMD_ARG(1, syntax, subcmd, help, handler, mand, opt)
#define SHELL_CMD(_syntax, _subcmd, _help, _handler) \
  SHELL_CMD_ARG(_syntax, _subcmd, _help, _handler, 0, 0)
#define SHELL_COND_CMD_ARG(flag, syntax, subcmd, help, handler, mand, opt) \
  SHELL_EXPR_CMD_ARG(IS_ENABLED(flag), syntax, subcmd, help, handler, mand, opt)
#define SHELL_COND_CMD(_flag, _syntax, _subcmd, _help, _handler) \
  SHELL_COND_CMD_ARG(_flag, _syntax, _subcmd, _help, _handler, 0, 0)
#define SHELL_SUBCMD_SET_END  \
  {                           \
    NULL, NULL, NULL, NULL, { \
      0, 0                    \
    }                         \
  }

/** A set of subcommands, for the subcmd argument as &name. */
#define SHELL_STATIC_SUBCMD_SET_CREATE(name, ...)                        \
  static const struct shell_static_entry shell_##name[] = {__VA_ARGS__}; \
  static const union shell_cmd_entry name = {.entry = shell_##name}

/* --- root commands --- */
#define SHELL_CMD_ARG_REGISTER(syntax, subcmd, help, handler, mandatory, optional) \
  static const struct shell_static_entry UTIL_CAT(_shell_, syntax) =               \
      SHELL_CMD_ARG(syntax, subcmd, help, handler, mandatory, optional);           \
  static const TYPE_SECTION_ITERABLE(                                              \
      union shell_cmd_entry, UTIL_CAT(shell_cmd_, syntax), shell_root_cmds,        \
      UTIL_CAT(shell_cmd_, syntax)) = {.entry = &UTIL_CAT(_shell_, syntax)}
#define SHELL_CMD_REGISTER(syntax, subcmd, help, handler) \
  SHELL_CMD_ARG_REGISTER(syntax, subcmd, help, handler, 0, 0)
#define HOSTED_SHELL_UNUSED(syntax, subcmd, handler)                                    \
  static const shell_cmd_handler UTIL_CAT(dummy_handler_, syntax) __unused = (handler); \
  static const void* const UTIL_CAT(dummy_subcmd_, syntax) __unused = (subcmd)
#define SHELL_COND_CMD_ARG_REGISTER(flag, syntax, subcmd, help, handler, mandatory, optional)     \
  COND_CODE_1(flag, (SHELL_CMD_ARG_REGISTER(syntax, subcmd, help, handler, mandatory, optional)), \
              (HOSTED_SHELL_UNUSED(syntax, subcmd, handler)))
#define SHELL_COND_CMD_REGISTER(flag, syntax, subcmd, help, handler) \
  SHELL_COND_CMD_ARG_REGISTER(flag, syntax, subcmd, help, handler, 0, 0)

/* --- sets that files add to: SHELL_SUBCMD_SET_CREATE(set, (root, child...)) once, then
 * SHELL_SUBCMD_ADD((root, child...), ...). The linker sorts each set's head before its elements.
 * --- */
#define Z_SHELL_UNDERSCORE(x) _##x
#define HOSTED_SHELL_KEY(...) UTIL_CAT(Z_SHELL_KEY_, NUM_VA_ARGS(__VA_ARGS__))(__VA_ARGS__)
#define Z_SHELL_KEY_1(a) _0_##a
#define Z_SHELL_KEY_2(a, b) _1_##a##_##b
#define Z_SHELL_KEY_3(a, b, c) _2_##a##_##b##_##c
#define Z_SHELL_KEY_4(a, b, c, d) _3_##a##_##b##_##c##_##d
#define Z_SHELL_KEY_5(a, b, c, d, e) _4_##a##_##b##_##c##_##d##_##e
#define HOSTED_SHELL_ADDED(key, syntax) UTIL_CAT(key, Z_SHELL_UNDERSCORE(syntax))
#define SHELL_SUBCMD_SET_CREATE(_name, _parent)                                       \
  static const TYPE_SECTION_ITERABLE(struct shell_static_entry, _name, shell_subcmds, \
                                     HOSTED_SHELL_KEY _parent) = SHELL_SUBCMD_SET_END
#define SHELL_SUBCMD_COND_ADD(_flag, _parent, _syntax, _subcmd, _help, _handler, _mand, _opt)     \
  COND_CODE_1(_flag,                                                                              \
              (static const TYPE_SECTION_ITERABLE(                                                \
                   struct shell_static_entry,                                                     \
                   UTIL_CAT(shell_subcmd, HOSTED_SHELL_ADDED(HOSTED_SHELL_KEY _parent, _syntax)), \
                   shell_subcmds, HOSTED_SHELL_ADDED(HOSTED_SHELL_KEY _parent, _syntax)) =        \
                   SHELL_CMD_ARG(_syntax, _subcmd, _help, _handler, _mand, _opt)),                \
              (HOSTED_SHELL_UNUSED(_syntax, _subcmd, _handler)))
#define SHELL_SUBCMD_ADD(_parent, _syntax, _subcmd, _help, _handler, _mand, _opt) \
  SHELL_SUBCMD_COND_ADD(1, _parent, _syntax, _subcmd, _help, _handler, _mand, _opt)

/** Subcommands that a function makes up, for the subcmd argument as &name. */
#define SHELL_DYNAMIC_CMD_CREATE(name, get)                                              \
  static const TYPE_SECTION_ITERABLE(union shell_cmd_entry, name, shell_dynamic_subcmds, \
                                     name) = {.dynamic_get = get}

/** A set whose elements are (syntax, data, help): _handler(sh, argc, argv, data) for all. */
#define SHELL_SUBCMD_DICT_SET_CREATE(_name, _handler, ...)                           \
  FOR_EACH_FIXED_ARG(Z_SHELL_CMD_DICT_HANDLER_CREATE, (), _handler, __VA_ARGS__)     \
  SHELL_STATIC_SUBCMD_SET_CREATE(                                                    \
      _name, FOR_EACH_FIXED_ARG(SHELL_CMD_DICT_CREATE, (, ), _handler, __VA_ARGS__), \
      SHELL_SUBCMD_SET_END)
#define HOSTED_SHELL_DICT_NAME(_data, _handler) \
  UTIL_CAT(cmd_dict_, UTIL_CAT(_handler, UTIL_CAT(_, GET_ARG_N(1, Z_DEBRACKET _data))))
#define Z_SHELL_CMD_DICT_HANDLER_CREATE(_data, _handler)                                  \
  static int HOSTED_SHELL_DICT_NAME(_data, _handler)(const struct shell* sh, size_t argc, \
                                                     char** argv) {                       \
    return _handler(sh, argc, argv, (void*)(GET_ARG_N(2, Z_DEBRACKET _data)));            \
  }
#define SHELL_CMD_DICT_CREATE(_data, _handler)                                          \
  SHELL_CMD_ARG(GET_ARG_N(1, Z_DEBRACKET _data), NULL, GET_ARG_N(3, Z_DEBRACKET _data), \
                HOSTED_SHELL_DICT_NAME(_data, _handler), 1, 0)

#ifdef __cplusplus
}
#endif

#endif /* HOSTED_SHELL_COMMANDS_H_ */
