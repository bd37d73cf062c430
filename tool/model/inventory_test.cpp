// SPDX-License-Identifier: Apache-2.0
#include "tool/model/inventory.hpp"

#include <gtest/gtest.h>

namespace tidemark::model {
namespace {

TEST(Inventory, AResourceIsKnownByItsKindAndName) {
  Inventory inventory;
  Resource* heap = inventory.find_or_add(Kind::kHeap, "a");
  Resource* slab = inventory.find_or_add(Kind::kMemSlab, "a");
  ASSERT_NE(heap, nullptr);
  EXPECT_NE(heap, slab);
  EXPECT_EQ(inventory.find_or_add(Kind::kHeap, "a"), heap);
  EXPECT_EQ(heap->kind, Kind::kHeap);
  EXPECT_EQ(heap->name, "a");
  EXPECT_EQ(inventory.all().size(), 2u);
  EXPECT_EQ(inventory.count(Kind::kHeap), 1u);
  EXPECT_EQ(inventory.count(Kind::kThreadStack), 0u);
}

TEST(Inventory, KeepsABoundedNumberAndKnowsTheOldOnes) {
  Inventory inventory;
  for (std::size_t i = 0; i < Inventory::kMostResources; ++i) {
    ASSERT_NE(inventory.find_or_add(Kind::kHeap, std::to_string(i)), nullptr);
  }
  EXPECT_EQ(inventory.find_or_add(Kind::kHeap, "one more"), nullptr);
  EXPECT_NE(inventory.find_or_add(Kind::kHeap, "17"), nullptr);
  EXPECT_EQ(inventory.all().size(), Inventory::kMostResources);
}

}  // namespace
}  // namespace tidemark::model
