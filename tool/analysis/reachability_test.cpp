// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/reachability.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tool/analysis/test_dump.hpp"

namespace tidemark::analysis {
namespace {

using ingest::CoreDump;
using ingest::ElfImage;
using ingest::Problem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::uint64_t kRam = 0x20000000;
constexpr std::uint64_t kControl = kRam + 0x40;  // the heap's variable
constexpr std::uint64_t kOther = kRam + 0x60;    // another one's
constexpr std::uint64_t kHeld = kRam + 0x80;     // pointers of the application
constexpr std::uint64_t kMemory = kRam + 0x100;

std::vector<TestSymbol> symbols() {
  return {{"_k_heap_list_start", kControl, 0},
          {"_k_heap_list_end", kControl + 0x20, 0},
          {"_system_heap", kControl, 0x14},
          {"held", kHeld, 0x40},
          {"z_malloc_heap", kOther, 0x0c}};
}

Reachability found_in(const CoreDump& dump, const ElfImage& image) {
  auto result = find_unreachable(dump, image, {});
  const auto* problem = std::get_if<Problem>(&result);
  EXPECT_EQ(problem, nullptr) << ingest::to_line(*problem);
  return problem != nullptr ? Reachability{} : std::move(std::get<Reachability>(result));
}

std::string problem_of(const CoreDump& dump, const ElfImage& image,
                       const ReachabilityOptions& options = {}) {
  const auto result = find_unreachable(dump, image, options);
  const auto* problem = std::get_if<Problem>(&result);
  return problem != nullptr ? ingest::to_line(*problem) : "none";
}

std::vector<std::uint64_t> addresses(const Reachability& found) {
  std::vector<std::uint64_t> list;
  for (const UnreachableBlock& block : found.blocks) {
    list.push_back(block.address);
  }
  return list;
}

struct Width {
  unsigned pointer_bytes;
  std::size_t field_bytes;
};

class ReachabilityOfWidth : public testing::TestWithParam<Width> {};

TEST_P(ReachabilityOfWidth, EachWayToHoldABlockCounts) {
  const auto [width, field_bytes] = GetParam();
  TestMemory memory(width, kRam, 0x800);
  TestHeap heap(memory, kMemory, 0x60, field_bytes);
  const std::uint64_t by_global = heap.chunk(4, true);
  const std::uint64_t lost = heap.chunk(6, true);
  const std::uint64_t by_block = heap.chunk(5, true);
  (void)heap.chunk(3, false);
  const std::uint64_t inside = heap.chunk(10, true);
  const std::uint64_t by_register = heap.chunk(2, true);
  const std::uint64_t first_of_circle = heap.chunk(3, true);
  const std::uint64_t second_of_circle = heap.chunk(3, true);
  heap.finish();
  memory.put_word(kControl, kMemory);
  memory.put_word(kHeld, by_global);
  memory.put_word(by_global + 8, by_block);
  memory.put_word(kHeld + width, inside + 40);
  memory.put_word(first_of_circle, second_of_circle);
  memory.put_word(second_of_circle, first_of_circle);
  memory.put_word(kHeld + 2 * width, lost - 2 * field_bytes);  // its header is not its memory
  memory.dump().registers = std::string(2 * width, '\0');
  for (unsigned i = 0; i < width; ++i) {
    memory.dump().registers[width + i] = static_cast<char>(by_register >> (8 * i));
  }
  const TestElf elf(width == 8 ? ELFCLASS64 : ELFCLASS32, symbols());
  const Reachability found = found_in(memory.dump(), elf.image());
  EXPECT_THAT(addresses(found), ElementsAre(lost, first_of_circle, second_of_circle));
  ASSERT_EQ(found.heaps.size(), 1u);
  EXPECT_EQ(found.heaps[0].name, "_system_heap");
  EXPECT_EQ(found.heaps[0].blocks, 7u);
  EXPECT_EQ(found.heaps[0].unreachable_blocks, 3u);
  EXPECT_EQ(found.blocks[0].size, 6 * 8 - 2 * field_bytes);
  EXPECT_FALSE(found.some_heap_unknown);
}

INSTANTIATE_TEST_SUITE_P(Widths, ReachabilityOfWidth,
                         testing::Values(Width{4, 2}, Width{4, 4}, Width{8, 4}),
                         [](const auto& info) {
                           return std::to_string(info.param.pointer_bytes * 8) + "bits_fields" +
                                  std::to_string(info.param.field_bytes * 8);
                         });

/// One lost block of k_malloc's, in a heap of 32 bits.
struct Simple {
  Simple() {
    TestHeap heap(memory, kMemory, 0x40, 2);
    block = heap.chunk(4, true);
    heap.finish();
    memory.put_word(kControl, kMemory);
    memory.put_word(kControl + 4, kMemory);
    memory.put_word(kControl + 8, 0x204);
    memory.put_word(block, kControl);
  }
  TestMemory memory{4, kRam, 0x800};
  std::uint64_t block = 0;
};

TEST(Reachability, BlockOfMallocIsAsItsCallerKnowsIt) {
  Simple simple;
  const TestElf elf(ELFCLASS32, symbols());
  const Reachability found = found_in(simple.memory.dump(), elf.image());
  ASSERT_EQ(found.blocks.size(), 1u);
  EXPECT_EQ(found.blocks[0].address, simple.block + 4);
  EXPECT_EQ(found.blocks[0].size, 4u * 8 - 4 - 4);
}

TEST(Reachability, HeapInsideABlockKeepsItsOwnBlocks) {
  TestMemory memory(4, kRam, 0x800);
  TestHeap outer(memory, kMemory, 0x60, 2);
  (void)outer.chunk(1, true);
  const std::uint64_t arena = outer.chunk(0x30, true) + 4;
  outer.finish();
  TestHeap inner(memory, arena, 0x28, 2);
  const std::uint64_t kept = inner.chunk(3, true);
  const std::uint64_t lost = inner.chunk(3, true);
  inner.finish();
  memory.put_word(kControl, kMemory);
  memory.put_word(kOther, arena);
  memory.put_word(kHeld, kept);
  memory.put_word(lost, lost);
  const TestElf elf(ELFCLASS32, symbols());
  const Reachability found = found_in(memory.dump(), elf.image());
  ASSERT_EQ(found.heaps.size(), 2u);
  EXPECT_EQ(found.heaps[1].name, "z_malloc_heap");
  EXPECT_THAT(addresses(found), UnorderedElementsAre(kMemory + 0x40 + 4, lost));
}

TEST(Reachability, DamagedHeapIsToldAndNotJudged) {
  Simple simple;
  TestMemory& memory = simple.memory;
  TestHeap other(memory, kRam + 0x400, 0x20, 2);
  other.finish();
  memory.put_word(kControl + 0x14, kRam + 0x400);
  auto names = symbols();
  names[1].address = kControl + 0x28;
  names.push_back({"my_heap", kControl + 0x14, 0x14});
  const TestElf elf(ELFCLASS32, names);
  EXPECT_EQ(found_in(memory.dump(), elf.image()).heaps.size(), 2u);
  memory.put(kRam + 0x440, 0xffff, 2);
  const Reachability found = found_in(memory.dump(), elf.image());
  EXPECT_EQ(found.heaps.size(), 1u);
  EXPECT_TRUE(found.some_heap_unknown);
  EXPECT_THAT(found.limits.front(), HasSubstr("damaged, and not judged: my_heap"));
  memory.put(kMemory + 0x40, 0xffff, 2);
  EXPECT_THAT(problem_of(memory.dump(), elf.image()), HasSubstr("its heaps are damaged: _system"));
}

TEST(Reachability, GuardThatCannotBeReadIsTold) {
  Simple simple;
  auto names = symbols();
  names.push_back({"_ZN12_GLOBAL__N_114guard_no_rootsE", kHeld, 8});
  const TestElf elf(ELFCLASS32, names);
  const Reachability found = found_in(simple.memory.dump(), elf.image());
  EXPECT_THAT(found.limits.front(), HasSubstr("what the guard puts round them"));
}

TEST(Reachability, WithoutTheHeapsMemoryNothingCanBeTold) {
  Simple simple;
  simple.memory.dump().regions.front().bytes.resize(0x90);
  const TestElf elf(ELFCLASS32, symbols());
  EXPECT_THAT(problem_of(simple.memory.dump(), elf.image()),
              HasSubstr("set CONFIG_DEBUG_COREDUMP_MEMORY_DUMP_LINKER_RAM=y"));
  simple.memory.dump().regions.clear();
  EXPECT_THAT(problem_of(simple.memory.dump(), elf.image()), HasSubstr("MEMORY_DUMP_LINKER_RAM"));
}

TEST(Reachability, AnotherBuildIsRefused) {
  Simple simple;
  const std::string same = std::string("\0\0\0\0\0\x01\0\x20\x04\x02\0\0", 12);
  const TestElf right(ELFCLASS32, symbols(), kControl, same);
  EXPECT_EQ(found_in(simple.memory.dump(), right.image()).blocks.size(), 1u);
  std::string changed = same;
  changed[8] = 0x44;
  const TestElf wrong(ELFCLASS32, symbols(), kControl, changed);
  EXPECT_THAT(problem_of(simple.memory.dump(), wrong.image()), HasSubstr("another build"));
  const TestElf wide(ELFCLASS64, symbols());
  EXPECT_THAT(problem_of(simple.memory.dump(), wide.image()), HasSubstr("another build"));
}

TEST(Reachability, AgesThatAreNotThereAreSaidSo) {
  Simple simple;
  const TestElf elf(ELFCLASS32, symbols());
  EXPECT_THAT(problem_of(simple.memory.dump(), elf.image(), {10000}), HasSubstr("--min-age: "));
}

TEST(Reachability, OnlyWhatLastsIsLeft) {
  Simple simple;
  const TestElf elf(ELFCLASS32, symbols());
  const ElfImage image = elf.image();
  const Reachability found = found_in(simple.memory.dump(), image);
  Reachability later = found;
  keep_lasting(later, found);
  EXPECT_EQ(later.blocks.size(), 1u);
  EXPECT_EQ(later.heaps[0].unreachable_blocks, 1u);
  Reachability earlier = found;
  earlier.blocks[0].size += 8;
  keep_lasting(later, earlier);
  EXPECT_THAT(later.blocks, IsEmpty());
  EXPECT_EQ(later.heaps[0].unreachable_bytes, 0u);
  EXPECT_THAT(later.limits.back(), HasSubstr("held in the earlier dump, or not there: 1"));
}

TEST(Reachability, ImagesThatAreNoneAreRefused) {
  const auto why = [](const std::string& file) {
    const auto image = ElfImage::open(file);
    const auto* problem = std::get_if<Problem>(&image);
    return problem != nullptr ? ingest::to_line(*problem) : "none";
  };
  EXPECT_THAT(why("/nowhere/zephyr.elf"), HasSubstr("no such file"));
  EXPECT_THAT(why(TIDEMARK_TEST_SOURCE), HasSubstr("it is no ELF file"));
  const TestElf empty(ELFCLASS32, {});
  EXPECT_THAT(why(empty.path()), HasSubstr("it has no symbols"));
}

/// What a real kernel (3.4.99 on qemu_cortex_m3) printed: blocks that are held in each way, and of
/// the two that are lost one whose address a function left behind on main's stack. That takes
/// debugging information to see; the addresses of variables are those of its image.
TEST(Reachability, RealConsole) {
  const auto dump = ingest::read_core_dump(TIDEMARK_TEST_CONSOLE);
  ASSERT_TRUE(std::holds_alternative<CoreDump>(dump));
  const TestElf elf(ELFCLASS32, {{"_k_heap_list_start", 0x20000058, 0},
                                 {"_system_heap", 0x20000058, 0x14},
                                 {"small_heap", 0x2000006c, 0x14},
                                 {"_k_heap_list_end", 0x20000080, 0}});
  const Reachability found = found_in(std::get<CoreDump>(dump), elf.image());
  ASSERT_EQ(found.heaps.size(), 2u);
  EXPECT_EQ(found.heaps[0].name, "small_heap");
  EXPECT_EQ(found.heaps[1].blocks, 7u);
  ASSERT_EQ(found.blocks.size(), 1u);
  EXPECT_EQ(found.blocks[0].address, 0x20001300u);
  EXPECT_EQ(found.blocks[0].size, 72u);
  EXPECT_EQ(found.blocks[0].heap, "_system_heap");
  ASSERT_EQ(found.limits.size(), 1u);
  EXPECT_THAT(found.limits[0], HasSubstr("stacks were searched whole"));
}

/// The image is a program of this build's compiler, with debugging information.
class ReachabilityOfStacks : public testing::Test {
 protected:
  static constexpr std::uint64_t kStackBytes = 256;

  std::uint64_t at(const char* name) { return image.find(name)->address; }
  void put_thread(const char* name, const char* stack, std::uint64_t pointer) {
    const std::uint64_t thread = at(name);
    memory.put_word(thread + *image.offset_of("k_thread", {"stack_info", "start"}), at(stack));
    memory.put_word(thread + *image.offset_of("k_thread", {"stack_info", "size"}), kStackBytes);
    memory.put_word(thread + *image.offset_of("k_thread", {"callee_saved", "rsp"}), pointer);
  }
  void SetUp() override {
    memory.dump().target = CoreDump::Target::kX86_64;
    TestHeap heap(memory, at("heap_memory"), 0x60, 4);
    for (std::uint64_t& block : blocks) {
      block = heap.chunk(3, true);
    }
    heap.finish();
    memory.put_word(at("heap_variable"), at("heap_memory"));
    put_thread("current_thread", "current_stack", at("current_stack"));
    put_thread("other_thread", "other_stack", at("other_stack") + 128);
    put_thread("_k_thread_obj_ended", "ended_stack", at("ended_stack"));
    const std::uint64_t next = *image.offset_of("k_thread", {"next_thread"});
    memory.put_word(at("current_thread") + next, at("other_thread"));
    memory.put_word(at("_kernel") + *image.offset_of("z_kernel", {"threads"}),
                    at("current_thread"));
    memory.put_word(at("_kernel") + *image.offset_of("z_kernel", {"cpus"}) +
                        *image.offset_of("_cpu", {"current"}),
                    at("current_thread"));
    memory.put_word(at("current_stack") + 64, blocks[0]);
    memory.put_word(at("current_stack") + 72, blocks[1]);
    memory.put_word(at("other_stack") + 120, blocks[2]);
    memory.put_word(at("other_stack") + 128, blocks[3]);
    memory.put_word(at("ended_stack") + 200, blocks[4]);
    memory.put_word(at("held"), blocks[5]);
  }
  void set_dumped_pointer(std::uint64_t pointer) {
    memory.dump().registers = std::string(7 * 8, '\0');
    for (unsigned i = 0; i < 8; ++i) {
      memory.dump().registers += static_cast<char>(pointer >> (8 * i));
    }
  }

  static ElfImage opened() {
    auto image = ElfImage::open(TIDEMARK_TEST_IMAGE);
    EXPECT_TRUE(std::holds_alternative<ElfImage>(image));
    return std::move(std::get<ElfImage>(image));
  }
  static std::uint64_t first_of(const ElfImage& image) {
    return image.variables_in(0, UINT64_MAX)[0].address & ~std::uint64_t{7};
  }

  ElfImage image = opened();
  TestMemory memory{8, first_of(image), 0x4000};
  std::uint64_t blocks[6] = {};
};

TEST_F(ReachabilityOfStacks, OnlyTheUsedPartCounts) {
  set_dumped_pointer(at("current_stack") + 72);
  const Reachability found = found_in(memory.dump(), image);
  EXPECT_EQ(found.threads, 2u);
  EXPECT_THAT(addresses(found), UnorderedElementsAre(blocks[0], blocks[2], blocks[4]));
  EXPECT_THAT(found.limits, IsEmpty());
}

TEST_F(ReachabilityOfStacks, OfAnUnknownStackPointerAllCounts) {
  const Reachability found = found_in(memory.dump(), image);
  EXPECT_THAT(addresses(found), UnorderedElementsAre(blocks[2], blocks[4]));
  ASSERT_EQ(found.limits.size(), 1u);
  EXPECT_THAT(found.limits[0], HasSubstr("of 1 of 2 threads"));
}

TEST_F(ReachabilityOfStacks, StackThatAnotherThreadHasNowCounts) {
  put_thread("_k_thread_obj_ended", "other_stack", 0);
  set_dumped_pointer(at("current_stack") + 72);
  EXPECT_THAT(addresses(found_in(memory.dump(), image)),
              UnorderedElementsAre(blocks[0], blocks[2]));
}

TEST_F(ReachabilityOfStacks, CircleOfThreadsEnds) {
  memory.put_word(at("other_thread") + *image.offset_of("k_thread", {"next_thread"}),
                  at("current_thread"));
  EXPECT_EQ(found_in(memory.dump(), image).threads, 2u);
}

/// The heap profile of the image.
class ReachabilityWithProfile : public ReachabilityOfStacks {
 protected:
  void put_record(std::uint64_t slot, std::uint64_t block, std::uint32_t birth, std::uint8_t site,
                  std::uint8_t owner) {
    const std::uint64_t record = at(kTables) + *image.offset_of("ProfileMemory", {"records"}) +
                                 slot * *image.size_of("LiveRecord");
    const auto put = [&](const char* name, std::uint64_t value, std::size_t size) {
      memory.put(record + *image.offset_of("LiveRecord", {name}), value, size);
    };
    put("block", block, 8);
    put("birth", birth, 4);
    put("size_level", 5u << 24 | 17, 4);
    put("site", site, 1);
    put("owner", owner, 1);
  }
  void put_text(std::uint64_t address, std::string_view text) {
    for (const char c : text) {
      memory.put(address++, static_cast<unsigned char>(c), 1);
    }
  }
  void SetUp() override {
    ReachabilityOfStacks::SetUp();
    set_dumped_pointer(at("current_stack") + 72);
    memory.put(at(kProfiler) + *image.offset_of("Profiler", {"now_"}), 1000, 4);
    const std::uint64_t site = at(kTables) + *image.offset_of("ProfileMemory", {"sites"}) +
                               1 * *image.size_of("ProfileSite");
    memory.put_word(site, 0x8001235);
    memory.put_word(site + 8, 0x8004321);
    const std::uint64_t owners = at(kTables) + *image.offset_of("ProfileMemory", {"owners"});
    memory.put_word(owners, 3);  // ended
    put_text(owners + *image.offset_of("ProfileOwner", {"name"}), "worker");
    memory.put_word(owners + *image.size_of("ProfileOwner"), at("other_thread") | 2);
    put_text(at("other_thread") + *image.offset_of("k_thread", {"name"}), "other");
    put_record(0, blocks[0], 900, 2, 0);
    put_record(1, blocks[5], 1, 2, 0);
    put_record(3, blocks[2], 990, 0, 1);
    memory.put(at(kProfiler) + *image.offset_of("Profiler", {"pending_"}), 4, 2);
    memory.put_word(at(kProfiler) + *image.offset_of("Profiler", {"pending_path_"}), 0x8000777);
  }

  static constexpr const char* kProfiler = "_ZN8tidemark17profiler_of_imageE";
  static constexpr const char* kTables = "_ZN8tidemark5hooks15memory_no_rootsE";
};

TEST_F(ReachabilityWithProfile, NamesSiteOwnerAndAge) {
  const Reachability found = found_in(memory.dump(), image);
  ASSERT_THAT(addresses(found), ElementsAre(blocks[0], blocks[2], blocks[4]));
  const auto& first = found.blocks[0].origin;
  ASSERT_TRUE(first.has_value());
  EXPECT_THAT(first->frames, ElementsAre(0x8001235, 0x8004321));
  EXPECT_EQ(first->owner, "worker");
  EXPECT_EQ(first->requested, 17u);
  EXPECT_EQ(first->age_ms, 100u * 64);
  const auto& newest = found.blocks[1].origin;
  ASSERT_TRUE(newest.has_value());
  EXPECT_THAT(newest->frames, ElementsAre(0x8000777));
  EXPECT_EQ(newest->owner, "other");
  EXPECT_FALSE(found.blocks[2].origin.has_value());
}

TEST_F(ReachabilityWithProfile, YoungBlocksAndThoseOfUnknownAgeAreLeftOut) {
  auto result = find_unreachable(memory.dump(), image, {5000});
  ASSERT_TRUE(std::holds_alternative<Reachability>(result));
  const auto& found = std::get<Reachability>(result);
  EXPECT_THAT(addresses(found), ElementsAre(blocks[0]));
  EXPECT_EQ(found.heaps[0].unreachable_blocks, 1u);
  EXPECT_THAT(found.limits, ElementsAre(HasSubstr("no record of their age: 1"),
                                        HasSubstr("they are younger: 1")));
}

/// The blocks of a heap with the guard's headers, linked with each other.
TEST_F(ReachabilityOfStacks, LinksOfTheGuardHoldNothing) {
  const std::uint64_t header_bytes = *image.size_of("GuardHeader");
  TestHeap heap(memory, at("heap_memory"), 0x60, 4);
  std::uint64_t guarded[3] = {};
  for (std::uint64_t& block : guarded) {
    block = heap.chunk(9, true);
  }
  const std::uint64_t quarantined = heap.chunk(9, true);
  heap.finish();
  for (std::size_t i = 0; i < 3; ++i) {
    memory.put_word(guarded[i], i < 2 ? 0 - guarded[i + 1] : 0);
    memory.put_word(guarded[i] + 8, i > 0 ? 0 - guarded[i - 1] : 0);
    memory.put(guarded[i] + *image.offset_of("GuardHeader", {"size"}), 13, 4);
  }
  const std::uint64_t table = at("_ZN8tidemark13guarded_heapsE");
  memory.put_word(table + *image.size_of("GuardedHeap") + 8, 0 - guarded[0]);
  memory.put_word(table + *image.size_of("GuardedHeap") + 16, 0 - guarded[2]);
  const std::uint64_t guard = at("_ZN8tidemark5guard14guard_no_rootsE");
  memory.put_word(guard + *image.offset_of("Guard", {"tables_", "heaps", "data_"}), table);
  memory.put_word(guard + *image.offset_of("Guard", {"tables_", "heaps", "size_"}), 2);
  memory.put_word(at("held"), guarded[1] + header_bytes);
  memory.put_word(at("held") + 8, quarantined);
  memory.put_word(at("held") + 16, guarded[2] + 8);  // its header, which is not its memory
  set_dumped_pointer(at("current_stack") + 256);
  const Reachability found = found_in(memory.dump(), image);
  EXPECT_THAT(addresses(found), ElementsAre(guarded[0] + header_bytes, guarded[2] + header_bytes));
  EXPECT_EQ(found.blocks[0].size, 13u);
  EXPECT_FALSE(found.some_heap_unknown);
}

TEST_F(ReachabilityOfStacks, MembersThatAreNotThereAreAbsent) {
  EXPECT_EQ(image.offset_of("k_thread", {"callee_saved", "psp"}), std::nullopt);
  EXPECT_EQ(image.offset_of("k_thread", {"base", "rsp"}), std::nullopt);
  EXPECT_EQ(image.offset_of("no_such_structure", {"a"}), std::nullopt);
  EXPECT_EQ(image.offset_of("k_thread", {"callee_saved", "rsp"}), 3u * 8 + 8);
  EXPECT_EQ(image.size_of("k_thread", "stack_info"), 2u * 8);
  EXPECT_EQ(image.size_of("k_thread", "nothing"), std::nullopt);
  EXPECT_EQ(image.constant_of("LiveRecord", "kLayout"), 1u);
  EXPECT_EQ(image.constant_of("k_thread", "base"), std::nullopt);
}

}  // namespace
}  // namespace tidemark::analysis
