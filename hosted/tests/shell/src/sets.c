/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of subcommands of each kind. */
#include <zephyr/kernel.h>
#include <zephyr/shell/shell.h>

static int say_name(const struct shell* sh, size_t argc, char** argv) {
  shell_print(sh, "%s with %d", argv[0], (int)argc - 1);
  return 0;
}

#define LONG_HELP                                                                             \
  "A help that does not fit into one row of the terminal, so that it goes on in the second, " \
  "and\nhas a line end\n and another one with a blank."

SHELL_STATIC_SUBCMD_SET_CREATE(sub_branch, SHELL_CMD(leaf, NULL, "Leaf.", say_name),
                               SHELL_CMD_ARG(leap, NULL, "Two.\nIn two lines\nor three.", say_name,
                                             3, 0),
                               SHELL_CMD(mute, NULL, NULL, say_name), SHELL_SUBCMD_SET_END);
SHELL_STATIC_SUBCMD_SET_CREATE(sub_tree, SHELL_CMD(branch, &sub_branch, LONG_HELP, NULL),
                               SHELL_CMD(both, &sub_branch, "A handler and subcommands.", say_name),
                               SHELL_COND_CMD(CONFIG_SHELL_NOT_THERE, ghost, NULL, "Is not there.",
                                              say_name),
                               SHELL_COND_CMD_ARG(CONFIG_SHELL, guest, NULL, "Is there.", say_name,
                                                  1, 0),
                               SHELL_EXPR_CMD(1 + 1 == 2, sum, NULL, "Adds up.", say_name),
                               SHELL_CMD(bare, &sub_branch, NULL, NULL), SHELL_SUBCMD_SET_END);
SHELL_CMD_REGISTER(tree, &sub_tree, "A tree of commands.", NULL);

/* As many levels as are typed. */
static void get_number(size_t idx, struct shell_static_entry* entry);
SHELL_DYNAMIC_CMD_CREATE(numbers, get_number);
static void get_number(size_t idx, struct shell_static_entry* entry) {
  static const char* const names[] = {"eight", "eighteen", "one", "seven"};

  entry->syntax = idx < ARRAY_SIZE(names) ? names[idx] : NULL;
  entry->handler = NULL;
  entry->subcmd = &numbers;
  entry->help = idx == 2 ? "The first." : NULL;
  entry->args = (struct shell_static_args){0, 0};
}
SHELL_CMD_ARG_REGISTER(count, &numbers, "Counts.", say_name, 2, 5);

static void get_word(size_t idx, struct shell_static_entry* entry) {
  static const char* const names[] = {"alpha", "beta"};

  entry->syntax = idx < ARRAY_SIZE(names) ? names[idx] : NULL;
  entry->handler = say_name;
  entry->subcmd = NULL;
  entry->help = "A word.";
  entry->args = (struct shell_static_args){1, 1};
}
SHELL_DYNAMIC_CMD_CREATE(words_set, get_word);
SHELL_CMD_REGISTER(word, &words_set, "Says.", NULL);

static int take(const struct shell* sh, size_t argc, char** argv, void* data) {
  shell_print(sh, "%s is %d, %d", argv[0], (int)(intptr_t)data, (int)argc);
  return (int)(intptr_t)data;
}
SHELL_SUBCMD_DICT_SET_CREATE(sub_dict, take, (apple, 3, "Three."), (pear, -7, "Minus seven."));
SHELL_CMD_REGISTER(dict, &sub_dict, "Fruit.", NULL);

SHELL_SUBCMD_SET_CREATE(sub_sect, (sect));
SHELL_SUBCMD_SET_CREATE(sub_deep, (sect, deep));
SHELL_CMD_REGISTER(sect, &sub_sect, "Added from anywhere.", NULL);
SHELL_SUBCMD_ADD((sect), zeta, NULL, "Last.", say_name, 1, 1);
SHELL_SUBCMD_ADD((sect), alpha, NULL, "First.", say_name, 0, 0);
SHELL_SUBCMD_ADD((sect), deep, &sub_deep, "Deeper.", say_name, 1, 0);
SHELL_SUBCMD_ADD((sect, deep), down, NULL, "Deepest.", say_name, 2, 0);
