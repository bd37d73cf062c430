// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "base/fixed_text.hpp"
#include "base/in_place.hpp"
#include "base/optional.hpp"
#include "base/span.hpp"

namespace tidemark {
namespace {

TEST(Span, VisitsItsElements) {
  int numbers[] = {1, 2, 3};
  int sum = 0;
  for (int number : Span<int>(numbers, 3)) {
    sum += number;
  }
  EXPECT_EQ(sum, 6);
  EXPECT_TRUE(Span<int>().empty());
}

TEST(Text, ComparesBytes) {
  EXPECT_TRUE(same_text(text_of("ab"), text_of("ab")));
  EXPECT_FALSE(same_text(text_of("ab"), text_of("abc")));
  EXPECT_FALSE(same_text(text_of("ab"), text_of("ac")));
  EXPECT_TRUE(same_text(Text(), text_of("")));
}

TEST(Optional, AnUnknownValueIsNotZero) {
  EXPECT_FALSE(Optional<int>{} == known(0));
  EXPECT_TRUE(known(3) == known(3));
  EXPECT_FALSE(known(3) == known(4));
  EXPECT_TRUE((Optional<int>{7, false} == Optional<int>{}));
}

TEST(FixedText, SaysWhatItCuts) {
  FixedText<4> text{};
  EXPECT_TRUE(text.empty());
  EXPECT_TRUE(text.append(text_of("abc")));
  EXPECT_FALSE(text.append(text_of("de")));
  EXPECT_EQ(std::string(text.bytes, text.size), "abcd");
  EXPECT_FALSE(text.push('x'));
}

TEST(InPlace, MakesItsObjectWhenTold) {
  struct Pair {
    Pair(int a, int b) : sum(a + b) {}
    int sum;
  };
  static constinit InPlace<Pair> pair;
  pair.emplace(3, 4);
  EXPECT_EQ(pair->sum, 7);
  pair.emplace(1, 1);
  EXPECT_EQ(pair->sum, 2);
}

}  // namespace
}  // namespace tidemark
