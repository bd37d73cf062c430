// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/dwarf_frames.hpp"

#include <cxxabi.h>
#include <dwarf.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "tool/ingest/line_text.hpp"

namespace tidemark::ingest {
namespace {

constexpr std::size_t kMostNameBytes = 200;
constexpr int kMostScopes = 64;

std::string shortened(std::string_view name) {
  std::string text = printable(name);
  return text.size() <= kMostNameBytes ? text : text.substr(0, kMostNameBytes) + "...";
}

/// The name for linkage of a function, else its plain one; null: none.
const char* name_of(Dwarf_Die* die) {
  Dwarf_Attribute memory;
  for (const unsigned what : {unsigned{DW_AT_linkage_name}, unsigned{DW_AT_MIPS_linkage_name}}) {
    if (Dwarf_Attribute* name = dwarf_attr_integrate(die, what, &memory)) {
      return dwarf_formstring(name);
    }
  }
  return dwarf_diename(die);
}

bool is_function(Dwarf_Die* die) {
  return dwarf_tag(die) == DW_TAG_subprogram || dwarf_tag(die) == DW_TAG_inlined_subroutine;
}

/// The functions around the address, the innermost first, up to the one that was not put in line.
std::vector<Dwarf_Die> functions_at(Dwarf_Die* unit, std::uint64_t address) {
  std::vector<Dwarf_Die> functions;
  Dwarf_Die* found = nullptr;
  int count = dwarf_getscopes(unit, address, &found);
  std::unique_ptr<Dwarf_Die, decltype(&std::free)> scopes(found, &std::free);
  int first = 0;
  while (first < count && !is_function(&scopes.get()[first])) {
    ++first;
  }
  if (first < count && dwarf_tag(&scopes.get()[first]) == DW_TAG_inlined_subroutine) {
    // What stands around its definition is not what stands around its code.
    Dwarf_Die innermost = scopes.get()[first];
    found = nullptr;
    count = dwarf_getscopes_die(&innermost, &found);
    scopes.reset(found);
    first = 0;
  }
  for (int i = first; i < std::min(count, kMostScopes); ++i) {
    if (is_function(&scopes.get()[i])) {
      functions.push_back(scopes.get()[i]);
      if (dwarf_tag(&scopes.get()[i]) == DW_TAG_subprogram) {
        break;
      }
    }
  }
  return functions;
}

/// Where the code at the address stands.
SourceFrame line_at(Dwarf_Die* unit, std::uint64_t address) {
  SourceFrame frame;
  Dwarf_Line* line = dwarf_getsrc_die(unit, address);
  int number = 0;
  const char* file = line != nullptr ? dwarf_linesrc(line, nullptr, nullptr) : nullptr;
  if (file != nullptr && dwarf_lineno(line, &number) == 0 && number > 0) {
    frame.file = printable(file);
    frame.line = static_cast<std::uint32_t>(number);
  }
  return frame;
}

/// Where the call stands that was replaced by the code of `inlined`.
SourceFrame call_of(Dwarf_Die* unit, Dwarf_Die* inlined) {
  SourceFrame frame;
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  Dwarf_Attribute memory;
  Dwarf_Word index = 0;
  Dwarf_Word number = 0;
  if (dwarf_getsrcfiles(unit, &files, &count) == 0 &&
      dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &memory), &index) == 0 &&
      dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &memory), &number) == 0 &&
      index < count && number <= 0xFFFFFFFFu) {
    const char* file = dwarf_filesrc(files, index, nullptr, nullptr);
    frame.file = file != nullptr ? printable(file) : "";
    frame.line = file != nullptr ? static_cast<std::uint32_t>(number) : 0;
  }
  return frame;
}

}  // namespace

std::string readable_name(const char* name) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> plain(
      abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
  if (status != 0 || plain == nullptr) {
    return shortened(name);
  }
  std::string text = plain.get();
  int depth = 0;
  for (std::size_t i = text.rfind(')'); i != std::string::npos && i > 0; --i) {
    depth += text[i] == ')' ? 1 : text[i] == '(' ? -1 : 0;
    if (depth == 0) {
      text.resize(i);
      break;
    }
  }
  return shortened(text);
}

std::vector<SourceFrame> dwarf_frames(Dwarf_Die* unit, std::uint64_t address) {
  std::vector<SourceFrame> frames;
  SourceFrame frame = line_at(unit, address);
  for (Dwarf_Die& function : functions_at(unit, address)) {
    const char* name = name_of(&function);
    frame.function = name != nullptr ? readable_name(name) : "";
    frame.inlined = dwarf_tag(&function) == DW_TAG_inlined_subroutine;
    frames.push_back(frame);
    frame = call_of(unit, &function);
  }
  if (frames.empty() && frame.line > 0) {
    frames.push_back(frame);
  }
  return frames;
}

}  // namespace tidemark::ingest
