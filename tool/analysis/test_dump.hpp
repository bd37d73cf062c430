// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gelf.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "tool/ingest/core_dump.hpp"
#include "tool/ingest/elf_image.hpp"

/// Memory and images for tests: written as a device and a linker would.
namespace tidemark::analysis {

/// A core dump with one region, filled word by word.
class TestMemory {
 public:
  TestMemory(unsigned pointer_bytes, std::uint64_t start, std::size_t size) {
    dump_.name = "test";
    dump_.pointer_bytes = pointer_bytes;
    dump_.regions.push_back({start, std::string(size, '\0')});
  }
  void put(std::uint64_t address, std::uint64_t value, std::size_t size) {
    std::string& bytes = dump_.regions.front().bytes;
    for (std::size_t i = 0; i < size; ++i) {
      bytes.at(address - dump_.regions.front().start + i) = static_cast<char>(value >> (8 * i));
    }
  }
  void put_word(std::uint64_t address, std::uint64_t value) {
    put(address, value, dump_.pointer_bytes);
  }
  ingest::CoreDump& dump() { return dump_; }

 private:
  ingest::CoreDump dump_;
};

/// Writes a sys_heap as the allocator lays it out: a first chunk with the tables, then chunks one
/// after the other, and the end marker.
class TestHeap {
 public:
  /// `units`: all of it, in 8 bytes. `field_bytes`: 2 in a small heap of 32 bits, else 4.
  TestHeap(TestMemory& memory, std::uint64_t start, std::uint64_t units, std::size_t field_bytes)
      : memory_(memory), start_(start), units_(units), field_bytes_(field_bytes) {
    memory_.put(start + 8, units, 4);
    chunk(8, true);
  }
  /// Returns the address of the block.
  std::uint64_t chunk(std::uint64_t units, bool used) {
    const std::uint64_t at = start_ + at_ * 8;
    memory_.put(at, left_, field_bytes_);
    memory_.put(at + field_bytes_, units << 1 | (used ? 1u : 0u), field_bytes_);
    at_ += units;
    left_ = units;
    return at + 2 * field_bytes_;
  }
  /// A free chunk of what is left, and the end.
  void finish() {
    if (at_ < units_) {
      chunk(units_ - at_, false);
    }
    chunk(0, true);
  }

 private:
  TestMemory& memory_;
  std::uint64_t start_;
  std::uint64_t units_;
  std::size_t field_bytes_;
  std::uint64_t at_ = 0;
  std::uint64_t left_ = 0;
};

struct TestSymbol {
  const char* name;
  std::uint64_t address;
  std::uint64_t size;
};

/// An ELF file of symbols, and of one section of initialised memory. Deleted at the end.
class TestElf {
 public:
  TestElf(int elf_class, const std::vector<TestSymbol>& symbols, std::uint64_t data_address = 0,
          std::string data = {})
      : data_(std::move(data)) {
    const int file = ::mkstemp(path_.data());
    (void)elf_version(EV_CURRENT);
    Elf* elf = elf_begin(file, ELF_C_WRITE, nullptr);
    (void)gelf_newehdr(elf, elf_class);
    GElf_Ehdr header{};
    (void)gelf_getehdr(elf, &header);
    header.e_type = ET_EXEC;
    header.e_machine = elf_class == ELFCLASS32 ? EM_ARM : EM_X86_64;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_version = EV_CURRENT;
    header.e_shstrndx = 3;
    (void)gelf_update_ehdr(elf, &header);
    add_section(elf, SHT_PROGBITS, SHF_ALLOC | SHF_WRITE, data_address, 0, data_, ELF_T_BYTE);
    add_section(elf, SHT_SYMTAB, 0, 0, 3, symbol_table(elf, elf_class, symbols), ELF_T_SYM);
    add_section(elf, SHT_STRTAB, 0, 0, 0, names_, ELF_T_BYTE);
    EXPECT_GT(elf_update(elf, ELF_C_WRITE), 0) << elf_errmsg(-1);
    (void)elf_end(elf);
    (void)::close(file);
  }
  ~TestElf() { (void)std::remove(path_.c_str()); }
  TestElf(const TestElf&) = delete;
  TestElf& operator=(const TestElf&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] ingest::ElfImage image() const {
    auto image = ingest::ElfImage::open(path_);
    EXPECT_TRUE(std::holds_alternative<ingest::ElfImage>(image));
    return std::move(std::get<ingest::ElfImage>(image));
  }

 private:
  std::string symbol_table(Elf* elf, int elf_class, const std::vector<TestSymbol>& symbols) {
    const std::size_t entry = gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT);
    std::string table((symbols.size() + 1) * entry, '\0');
    names_.assign(1, '\0');
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      const auto name = static_cast<std::uint32_t>(names_.size());
      const unsigned char info = GELF_ST_INFO(STB_GLOBAL, STT_OBJECT);
      names_ += symbols[i].name;
      names_ += '\0';
      // In memory both classes are written as the library has them.
      if (elf_class == ELFCLASS32) {
        Elf32_Sym symbol{name,
                         static_cast<Elf32_Addr>(symbols[i].address),
                         static_cast<Elf32_Word>(symbols[i].size),
                         info,
                         0,
                         SHN_ABS};
        std::memcpy(table.data() + (i + 1) * entry, &symbol, sizeof symbol);
      } else {
        Elf64_Sym symbol{name, info, 0, SHN_ABS, symbols[i].address, symbols[i].size};
        std::memcpy(table.data() + (i + 1) * entry, &symbol, sizeof symbol);
      }
    }
    return table;
  }

  void add_section(Elf* elf, std::uint32_t type, std::uint64_t flags, std::uint64_t address,
                   std::uint32_t link, const std::string& bytes, Elf_Type data_type) {
    kept_.push_back(std::make_unique<std::string>(bytes));
    Elf_Scn* section = elf_newscn(elf);
    Elf_Data* data = elf_newdata(section);
    data->d_buf = kept_.back()->data();
    data->d_size = bytes.size();
    data->d_type = data_type;
    data->d_align = 8;
    data->d_version = EV_CURRENT;
    GElf_Shdr header{};
    (void)gelf_getshdr(section, &header);
    header.sh_type = type;
    header.sh_flags = flags;
    header.sh_addr = address;
    header.sh_link = link;
    header.sh_entsize = data_type == ELF_T_SYM ? gelf_fsize(elf, ELF_T_SYM, 1, EV_CURRENT) : 0;
    (void)gelf_update_shdr(section, &header);
  }

  std::string path_ = testing::TempDir() + "tidemark_image_XXXXXX";
  std::string data_;
  std::string names_;
  std::vector<std::unique_ptr<std::string>> kept_;
};

}  // namespace tidemark::analysis
