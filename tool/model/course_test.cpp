// SPDX-License-Identifier: Apache-2.0
#include "tool/model/course.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tidemark::model {
namespace {

TEST(Course, KeepsAllAsLongAsThereIsRoom) {
  Course course;
  EXPECT_TRUE(course.points().empty());
  course.add(10, 5);
  course.add(20, 3);
  const std::vector<Course::Point> expected = {{10, 10, 5, 5}, {20, 20, 3, 3}};
  EXPECT_EQ(course.points(), expected);
}

TEST(Course, ALongInputStaysBoundedAndLosesNoPeak) {
  Course course;
  for (std::uint64_t n = 0; n < 1'000'000; ++n) {
    const auto usual = static_cast<std::uint32_t>(100 + n % 50);
    course.add(n, n == 777'777 ? 9000 : n == 333'333 ? 1 : usual);
  }
  const auto& points = course.points();
  EXPECT_LE(points.size(), Course::kPoints);
  EXPECT_GE(points.size(), Course::kPoints / 2);
  EXPECT_EQ(points.front().first_ms, 0u);
  EXPECT_EQ(points.back().last_ms, 999'999u);
  std::uint32_t least = UINT32_MAX;
  std::uint32_t greatest = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    least = std::min(least, points[i].least);
    greatest = std::max(greatest, points[i].greatest);
    if (i > 0) {
      EXPECT_EQ(points[i].first_ms, points[i - 1].last_ms + 1) << "no sample is left out";
    }
  }
  EXPECT_EQ(least, 1u);
  EXPECT_EQ(greatest, 9000u);
}

TEST(Course, ATimeThatGoesBackStands) {
  Course course;
  course.add(10, 1);
  course.add(5, 2);
  EXPECT_EQ(course.points().back(), (Course::Point{10, 10, 2, 2}));
}

}  // namespace
}  // namespace tidemark::model
