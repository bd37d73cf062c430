// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/elf_image.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace tidemark::ingest {

struct ElfImage::Handles {
  int file = -1;
  Elf* elf = nullptr;
  Dwarf* dwarf = nullptr;
  std::map<std::string, std::optional<Dwarf_Off>, std::less<>> structures;

  Handles() = default;
  Handles(const Handles&) = delete;
  Handles& operator=(const Handles&) = delete;
  /// Makes `die` the structure's definition. False iff there is none.
  bool enter(const char* structure, Dwarf_Die& die);
  ~Handles() {
    if (dwarf != nullptr) {
      (void)dwarf_end(dwarf);
    }
    if (elf != nullptr) {
      (void)elf_end(elf);
    }
    if (file >= 0) {
      (void)::close(file);
    }
  }
};

namespace {

bool is_structure(Dwarf_Die& die, std::string_view name) {
  const int tag = dwarf_tag(&die);
  const char* own = dwarf_diename(&die);
  if ((tag != DW_TAG_structure_type && tag != DW_TAG_class_type) || own == nullptr ||
      dwarf_bytesize(&die) <= 0) {
    return false;
  }
  const std::string_view text(own);
  return text.starts_with(name) && (text.size() == name.size() || text[name.size()] == '<');
}

/// The definition of a structure of that name among the children of a unit or namespace.
std::optional<Dwarf_Off> find_among(Dwarf_Die& parent, std::string_view name, unsigned depth) {
  constexpr unsigned kMostNamespaces = 8;
  Dwarf_Die child;
  if (depth > kMostNamespaces || dwarf_child(&parent, &child) != 0) {
    return std::nullopt;
  }
  do {
    if (is_structure(child, name)) {
      return dwarf_dieoffset(&child);
    }
    if (dwarf_tag(&child) == DW_TAG_namespace) {
      if (const auto found = find_among(child, name, depth + 1)) {
        return found;
      }
    }
  } while (dwarf_siblingof(&child, &child) == 0);
  return std::nullopt;
}

std::optional<Dwarf_Off> find_structure(Dwarf* dwarf, std::string_view name) {
  Dwarf_Off at = 0;
  Dwarf_Off next = 0;
  std::size_t header = 0;
  for (; dwarf_nextcu(dwarf, at, &next, &header, nullptr, nullptr, nullptr) == 0; at = next) {
    Dwarf_Die unit;
    if (dwarf_offdie(dwarf, at + header, &unit) == nullptr) {
      continue;
    }
    if (const auto found = find_among(unit, name, 0)) {
      return found;
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> number_of(Dwarf_Die& die, unsigned attribute) {
  Dwarf_Attribute found;
  Dwarf_Word value = 0;
  if (dwarf_attr(&die, attribute, &found) == nullptr || dwarf_formudata(&found, &value) != 0) {
    return std::nullopt;
  }
  return value;
}

/// The type of a member, without the names and qualifiers round it.
bool enter_type(Dwarf_Die& die) {
  Dwarf_Attribute attribute;
  Dwarf_Die type;
  return dwarf_formref_die(dwarf_attr_integrate(&die, DW_AT_type, &attribute), &type) != nullptr &&
         dwarf_peel_type(&type, &die) == 0;
}

/// Makes `die`, a structure, its member of that name.
bool enter_member(Dwarf_Die& die, std::string_view name) {
  Dwarf_Die child;
  if (dwarf_child(&die, &child) != 0) {
    return false;
  }
  do {
    const int tag = dwarf_tag(&child);
    const char* own = dwarf_diename(&child);
    // Constants are variables in some versions.
    if ((tag == DW_TAG_member || tag == DW_TAG_variable) && own != nullptr && own == name) {
      die = child;
      return true;
    }
  } while (dwarf_siblingof(&child, &child) == 0);
  return false;
}

Problem no_image(const std::string& file, const char* why) {
  return {file, why, "give the zephyr.elf of the build that ran"};
}

}  // namespace

bool ElfImage::Handles::enter(const char* structure, Dwarf_Die& die) {
  if (dwarf == nullptr) {
    return false;
  }
  auto known = structures.find(structure);
  if (known == structures.end()) {
    known = structures.emplace(structure, find_structure(dwarf, structure)).first;
  }
  return known->second && dwarf_offdie(dwarf, *known->second, &die) != nullptr;
}

ElfImage::ElfImage(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
ElfImage::ElfImage(ElfImage&&) noexcept = default;
ElfImage& ElfImage::operator=(ElfImage&&) noexcept = default;
ElfImage::~ElfImage() = default;

std::variant<ElfImage, Problem> ElfImage::open(const std::string& file) {
  (void)elf_version(EV_CURRENT);
  auto handles = std::make_unique<Handles>();
  handles->file = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handles->file < 0) {
    return system_problem(file, errno);
  }
  handles->elf = elf_begin(handles->file, ELF_C_READ_MMAP, nullptr);
  GElf_Ehdr header;
  if (handles->elf == nullptr || elf_kind(handles->elf) != ELF_K_ELF ||
      gelf_getehdr(handles->elf, &header) == nullptr) {
    return no_image(file, "it is no ELF file");
  }
  if (header.e_ident[EI_DATA] != ELFDATA2LSB) {
    return Problem{file, "it is for a big-endian processor", "such dumps cannot be searched yet"};
  }
  handles->dwarf = dwarf_begin_elf(handles->elf, DWARF_C_READ, nullptr);
  ElfImage image(std::move(handles));
  image.pointer_bytes_ = header.e_ident[EI_CLASS] == ELFCLASS64 ? 8 : 4;
  image.take_symbols();
  if (image.by_name_.empty()) {
    return no_image(file, "it has no symbols");
  }
  return image;
}

void ElfImage::take_symbols() {
  Elf_Scn* section = nullptr;
  while ((section = elf_nextscn(handles_->elf, section)) != nullptr) {
    GElf_Shdr header;
    Elf_Data* data = nullptr;
    if (gelf_getshdr(section, &header) == nullptr || header.sh_type != SHT_SYMTAB ||
        (data = elf_getdata(section, nullptr)) == nullptr) {
      continue;
    }
    GElf_Sym symbol;
    for (int i = 0; gelf_getsym(data, i, &symbol) != nullptr; ++i) {
      const char* name = elf_strptr(handles_->elf, header.sh_link, symbol.st_name);
      if (name == nullptr || *name == '\0' || symbol.st_shndx == SHN_UNDEF) {
        continue;
      }
      const Symbol own{name, symbol.st_value, symbol.st_size};
      if (GELF_ST_TYPE(symbol.st_info) == STT_OBJECT && own.size > 0) {
        variables_.push_back(own);
      }
      // Of two with one name the global one.
      if (GELF_ST_BIND(symbol.st_info) != STB_LOCAL || by_name_.find(own.name) == by_name_.end()) {
        by_name_[own.name] = own;
      }
    }
  }
  std::sort(variables_.begin(), variables_.end(),
            [](const Symbol& a, const Symbol& b) { return a.address < b.address; });
}

const ElfImage::Symbol* ElfImage::find(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

const ElfImage::Symbol* ElfImage::variable_at(std::uint64_t address) const {
  const auto after =
      std::upper_bound(variables_.begin(), variables_.end(), address,
                       [](std::uint64_t a, const Symbol& symbol) { return a < symbol.address; });
  if (after == variables_.begin()) {
    return nullptr;
  }
  const Symbol& symbol = *std::prev(after);
  return address - symbol.address < symbol.size ? &symbol : nullptr;
}

Span<const ElfImage::Symbol> ElfImage::variables_in(std::uint64_t first, std::uint64_t last) const {
  const auto at = [this](std::uint64_t address) {
    return std::lower_bound(
        variables_.begin(), variables_.end(), address,
        [](const Symbol& symbol, std::uint64_t a) { return symbol.address < a; });
  };
  const auto begin = at(first);
  const auto end = std::max(begin, at(last));
  return {variables_.data() + (begin - variables_.begin()), static_cast<std::size_t>(end - begin)};
}

std::string_view ElfImage::initial_bytes(std::uint64_t address, std::size_t size) const {
  Elf_Scn* section = nullptr;
  while ((section = elf_nextscn(handles_->elf, section)) != nullptr) {
    GElf_Shdr header;
    if (gelf_getshdr(section, &header) == nullptr || header.sh_type != SHT_PROGBITS ||
        (header.sh_flags & SHF_ALLOC) == 0 || address < header.sh_addr ||
        address - header.sh_addr >= header.sh_size) {
      continue;
    }
    const Elf_Data* data = elf_rawdata(section, nullptr);
    const std::uint64_t offset = address - header.sh_addr;
    if (data == nullptr || data->d_buf == nullptr || offset > data->d_size) {
      return {};
    }
    return {static_cast<const char*>(data->d_buf) + offset,
            std::min<std::size_t>(size, data->d_size - offset)};
  }
  return {};
}

std::optional<std::uint64_t> ElfImage::offset_of(
    const char* structure, std::initializer_list<std::string_view> members) const {
  Dwarf_Die die;
  if (!handles_->enter(structure, die)) {
    return std::nullopt;
  }
  std::uint64_t offset = 0;
  bool is_member = false;
  for (const std::string_view member : members) {
    if ((is_member && !enter_type(die)) || !enter_member(die, member)) {
      return std::nullopt;
    }
    const auto own = number_of(die, DW_AT_data_member_location);
    if (!own) {
      return std::nullopt;
    }
    offset += *own;
    is_member = true;
  }
  return offset;
}

std::optional<std::uint64_t> ElfImage::size_of(const char* structure, const char* member) const {
  Dwarf_Die die;
  Dwarf_Word bytes = 0;
  if (!handles_->enter(structure, die) ||
      (member != nullptr && (!enter_member(die, member) || !enter_type(die))) ||
      dwarf_aggregate_size(&die, &bytes) != 0) {
    return std::nullopt;
  }
  return bytes;
}

std::optional<std::uint64_t> ElfImage::constant_of(const char* structure,
                                                   std::string_view name) const {
  Dwarf_Die die;
  if (!handles_->enter(structure, die) || !enter_member(die, name)) {
    return std::nullopt;
  }
  return number_of(die, DW_AT_const_value);
}

}  // namespace tidemark::ingest
