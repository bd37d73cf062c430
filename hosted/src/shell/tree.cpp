// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <cstring>

#include "shell/shell.hpp"

// Outside a namespace, because these are C names that the linker defines.
TYPE_SECTION_START_EXTERN(const shell_cmd_entry, shell_root_cmds);
TYPE_SECTION_END_EXTERN(const shell_cmd_entry, shell_root_cmds);
TYPE_SECTION_START_EXTERN(const shell_cmd_entry, shell_dynamic_subcmds);
TYPE_SECTION_END_EXTERN(const shell_cmd_entry, shell_dynamic_subcmds);
TYPE_SECTION_START_EXTERN(const shell_static_entry, shell_subcmds);
TYPE_SECTION_END_EXTERN(const shell_static_entry, shell_subcmds);

namespace hosted {
namespace {

bool within(const void* at, const void* start, const void* end) {
  return at >= start && at < end;
}

const Entry* root(std::size_t index) {
  const shell_cmd_entry* first = TYPE_SECTION_START(shell_root_cmds);
  auto count = static_cast<std::size_t>(TYPE_SECTION_END(shell_root_cmds) - first);
  return index < count ? first[index].entry : nullptr;
}

// A set in the section begins with an element without a name and ends where the next one begins.
const Entry* added_child(const Entry* head, std::size_t index) {
  const Entry* end = TYPE_SECTION_END(shell_subcmds);
  for (const Entry* at = head + 1; at < end && at->syntax != nullptr; ++at) {
    if (index-- == 0) {
      return at;
    }
  }
  return nullptr;
}

}  // namespace

bool is_dynamic(const Entry* entry) {
  return within(entry->subcmd, TYPE_SECTION_START(shell_dynamic_subcmds),
                TYPE_SECTION_END(shell_dynamic_subcmds));
}

const Entry* shell_child(const Entry* parent, std::size_t index, Entry* scratch) {
  if (parent == nullptr) {
    return root(index);
  }
  if (parent->subcmd == nullptr) {
    return nullptr;
  }
  if (is_dynamic(parent)) {
    // The parent may be in *scratch itself.
    shell_dynamic_get get = parent->subcmd->dynamic_get;
    *scratch = {};
    get(index, scratch);
    return scratch->syntax != nullptr ? scratch : nullptr;
  }
  if (within(parent->subcmd, TYPE_SECTION_START(shell_subcmds), TYPE_SECTION_END(shell_subcmds))) {
    return added_child(reinterpret_cast<const Entry*>(parent->subcmd), index);
  }
  const Entry* child = &parent->subcmd->entry[index];
  return child->syntax != nullptr ? child : nullptr;
}

const Entry* shell_find(const Entry* parent, const char* name, Entry* scratch) {
  Entry copy{};
  if (parent != nullptr) {
    copy = *parent;
    parent = &copy;
  }
  const Entry* entry = nullptr;
  for (std::size_t i = 0; (entry = shell_child(parent, i, scratch)) != nullptr; ++i) {
    if (std::strcmp(entry->syntax, name) == 0) {
      return entry;
    }
  }
  return nullptr;
}

const Entry* shell_find_root(const char* name) {
  Entry unused{};
  return shell_find(nullptr, name, &unused);
}

const Entry* shell_follow(const Entry* entry, std::size_t argc, char** argv, std::size_t* used,
                          Entry* scratch) {
  for (*used = 0; *used < argc; ++*used) {
    if (IS_ENABLED(CONFIG_SHELL_WILDCARD) && has_wildcard(argv[*used])) {
      continue;
    }
    const Entry* next = shell_find(entry, argv[*used], scratch);
    if (next == nullptr) {
      break;
    }
    entry = next;
  }
  return entry;
}

}  // namespace hosted

int shell_set_root_cmd(const char* cmd) {
  const shell_static_entry* entry = cmd != nullptr ? hosted::shell_find_root(cmd) : nullptr;
  if (cmd != nullptr && entry == nullptr) {
    return -EINVAL;
  }
  STRUCT_SECTION_FOREACH (shell, sh) {
    sh->ctx->selected_cmd = entry;
  }
  return 0;
}
