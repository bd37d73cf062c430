// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/size_guard.hpp"

#include <gtest/gtest.h>

namespace tidemark::analysis {
namespace {

using Outcome = SizeGuard::Outcome;

TEST(SizeGuard, MemTestsFiguresFit64And32Bit) {
  SizeGuard wide;
  for (std::uint32_t n = 0; n <= 33; ++n) {
    EXPECT_EQ(wide.add(4000 - 120 * n, 112 * n), Outcome::kFits) << n;
  }
  EXPECT_EQ(wide.least_size(), 4000u);
  SizeGuard narrow;
  for (std::uint32_t n = 0; n <= 35; ++n) {
    EXPECT_EQ(narrow.add(4020 - 112 * n, 108 * n), Outcome::kFits) << n;
  }
}

TEST(SizeGuard, AHeapOfTheSmallestBlocksFits) {
  // 64 bit: 8 bytes of header and 8 of payload a block; every other one freed and split to one
  // unit.
  SizeGuard guard;
  EXPECT_EQ(guard.add(4000, 0), Outcome::kFits);
  EXPECT_EQ(guard.add(0, 2000), Outcome::kFits);
  EXPECT_EQ(guard.add(0, 1300), Outcome::kFits);
}

TEST(SizeGuard, MoreFreeThanTheHeapHasContradicts) {
  SizeGuard guard;
  EXPECT_EQ(guard.add(3880, 112), Outcome::kFits);
  EXPECT_EQ(guard.add(99'999, 112), Outcome::kContradicts);
  EXPECT_EQ(guard.add(4'294'967'295u, 4'294'967'295u), Outcome::kContradicts);
  EXPECT_EQ(guard.add(3760, 224), Outcome::kFits);
  EXPECT_EQ(guard.least_size(), 3992u) << "a refused sample leaves no trace";
}

TEST(SizeGuard, LessThanTheHeapHasContradicts) {
  SizeGuard guard;
  EXPECT_EQ(guard.add(3880, 112), Outcome::kFits);
  EXPECT_EQ(guard.add(38, 112), Outcome::kContradicts) << "a digit was lost";
  EXPECT_EQ(guard.add(0, 0), Outcome::kContradicts);
}

TEST(SizeGuard, AWrongFirstSampleIsOutvoted) {
  SizeGuard guard;
  EXPECT_EQ(guard.add(99'999, 0), Outcome::kFits);
  for (unsigned n = 1; n < SizeGuard::kConfirmations; ++n) {
    EXPECT_EQ(guard.add(4000 - 120 * n, 112 * n), Outcome::kContradicts);
  }
  EXPECT_EQ(guard.add(3400, 560), Outcome::kNewSize);
  EXPECT_EQ(guard.add(3280, 672), Outcome::kFits);
}

TEST(SizeGuard, RubbishThatContradictsItselfIsNeverBelieved) {
  SizeGuard guard;
  EXPECT_EQ(guard.add(4000, 0), Outcome::kFits);
  for (std::uint32_t n = 1; n < 50; ++n) {
    EXPECT_EQ(guard.add(n * 100'000, 0), Outcome::kContradicts);
  }
  guard.reset();
  EXPECT_EQ(guard.add(100'000, 0), Outcome::kFits);
}

}  // namespace
}  // namespace tidemark::analysis
