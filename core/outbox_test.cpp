// SPDX-License-Identifier: Apache-2.0
#include "core/outbox.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/fake_port.hpp"

namespace tidemark {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Kept {
  Worth worth;
  bool continues;
  Bytes bytes;

  bool operator==(const Kept&) const = default;
};

/// The rules of the header, said with vectors.
class Model {
 public:
  explicit Model(std::size_t capacity) : capacity_(capacity) {}

  std::uint32_t put(Kept message) {
    if (message.bytes.size() + Outbox::kHeaderBytes > capacity_) {
      return 1;
    }
    std::uint32_t dropped = 0;
    while (used() + message.bytes.size() + Outbox::kHeaderBytes > capacity_) {
      const std::vector<std::size_t> doomed = choose(message.worth);
      if (doomed.empty()) {
        return dropped + 1;
      }
      for (auto index = doomed.rbegin(); index != doomed.rend(); ++index) {
        kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(*index));
      }
      dropped += static_cast<std::uint32_t>(doomed.size());
    }
    kept.push_back(std::move(message));
    return dropped;
  }

  std::size_t used() const {
    std::size_t bytes = 0;
    for (const Kept& message : kept) {
      bytes += message.bytes.size() + Outbox::kHeaderBytes;
    }
    return bytes;
  }
  std::size_t waiting(Worth worth) const {
    return static_cast<std::size_t>(
        std::count_if(kept.begin() + static_cast<std::ptrdiff_t>(in_flight), kept.end(),
                      [worth](const Kept& message) { return message.worth == worth; }));
  }

  std::vector<Kept> kept;
  std::size_t in_flight = 0;

 private:
  /// Indexes of what goes next.
  std::vector<std::size_t> choose(Worth most) const {
    for (const Worth worth : {Worth::kProfile, Worth::kSample, Worth::kReport, Worth::kEvent}) {
      std::vector<std::vector<std::size_t>> groups;
      for (std::size_t i = in_flight; i < kept.size(); ++i) {
        if (kept[i].worth == worth) {
          if (!kept[i].continues || groups.empty()) {
            groups.emplace_back();
          }
          groups.back().push_back(i);
        }
      }
      if (!groups.empty()) {
        return doomed_of(groups, worth);
      }
      if (worth == most) {
        break;
      }
    }
    return {};
  }
  static std::vector<std::size_t> doomed_of(const std::vector<std::vector<std::size_t>>& groups,
                                            Worth worth) {
    if (worth != Worth::kSample || groups.size() < 4) {
      return groups.front();
    }
    std::vector<std::size_t> doomed;
    for (std::size_t group = 1; group < groups.size() / 2; group += 2) {
      doomed.insert(doomed.end(), groups[group].begin(), groups[group].end());
    }
    return doomed;
  }

  std::size_t capacity_;
};

class OutboxTest : public testing::Test {
 protected:
  void begin(std::size_t capacity) {
    memory_.assign(capacity, 0xEE);
    outbox_ = Outbox();
    outbox_.start({memory_.data(), memory_.size()});
  }
  std::uint32_t put(Worth worth, std::uint8_t mark, std::size_t size = 10, bool continues = false) {
    const Bytes bytes(size, mark);
    return outbox_.put(worth, continues, {bytes.data(), bytes.size()});
  }
  Bytes take() {
    Bytes bytes(Outbox::kMaxMessageBytes);
    bytes.resize(outbox_.take({bytes.data(), bytes.size()}));
    return bytes;
  }
  /// First bytes of all that wait; they are gone then.
  Bytes take_all() {
    Bytes marks;
    for (Bytes bytes = take(); !bytes.empty(); bytes = take()) {
      marks.push_back(bytes.front());
      outbox_.acknowledge();
    }
    return marks;
  }

  FakePort port_;
  Bytes memory_;
  Outbox outbox_;
};

TEST_F(OutboxTest, KeepsOrderAndBytes) {
  begin(64);
  EXPECT_TRUE(take().empty());
  EXPECT_EQ(put(Worth::kSample, 1, 1), 0u);
  EXPECT_EQ(put(Worth::kEvent, 2, 30), 0u);
  EXPECT_EQ(take(), Bytes(1, 1));
  EXPECT_EQ(take(), Bytes(30, 2));
  EXPECT_TRUE(take().empty());
  EXPECT_EQ(outbox_.in_flight(), 2u);
  outbox_.rewind();
  EXPECT_EQ(take(), Bytes(1, 1)) << "the link was broken: all again";
  outbox_.acknowledge();
  EXPECT_EQ(take_all(), Bytes{2});
  outbox_.acknowledge();
  EXPECT_EQ(outbox_.in_flight(), 0u);
}

TEST_F(OutboxTest, TakesAMessageOfItsWholeMemory) {
  begin(Outbox::kMaxMessageBytes + Outbox::kHeaderBytes);
  EXPECT_EQ(put(Worth::kSample, 1, Outbox::kMaxMessageBytes), 0u);
  EXPECT_EQ(put(Worth::kSample, 2, Outbox::kMaxMessageBytes), 1u);
  EXPECT_EQ(take(), Bytes(Outbox::kMaxMessageBytes, 2));
  outbox_.acknowledge();
  EXPECT_EQ(put(Worth::kSample, 3, Outbox::kMaxMessageBytes + 1), 1u) << "no message is so long";
  begin(20);
  EXPECT_EQ(put(Worth::kEvent, 1, 19), 1u) << "nor has this one room, whatever is dropped";
  EXPECT_TRUE(take().empty());
}

TEST_F(OutboxTest, ThinsTheOlderHalfOfTheSamples) {
  begin(8 * 12);
  for (std::uint8_t i = 0; i < 8; ++i) {
    EXPECT_EQ(put(Worth::kSample, i), 0u);
  }
  EXPECT_EQ(put(Worth::kSample, 8), 2u);
  EXPECT_EQ(put(Worth::kSample, 9), 0u);
  EXPECT_EQ(put(Worth::kSample, 10), 2u);
  EXPECT_EQ(take_all(), (Bytes{0, 4, 6, 7, 8, 9, 10})) << "1 and 3 went first, then 2 and 5";
}

TEST_F(OutboxTest, WhatIsWorthMoreGoesLater) {
  begin(5 * 12);
  for (const Worth worth : {Worth::kEvent, Worth::kSample, Worth::kReport, Worth::kSample}) {
    EXPECT_EQ(put(worth, static_cast<std::uint8_t>(worth)), 0u);
  }
  EXPECT_EQ(put(Worth::kReport, 10, 20), 1u) << "a sample";
  EXPECT_EQ(put(Worth::kEvent, 11), 1u) << "the other one";
  EXPECT_EQ(put(Worth::kSample, 12), 1u) << "itself: the others are worth more";
  EXPECT_EQ(put(Worth::kEvent, 13, 20), 2u) << "both reports";
  EXPECT_EQ(put(Worth::kReport, 14, 20), 1u) << "itself";
  EXPECT_EQ(put(Worth::kEvent, 15, 20), 1u) << "the oldest event";
  EXPECT_EQ(take_all(), (Bytes{11, 13, 15}));
}

TEST_F(OutboxTest, PartsOfASampleShareTheirLot) {
  begin(8 * 12);
  for (std::uint8_t i = 0; i < 8; ++i) {
    EXPECT_EQ(put(Worth::kSample, i, 10, i % 2 == 1), 0u);
  }
  EXPECT_EQ(put(Worth::kSample, 8), 2u);
  EXPECT_EQ(take_all(), (Bytes{0, 1, 4, 5, 6, 7, 8}));
}

TEST_F(OutboxTest, NeverDropsWhatIsInFlight) {
  begin(3 * 12);
  put(Worth::kSample, 1);
  put(Worth::kSample, 2);
  EXPECT_EQ(take(), Bytes(10, 1));
  EXPECT_EQ(take(), Bytes(10, 2));
  EXPECT_EQ(put(Worth::kSample, 3), 0u);
  EXPECT_EQ(put(Worth::kEvent, 4), 1u) << "the one that waits";
  EXPECT_EQ(put(Worth::kReport, 5), 1u) << "itself";
  outbox_.rewind();
  EXPECT_EQ(take_all(), (Bytes{1, 2, 4}));
}

TEST_F(OutboxTest, DoesNothingInAnInterrupt) {
  begin(64);
  put(Worth::kSample, 1);
  port_.in_interrupt = true;
  EXPECT_EQ(put(Worth::kSample, 2), 1u);
  EXPECT_TRUE(take().empty());
  port_.in_interrupt = false;
  EXPECT_EQ(take_all(), Bytes{1});
}

/// Random calls, checked against the model after each of them.
class RandomCalls : public OutboxTest, public testing::WithParamInterface<unsigned> {
 protected:
  void step() {
    switch (std::uniform_int_distribution<>(0, 9)(random_)) {
      case 0:
        outbox_.rewind();
        model_.in_flight = 0;
        return;
      case 1:
      case 2:
        outbox_.acknowledge();
        acknowledge();
        return;
      case 3:
      case 4:
        take_one();
        return;
      default:
        put_one();
    }
  }

  void acknowledge() {
    if (model_.in_flight > 0) {
      taken_ += model_.kept.front().bytes.size();
      model_.kept.erase(model_.kept.begin());
      --model_.in_flight;
    }
  }

  void take_one() {
    const Bytes bytes = take();
    if (model_.in_flight == model_.kept.size()) {
      EXPECT_TRUE(bytes.empty());
    } else {
      EXPECT_EQ(bytes, model_.kept[model_.in_flight++].bytes);
    }
  }

  void put_one() {
    Kept message{
        static_cast<Worth>(std::min(3, std::uniform_int_distribution<>(0, 6)(random_) / 2)),
        std::uniform_int_distribution<>(0, 3)(random_) == 0,
        Bytes(std::uniform_int_distribution<std::size_t>(1, largest_)(random_))};
    std::generate(message.bytes.begin(), message.bytes.end(), std::ref(random_));
    const std::size_t events = model_.waiting(Worth::kEvent);
    const std::size_t others = model_.waiting(Worth::kSample) + model_.waiting(Worth::kReport);
    const std::size_t before = model_.kept.size();
    const Bytes bytes = message.bytes;
    const Worth worth = message.worth;
    const bool continues = message.continues;
    const std::uint32_t expected = model_.put(std::move(message));
    EXPECT_EQ(outbox_.put(worth, continues, {bytes.data(), bytes.size()}), expected);
    EXPECT_EQ(model_.kept.size(), before + 1 - expected) << "the count is exact";
    if (expected > 0 && model_.waiting(Worth::kEvent) < events) {
      EXPECT_EQ(model_.waiting(Worth::kSample) + model_.waiting(Worth::kReport), 0u)
          << "an event went, and " << others << " lesser messages waited";
    }
    dropped_ += expected;
    put_ += 1;
  }

  std::mt19937 random_{GetParam()};
  Model model_{0};
  std::size_t largest_ = 0;
  std::size_t taken_ = 0;
  std::size_t put_ = 0;
  std::size_t dropped_ = 0;
};

TEST_P(RandomCalls, AgreeWithTheModel) {
  const std::size_t capacity = std::uniform_int_distribution<std::size_t>(3, 700)(random_);
  largest_ = std::uniform_int_distribution<std::size_t>(1, Outbox::kMaxMessageBytes)(random_);
  begin(capacity);
  model_ = Model(capacity);
  for (int i = 0; i < 1500 && !HasFailure(); ++i) {
    step();
    ASSERT_EQ(outbox_.in_flight(), model_.in_flight);
  }
  outbox_.rewind();
  for (const Kept& message : model_.kept) {
    ASSERT_EQ(take(), message.bytes);
  }
  EXPECT_TRUE(take().empty());
  EXPECT_GT(put_, dropped_ + model_.kept.size()) << "nothing was ever taken: the test saw little";
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCalls, testing::Range(0u, 60u));

}  // namespace
}  // namespace tidemark
