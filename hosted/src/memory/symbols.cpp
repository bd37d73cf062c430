// SPDX-License-Identifier: Apache-2.0
#include "memory/symbols.hpp"

#include <elf.h>
#include <fcntl.h>
// A field of the host's structure has the name of a macro of Zephyr's.
#pragma push_macro("__used")
#undef __used
#include <spawn.h>
#pragma pop_macro("__used")
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "host/real_stdio.hpp"

#ifdef CONFIG_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

extern char** environ;

namespace hosted {
namespace {

struct SymbolTable {
  const Elf64_Sym* symbols = nullptr;
  std::size_t count = 0;
  const char* names = nullptr;
};

// The file is mapped for good: reports may come one after the other.
SymbolTable load() {
  SymbolTable table;
  int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  // Not fstat(): a field of the host's struct stat has the name of a macro of Zephyr's.
  off_t end = file >= 0 ? ::lseek(file, 0, SEEK_END) : -1;
  if (end < 0) {
    return table;
  }
  auto size = static_cast<std::size_t>(end);
  void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  (void)::close(file);
  if (mapped == MAP_FAILED || size < sizeof(Elf64_Ehdr)) {
    return table;
  }
  const char* base = static_cast<const char*>(mapped);
  const auto* header = reinterpret_cast<const Elf64_Ehdr*>(base);
  if (header->e_shoff == 0 || header->e_shoff + header->e_shnum * sizeof(Elf64_Shdr) > size) {
    return table;
  }
  const auto* sections = reinterpret_cast<const Elf64_Shdr*>(base + header->e_shoff);
  for (unsigned i = 0; i < header->e_shnum; ++i) {
    if (sections[i].sh_type == SHT_SYMTAB && sections[i].sh_link < header->e_shnum) {
      table.symbols = reinterpret_cast<const Elf64_Sym*>(base + sections[i].sh_offset);
      table.count = sections[i].sh_size / sizeof(Elf64_Sym);
      table.names = base + sections[sections[i].sh_link].sh_offset;
    }
  }
  return table;
}

const SymbolTable& symbols() {
  static const SymbolTable table = load();
  return table;
}

bool is_named(const Elf64_Sym& symbol) {
  unsigned type = ELF64_ST_TYPE(symbol.st_info);
  return (type == STT_FUNC || type == STT_OBJECT) && symbol.st_shndx != SHN_UNDEF;
}

#ifndef CONFIG_ASAN

// Lines of addr2line: a function and a place, in turns.
class LineReader {
 public:
  LineReader(const std::uintptr_t* frames, std::size_t count, bool first_is_exact) {
    char program[4096];
    ssize_t length = ::readlink("/proc/self/exe", program, sizeof program - 1);
    int ends[2];
    if (length <= 0 || ::pipe2(ends, O_CLOEXEC) != 0) {
      return;
    }
    program[length] = '\0';
    constexpr std::size_t kMost = 32;
    char addresses[kMost][20];
    char* arguments[kMost + 6] = {const_cast<char*>("addr2line"), const_cast<char*>("-Cfe"),
                                  program};
    for (std::size_t i = 0; i < count && i < kMost; ++i) {
      // A return address is the start of what follows the call.
      (void)real::snprintf(addresses[i], sizeof addresses[i], "0x%lx",
                           frames[i] - (first_is_exact && i == 0 ? 0 : 1));
      arguments[3 + i] = addresses[i];
    }
    posix_spawn_file_actions_t actions;
    (void)posix_spawn_file_actions_init(&actions);
    (void)posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    (void)posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&child_, "addr2line", &actions, nullptr, arguments, environ) == 0) {
      output_ = ::fdopen(ends[0], "r");
    } else {
      child_ = -1;
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    (void)::close(ends[1]);
  }
  ~LineReader() {
    if (output_ != nullptr) {
      (void)std::fclose(output_);
    }
    if (child_ > 0) {
      (void)::waitpid(child_, nullptr, 0);
    }
  }
  bool read(char* line, int size) {
    if (output_ == nullptr || std::fgets(line, size, output_) == nullptr) {
      return false;
    }
    line[std::strcspn(line, "\n")] = '\0';
    return true;
  }

 private:
  pid_t child_ = -1;
  std::FILE* output_ = nullptr;
};

#endif

// How many of the first frames belong to a wrapper of an allocating call (-Wl,--wrap) and what it
// calls: who called that is what a reader looks for.
std::size_t frames_of_wrapper(const std::uintptr_t* frames, std::size_t count) {
  constexpr std::size_t kDeepest = 4;
  constexpr char kPrefix[] = "__wrap_";
  std::size_t wrappers = 0;
  for (std::size_t i = 0; i + 1 < count && i < kDeepest; ++i) {
    char name[128];
    // The address may be behind the function's end, where a call is its last instruction.
    if (std::strncmp(symbol_name(frames[i] - 1, name, sizeof name), kPrefix, sizeof kPrefix - 1) ==
        0) {
      wrappers = i + 1;
    }
  }
  return wrappers;
}

}  // namespace

const char* symbol_name(std::uintptr_t address, char* buffer, std::size_t size) {
  const SymbolTable& table = symbols();
  const Elf64_Sym* best = nullptr;
  for (std::size_t i = 0; i < table.count; ++i) {
    const Elf64_Sym& symbol = table.symbols[i];
    if (!is_named(symbol) || address < symbol.st_value ||
        address - symbol.st_value >= symbol.st_size) {
      continue;
    }
    // Of two names the global one; of nested objects the smallest.
    if (best == nullptr || symbol.st_size < best->st_size ||
        (symbol.st_size == best->st_size && ELF64_ST_BIND(symbol.st_info) == STB_GLOBAL)) {
      best = &symbol;
    }
  }
  if (best == nullptr) {
    (void)real::snprintf(buffer, size, "0x%lx", address);
  } else if (address == best->st_value) {
    (void)real::snprintf(buffer, size, "%s", table.names + best->st_name);
  } else {
    (void)real::snprintf(buffer, size, "%s+0x%lx", table.names + best->st_name,
                         address - best->st_value);
  }
  return buffer;
}

const char* object_name_cached(const void* object, char* buffer, std::size_t size) {
  constexpr std::size_t kEntries = 8;
  static struct {
    const void* object;
    char name[64];
  } cache[kEntries];
  auto& entry = cache[reinterpret_cast<std::uintptr_t>(object) / 64 % kEntries];
  if (entry.object != object) {
    entry.object = object;
    (void)object_name(object, entry.name, sizeof entry.name);
  }
  (void)real::snprintf(buffer, size, "%s", entry.name);
  return buffer;
}

bool symbol_exists(const char* name) {
  const SymbolTable& table = symbols();
  for (std::size_t i = 0; i < table.count; ++i) {
    if (is_named(table.symbols[i]) &&
        std::strcmp(table.names + table.symbols[i].st_name, name) == 0) {
      return true;
    }
  }
  return table.count == 0;  // a stripped program: cannot tell
}

void visit_variables(const char* name_part,
                     void (*visit)(void* context, std::uintptr_t start, std::uintptr_t end),
                     void* context) {
  const SymbolTable& table = symbols();
  for (std::size_t i = 0; i < table.count; ++i) {
    const Elf64_Sym& symbol = table.symbols[i];
    if (ELF64_ST_TYPE(symbol.st_info) == STT_OBJECT && symbol.st_shndx != SHN_UNDEF &&
        std::strstr(table.names + symbol.st_name, name_part) != nullptr) {
      visit(context, symbol.st_value, symbol.st_value + symbol.st_size);
    }
  }
}

void print_frames(const std::uintptr_t* frames, std::size_t count, bool first_is_exact) {
  if (count == 0) {
    (void)real::fprintf(stderr, "    (the stack is not known)\n");
  }
  if (!first_is_exact) {
    const std::size_t wrappers = frames_of_wrapper(frames, count);
    frames += wrappers;
    count -= wrappers;
  }
#ifdef CONFIG_ASAN
  for (std::size_t i = 0; i < count; ++i) {
    char text[1024] = "";
    // It looks at the instruction before the address.
    std::uintptr_t after = frames[i] + (first_is_exact && i == 0 ? 1 : 0);
    __sanitizer_symbolize_pc(reinterpret_cast<void*>(after), "in %f %S", text, sizeof text);
    (void)real::fprintf(stderr, "    #%zu 0x%lx %s\n", i, frames[i], text);
  }
#else
  LineReader reader(frames, count, first_is_exact);
  for (std::size_t i = 0; i < count; ++i) {
    char function[512];
    char place[1024];
    if (reader.read(function, sizeof function) && reader.read(place, sizeof place)) {
      (void)real::fprintf(stderr, "    #%zu 0x%lx in %s %s\n", i, frames[i], function, place);
    } else {
      (void)real::fprintf(stderr, "    #%zu 0x%lx in %s\n", i, frames[i],
                          symbol_name(frames[i], function, sizeof function));
    }
  }
#endif
}

const char* call_place(std::uintptr_t frame, char* buffer, std::size_t size) {
#ifdef CONFIG_ASAN
  __sanitizer_symbolize_pc(reinterpret_cast<void*>(frame), "%f %S", buffer, size);
#else
  char function[512];
  char place[1024];
  LineReader reader(&frame, 1, false);
  if (reader.read(function, sizeof function) && reader.read(place, sizeof place)) {
    (void)real::snprintf(buffer, size, "%s %s", function, place);
  } else {
    (void)symbol_name(frame, buffer, size);
  }
#endif
  return buffer;
}

}  // namespace hosted
