// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/symbols.hpp"

#include <elfutils/libdw.h>
#include <fcntl.h>
#include <gelf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <utility>

#include "tool/ingest/dwarf_frames.hpp"

namespace tidemark::ingest {
namespace {

constexpr std::size_t kMostSymbols = 4'000'000;
constexpr std::size_t kMostUnits = 200'000;
constexpr std::size_t kMostRanges = 1'000'000;
constexpr std::size_t kMostBuildIdBytes = 64;
constexpr std::size_t kMostNoteBytes = 128;  // of a build id

struct Range {
  std::uint64_t low;
  std::uint64_t high;
};

struct Symbol {
  std::uint64_t low;
  std::uint64_t size;  // 0: not told
  const char* name;
};

Problem problem(const std::string& file, std::string why, std::string todo) {
  return {file, std::move(why), std::move(todo)};
}

constexpr std::string_view kImageBuildId = "tidemark_build_id_begin";  // zephyr/build_id.ld
constexpr const char* kGiveElf = "give the ELF file that the device runs, build/zephyr/zephyr.elf";

std::optional<Problem> refuse_type(const std::string& file, const GElf_Ehdr& header) {
  switch (header.e_type) {
    case ET_EXEC:
    case ET_DYN:
      return std::nullopt;
    case ET_REL:
      return problem(file, "is an object file that is not linked", kGiveElf);
    case ET_CORE:
      return problem(file, "is a core dump, no program", kGiveElf);
    default:
      return problem(file, "is an ELF file of an unknown type", kGiveElf);
  }
}

}  // namespace

struct Symbols::Impl {
  struct Unit {
    Range range;
    Dwarf_Off die;
  };

  ~Impl() {
    dwarf_end(dwarf);
    elf_end(elf);
    if (fd >= 0) {
      close(fd);
    }
  }
  void read_sections();
  void read_symbols(Elf_Scn* section, const GElf_Shdr& header);
  bool read_build_id(Elf_Data* notes);
  void read_build_id_of_image();
  void read_segments();
  void read_units();
  [[nodiscard]] const Symbol* function_at(std::uint64_t address) const;
  bool unit_at(std::uint64_t address, Dwarf_Die* unit) const;

  std::string file;
  int fd = -1;
  Elf* elf = nullptr;
  Dwarf* dwarf = nullptr;
  GElf_Ehdr header{};
  std::string build_id;
  std::uint64_t image_build_id = 0;  // where the device reads its own; 0: it does not
  std::vector<Range> code;
  std::vector<Symbol> functions;  // by address
  std::vector<Symbol> objects;
  std::vector<Unit> units;  // by address
  std::map<std::uint64_t, std::vector<SourceFrame>> known;
};

void Symbols::Impl::read_sections() {
  for (Elf_Scn* section = elf_nextscn(elf, nullptr); section != nullptr;
       section = elf_nextscn(elf, section)) {
    GElf_Shdr found;
    if (gelf_getshdr(section, &found) == nullptr) {
      continue;
    }
    if ((found.sh_flags & SHF_EXECINSTR) != 0 && found.sh_size > 0 &&
        found.sh_addr + found.sh_size > found.sh_addr) {
      code.push_back({found.sh_addr, found.sh_addr + found.sh_size});
    }
    if (found.sh_type == SHT_SYMTAB) {
      read_symbols(section, found);
    } else if (found.sh_type == SHT_NOTE && build_id.empty()) {
      (void)read_build_id(elf_getdata(section, nullptr));  // there are notes of other kinds
    }
  }
  read_build_id_of_image();
  if (code.empty()) {
    read_segments();
  }
  const auto by_address = [](const Symbol& a, const Symbol& b) { return a.low < b.low; };
  std::stable_sort(functions.begin(), functions.end(), by_address);
  std::stable_sort(objects.begin(), objects.end(), by_address);
}

void Symbols::Impl::read_symbols(Elf_Scn* section, const GElf_Shdr& found) {
  Elf_Data* data = elf_getdata(section, nullptr);
  const std::size_t size = gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT);
  if (data == nullptr || size == 0) {
    return;
  }
  const std::size_t count = std::min({data->d_size / size, kMostSymbols, std::size_t{0x7fffffff}});
  for (std::size_t i = 0; i < count; ++i) {
    GElf_Sym symbol;
    if (gelf_getsym(data, static_cast<int>(i), &symbol) == nullptr ||
        symbol.st_shndx == SHN_UNDEF) {
      continue;
    }
    const int type = GELF_ST_TYPE(symbol.st_info);
    const char* name = elf_strptr(elf, found.sh_link, symbol.st_name);
    if (name == nullptr || name[0] == '\0') {
      continue;
    }
    if (std::string_view(name) == kImageBuildId) {
      image_build_id = symbol.st_value;
    }
    if (type == STT_FUNC) {
      const std::uint64_t thumb = header.e_machine == EM_ARM ? 1 : 0;
      functions.push_back({symbol.st_value & ~thumb, symbol.st_size, name});
    } else if (type == STT_OBJECT) {
      objects.push_back({symbol.st_value, symbol.st_size, name});
    }
  }
}

/// Takes the first build id among these notes; false: there is none.
bool Symbols::Impl::read_build_id(Elf_Data* data) {
  if (data == nullptr || data->d_buf == nullptr) {
    return false;
  }
  std::size_t at = 0;
  GElf_Nhdr note;
  std::size_t name = 0;
  std::size_t description = 0;
  while ((at = gelf_getnote(data, at, &note, &name, &description)) > 0) {
    const auto* bytes = static_cast<const char*>(data->d_buf);
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == sizeof "GNU" &&
        std::string_view(bytes + name, 3) == "GNU") {
      build_id.assign(bytes + description, std::min<std::size_t>(note.n_descsz, kMostBuildIdBytes));
      return true;
    }
  }
  return false;
}

/// The note that the device sends lies among its constants: no section of notes has it on a board,
/// and on native_sim the whole program has another one.
void Symbols::Impl::read_build_id_of_image() {
  for (Elf_Scn* section = image_build_id != 0 ? elf_nextscn(elf, nullptr) : nullptr;
       section != nullptr; section = elf_nextscn(elf, section)) {
    GElf_Shdr found;
    if (gelf_getshdr(section, &found) != nullptr && found.sh_type != SHT_NOBITS &&
        (found.sh_flags & SHF_ALLOC) != 0 && image_build_id >= found.sh_addr &&
        image_build_id - found.sh_addr < found.sh_size) {
      const std::uint64_t offset = image_build_id - found.sh_addr;
      const std::uint64_t size = std::min<std::uint64_t>(found.sh_size - offset, kMostNoteBytes);
      // Without one the file's own holds.
      (void)read_build_id(elf_getdata_rawchunk(
          elf, static_cast<std::int64_t>(found.sh_offset + offset), size, ELF_T_NHDR));
      return;
    }
  }
}

void Symbols::Impl::read_segments() {
  std::size_t count = 0;
  if (elf_getphdrnum(elf, &count) != 0) {
    return;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(count, 65'535); ++i) {
    GElf_Phdr segment;
    if (gelf_getphdr(elf, static_cast<int>(i), &segment) != nullptr && segment.p_type == PT_LOAD &&
        (segment.p_flags & PF_X) != 0 && segment.p_vaddr + segment.p_memsz > segment.p_vaddr) {
      code.push_back({segment.p_vaddr, segment.p_vaddr + segment.p_memsz});
    }
  }
}

/// The ranges of all compilation units: not every compiler writes .debug_aranges.
void Symbols::Impl::read_units() {
  Dwarf_Off offset = 0;
  Dwarf_Off next = 0;
  std::size_t header_bytes = 0;
  for (std::size_t count = 0; count < kMostUnits; ++count, offset = next) {
    if (dwarf_nextcu(dwarf, offset, &next, &header_bytes, nullptr, nullptr, nullptr) != 0 ||
        next <= offset) {
      break;
    }
    Dwarf_Die die;
    if (dwarf_offdie(dwarf, offset + header_bytes, &die) == nullptr) {
      continue;
    }
    Dwarf_Addr base = 0;
    Dwarf_Addr low = 0;
    Dwarf_Addr high = 0;
    std::ptrdiff_t walk = 0;
    while ((walk = dwarf_ranges(&die, walk, &base, &low, &high)) > 0 &&
           units.size() < kMostRanges) {
      if (low < high) {
        units.push_back({{low, high}, offset + header_bytes});
      }
    }
  }
  std::stable_sort(units.begin(), units.end(),
                   [](const Unit& a, const Unit& b) { return a.range.low < b.range.low; });
}

const Symbol* Symbols::Impl::function_at(std::uint64_t address) const {
  const auto above =
      std::upper_bound(functions.begin(), functions.end(), address,
                       [](std::uint64_t value, const Symbol& one) { return value < one.low; });
  if (above == functions.begin()) {
    return nullptr;
  }
  const Symbol& found = *(above - 1);
  return found.size == 0 || address - found.low < found.size ? &found : nullptr;
}

bool Symbols::Impl::unit_at(std::uint64_t address, Dwarf_Die* unit) const {
  const auto above =
      std::upper_bound(units.begin(), units.end(), address,
                       [](std::uint64_t value, const Unit& one) { return value < one.range.low; });
  return above != units.begin() && address < (above - 1)->range.high &&
         dwarf_offdie(dwarf, (above - 1)->die, unit) != nullptr;
}

std::variant<std::unique_ptr<Symbols>, Problem> Symbols::open(const std::string& file) {
  auto impl = std::make_unique<Impl>();
  impl->file = file;
  impl->fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status = {};
  if (impl->fd < 0 || fstat(impl->fd, &status) != 0) {
    return system_problem(file, errno);
  }
  if (!S_ISREG(status.st_mode)) {
    return problem(file, "is no file", kGiveElf);
  }
  elf_version(EV_CURRENT);
  impl->elf = elf_begin(impl->fd, ELF_C_READ, nullptr);
  if (impl->elf == nullptr || elf_kind(impl->elf) != ELF_K_ELF ||
      gelf_getehdr(impl->elf, &impl->header) == nullptr) {
    return problem(file, "is no ELF file, or cut off", kGiveElf);
  }
  if (auto refused = refuse_type(file, impl->header)) {
    return *refused;
  }
  impl->read_sections();
  if (impl->code.empty()) {
    return problem(file, "has no code", kGiveElf);
  }
  impl->dwarf = dwarf_begin_elf(impl->elf, DWARF_C_READ, nullptr);
  if (impl->dwarf != nullptr) {
    impl->read_units();
  }
  return std::unique_ptr<Symbols>(new Symbols(std::move(impl)));
}

Symbols::Symbols(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Symbols::~Symbols() = default;

const std::string& Symbols::file() const {
  return impl_->file;
}

const std::string& Symbols::build_id() const {
  return impl_->build_id;
}

Symbols::Detail Symbols::detail() const {
  return !impl_->units.empty()       ? Detail::kLines
         : !impl_->functions.empty() ? Detail::kFunctions
                                     : Detail::kAddresses;
}

bool Symbols::is_placed() const {
  return impl_->header.e_type == ET_EXEC;
}

bool Symbols::has_code(std::uint64_t address) const {
  return std::any_of(impl_->code.begin(), impl_->code.end(), [address](const Range& range) {
    return address > range.low && address <= range.high;
  });
}

std::vector<SourceFrame> Symbols::call_before(std::uint64_t address) const {
  const auto known = impl_->known.find(address);
  if (known != impl_->known.end()) {
    return known->second;
  }
  const std::uint64_t thumb = impl_->header.e_machine == EM_ARM ? 1 : 0;
  const std::uint64_t call = (address & ~thumb) - 1;
  std::vector<SourceFrame> frames;
  if (!has_code(address & ~thumb)) {
    return frames;
  }
  Dwarf_Die unit;
  if (impl_->unit_at(call, &unit)) {
    frames = dwarf_frames(&unit, call);
  }
  const Symbol* symbol = impl_->function_at(call);
  if (symbol != nullptr && (frames.empty() || frames.back().function.empty())) {
    if (frames.empty()) {
      frames.emplace_back();
    }
    frames.back().function = readable_name(symbol->name);
  }
  return impl_->known[address] = frames;
}

std::string Symbols::object_at(std::uint64_t address) const {
  const auto found =
      std::lower_bound(impl_->objects.begin(), impl_->objects.end(), address,
                       [](const Symbol& one, std::uint64_t value) { return one.low < value; });
  return found != impl_->objects.end() && found->low == address ? readable_name(found->name) : "";
}

std::optional<bool> same_build(std::string_view of_file, std::string_view of_device) {
  if (of_file.empty() || of_device.empty()) {
    return std::nullopt;
  }
  return of_file.starts_with(of_device);
}

std::string short_build(std::string_view build_id) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (const char c : build_id.substr(0, 8)) {
    const auto byte = static_cast<unsigned char>(c);
    text += {kHex[byte / 16], kHex[byte % 16]};
  }
  return text;
}

}  // namespace tidemark::ingest
