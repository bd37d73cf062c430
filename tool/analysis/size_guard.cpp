// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/size_guard.hpp"

#include <algorithm>

namespace tidemark::analysis {
namespace {

constexpr std::uint64_t kOverheadPerByte = 4;
constexpr std::uint64_t kSlackBytes = 128;

}  // namespace

SizeGuard::Outcome SizeGuard::add(std::uint32_t free_bytes, std::uint32_t allocated_bytes) {
  const std::uint64_t free = free_bytes;
  const std::uint64_t allocated = allocated_bytes;
  const Range range{free + allocated, free + kOverheadPerByte * allocated + kSlackBytes};
  if (known_.meets(range)) {
    known_.narrow(range);
    refused_ = 0;
    return Outcome::kFits;
  }
  if (refused_ > 0 && other_.meets(range)) {
    other_.narrow(range);
    ++refused_;
  } else {
    other_ = range;
    refused_ = 1;
  }
  if (refused_ < kConfirmations) {
    return Outcome::kContradicts;
  }
  known_ = other_;
  refused_ = 0;
  return Outcome::kNewSize;
}

void SizeGuard::reset() {
  *this = SizeGuard();
}

bool SizeGuard::Range::meets(const Range& other) const {
  return std::max(least, other.least) <= std::min(most, other.most);
}

void SizeGuard::Range::narrow(const Range& other) {
  least = std::max(least, other.least);
  most = std::min(most, other.most);
}

}  // namespace tidemark::analysis
