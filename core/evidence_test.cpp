// SPDX-License-Identifier: Apache-2.0
#include "core/evidence.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidemark {
namespace {

using wire::RestartReason;

std::string text(const EvidenceName& name) {
  return {name.bytes, name.size};
}

EvidenceHead ended(RestartReason reason, std::uint32_t lived_s) {
  EvidenceHead head{};
  head.reason = reason;
  head.lived_ms = std::uint64_t{lived_s} * 1000 + 999;
  return head;
}

/// Lives one after another, each ended for a reason that counts.
EvidenceHead series(std::initializer_list<std::uint32_t> lived_s) {
  EvidenceHead head{};
  bool is_first = true;
  for (const std::uint32_t life_s : lived_s) {
    if (!is_first) {
      succeed(&head);
    }
    is_first = false;
    head.reason = RestartReason::kOutOfMemory;
    head.lived_ms = std::uint64_t{life_s} * 1000;
  }
  return head;
}

TEST(EvidenceTest, CutsNames) {
  EvidenceName name{};
  set_evidence_name(text_of("0123456789abcdefg"), &name);
  EXPECT_EQ(text(name), "0123456789abcdef");
  set_evidence_name(text_of("ab\0cd"), &name);
  EXPECT_EQ(text(name), "ab");
  set_evidence_name({}, &name);
  EXPECT_TRUE(name.empty());
}

TEST(EvidenceTest, CountsRestartsByTheTimeBetweenThem) {
  EXPECT_EQ(recent_restarts(series({7}), 10), 1u);
  EXPECT_EQ(recent_restarts(series({7, 600}), 10), 2u) << "the restart before was 10 minutes ago";
  EXPECT_EQ(recent_restarts(series({7, 601}), 10), 1u);
  EXPECT_EQ(recent_restarts(series({9999, 200, 200, 200}), 10), 4u)
      << "how long the first life was is not asked";
  EXPECT_EQ(recent_restarts(series({9999, 200, 200, 201}), 10), 3u);
  EXPECT_EQ(recent_restarts(series({1, 1, 1, 1, 1, 1, 1, 1, 1, 1}), 10), 8u)
      << "more are not remembered";
}

TEST(EvidenceTest, RemembersNoLongerThanItHasRoom) {
  const EvidenceHead head = series({9, 8, 7, 6, 5, 4, 3, 2, 1});
  EXPECT_EQ(head.lives, kEvidenceLives);
  for (std::uint32_t i = 0; i < kEvidenceLives; ++i) {
    EXPECT_EQ(head.lives_s[i], i + 2);
  }
}

TEST(EvidenceTest, ARestartThatWasAskedForEndsTheSeries) {
  EvidenceHead head = series({1, 1});
  succeed(&head);
  head.reason = RestartReason::kRequest;
  EXPECT_EQ(recent_restarts(head, 10), 0u);
  succeed(&head);
  EXPECT_EQ(head.lives, 0);
  head.reason = RestartReason::kCritical;
  EXPECT_EQ(recent_restarts(head, 10), 1u);
}

TEST(EvidenceTest, HandsDownTheCountAndNothingElse) {
  EvidenceHead head = ended(RestartReason::kStackOverflow, 5);
  head.restarts = 12;
  head.size = known(7u);
  head.at = 9;
  set_evidence_name(text_of("main"), &head.thread);
  succeed(&head);
  EXPECT_EQ(head.restarts, 12u);
  EXPECT_EQ(head.lives, 1);
  EXPECT_EQ(head.lives_s[0], 5u) << "whole seconds";
  EXPECT_FALSE(head.size.present);
  EXPECT_EQ(head.at, 0u);
  EXPECT_TRUE(head.thread.empty());
}

TEST(EvidenceTest, LivesLongerThanItCanSay) {
  EvidenceHead head = ended(RestartReason::kPanic, 0);
  head.lived_ms = UINT64_MAX;
  EXPECT_EQ(recent_restarts(head, UINT32_MAX), 1u);
  succeed(&head);
  EXPECT_EQ(head.lives_s[0], UINT32_MAX);
  head.reason = RestartReason::kPanic;
  head.lived_ms = UINT64_MAX;
  EXPECT_EQ(recent_restarts(head, 1), 1u);
}

}  // namespace
}  // namespace tidemark
