// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/dump_profile.hpp"

#include <algorithm>
#include <optional>

namespace tidemark::analysis {
namespace {

using ingest::CoreDump;
using ingest::ElfImage;

// tidemark::profiler_of_image and tidemark::hooks::memory_no_roots.
constexpr const char* kProfiler = "_ZN8tidemark17profiler_of_imageE";
constexpr const char* kTables = "_ZN8tidemark5hooks15memory_no_rootsE";
constexpr std::uint64_t kMostRecords = 4096;
constexpr std::uint64_t kMostFrames = 16;
// As in core/profiler_tables.hpp.
constexpr std::uint64_t kLayout = 1;
constexpr std::uint64_t kBirthMs = 64;
constexpr std::uint64_t kSizeMask = 0xffffff;
constexpr std::uint64_t kStateMask = 3;
constexpr std::uint64_t kInterrupt = 1;
constexpr std::uint64_t kAlive = 2;

class Reader {
 public:
  Reader(const CoreDump& dump, const ElfImage& image, std::uint64_t profiler, std::uint64_t tables)
      : dump_(dump), image_(image), profiler_(profiler), tables_(tables) {}

  DumpProfile read() {
    DumpProfile profile;
    const auto layout = image_.constant_of("LiveRecord", "kLayout");
    if (!layout) {
      profile.why_absent = "the image has no debugging information about it";
      return profile;
    }
    records_ = table("records", "LiveRecord");
    sites_ = table("sites", "ProfileSite");
    owners_ = table("owners", "ProfileOwner");
    const auto now = member(profiler_, "Profiler", {"now_"}, 4);
    if (*layout != kLayout || !records_ || !sites_ || !owners_) {
      profile.why_absent = "its tables have another form than this version of tidemark reads";
      return profile;
    }
    if (!now) {
      profile.why_absent = "its tables are not in the dump";
      return profile;
    }
    for (std::uint64_t i = 0; i < std::min(records_->size, kMostRecords); ++i) {
      take(i, static_cast<std::uint32_t>(*now), profile);
    }
    return profile;
  }

 private:
  struct Table {
    std::uint64_t start, size, stride;
  };

  void take(std::uint64_t slot, std::uint32_t now, DumpProfile& profile) const {
    const std::uint64_t at = records_->start + slot * records_->stride;
    const auto block = member(at, "LiveRecord", {"block"}, dump_.pointer_bytes);
    const auto birth = member(at, "LiveRecord", {"birth"}, 4);
    const auto size = member(at, "LiveRecord", {"size_level"}, 4);
    const auto site = member(at, "LiveRecord", {"site"}, 1);
    const auto owner = member(at, "LiveRecord", {"owner"}, 1);
    if (!block || *block == 0 || !birth || !size || !site || !owner) {
      return;
    }
    const std::uint64_t age = now - static_cast<std::uint32_t>(*birth);
    profile.blocks[*block] = {frames_of(*site, slot), owner_of(*owner),
                              static_cast<std::uint32_t>(*size & kSizeMask),
                              (age & UINT32_MAX) * kBirthMs};
  }

  std::optional<std::uint64_t> member(std::uint64_t object, const char* structure,
                                      std::initializer_list<std::string_view> names,
                                      std::size_t bytes) const {
    const auto offset = image_.offset_of(structure, names);
    return offset ? dump_.number_at(object + *offset, bytes) : std::nullopt;
  }

  std::optional<Table> table(const char* name, const char* element) const {
    const auto offset = image_.offset_of("ProfileMemory", {name});
    const auto bytes = image_.size_of("ProfileMemory", name);
    const auto stride = image_.size_of(element);
    if (!offset || !bytes || !stride || *stride == 0) {
      return std::nullopt;
    }
    return Table{tables_ + *offset, *bytes / *stride, *stride};
  }

  /// A site is known by its slot + 1. That of the newest record may be noted apart.
  std::vector<std::uint64_t> frames_of(std::uint64_t site, std::uint64_t slot) const {
    std::vector<std::uint64_t> frames;
    const bool is_pending = member(profiler_, "Profiler", {"pending_"}, 2) == slot + 1;
    const auto first = is_pending ? image_.offset_of("Profiler", {"pending_path_"})
                                  : image_.offset_of("ProfileSite", {"frames"});
    const auto bytes = image_.size_of("CallPath");
    if (!first || !bytes || (!is_pending && (site == 0 || site > sites_->size))) {
      return frames;
    }
    const std::uint64_t at =
        *first + (is_pending ? profiler_ : sites_->start + (site - 1) * sites_->stride);
    for (std::uint64_t i = 0; i < std::min(*bytes / dump_.pointer_bytes, kMostFrames); ++i) {
      const auto frame = dump_.word_at(at + i * dump_.pointer_bytes);
      if (!frame || *frame == 0) {
        break;
      }
      frames.push_back(*frame);
    }
    return frames;
  }

  /// A name, at most `most` bytes, up to its end.
  std::string text_at(std::uint64_t address, std::size_t most) const {
    std::string text;
    for (std::size_t i = 0; i < most; ++i) {
      const auto byte = dump_.number_at(address + i, 1);
      if (!byte || *byte == 0) {
        break;
      }
      text.push_back(static_cast<char>(*byte));
    }
    return text;
  }

  /// An ended thread's name is in the table, a living one's with the thread.
  std::string owner_of(std::uint64_t owner) const {
    constexpr std::size_t kMostName = 32;
    const auto name = image_.offset_of("ProfileOwner", {"name"});
    if (owner >= owners_->size || !name || *name >= owners_->stride) {
      return {};
    }
    const std::uint64_t at = owners_->start + owner * owners_->stride;
    const auto key = member(at, "ProfileOwner", {"thread_state"}, dump_.pointer_bytes);
    const std::uint64_t state = key.value_or(0) & kStateMask;
    if (state == kInterrupt) {
      return "(interrupts)";
    }
    if (state == kAlive) {
      const auto own = image_.offset_of("k_thread", {"name"});
      return own ? text_at((*key & ~kStateMask) + *own, kMostName) : std::string();
    }
    return text_at(at + *name, std::min<std::uint64_t>(owners_->stride - *name, kMostName));
  }

  const CoreDump& dump_;
  const ElfImage& image_;
  std::uint64_t profiler_;
  std::uint64_t tables_;
  std::optional<Table> records_;
  std::optional<Table> sites_;
  std::optional<Table> owners_;
};

}  // namespace

DumpProfile read_profile(const CoreDump& dump, const ElfImage& image) {
  const ElfImage::Symbol* profiler = image.find(kProfiler);
  const ElfImage::Symbol* tables = image.find(kTables);
  if (profiler == nullptr || tables == nullptr) {
    DumpProfile none;
    none.why_absent = "the image has no heap profile (CONFIG_TIDEMARK_PROFILE)";
    return none;
  }
  return Reader(dump, image, profiler->address, tables->address).read();
}

}  // namespace tidemark::analysis
