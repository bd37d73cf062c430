// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tool/analysis/summary.hpp"

namespace tidemark::sinks {

struct JUnitCase {
  std::string name;
  std::string failure;  ///< Empty: none.
  std::string error;    ///< Empty: none. Not shown beside a failure.
  std::string_view type;
  std::string output;  ///< Lines that go with a failure or error.
};

/// One test suite; `seconds` is how long it is said to have taken.
std::string junit_suite(const std::vector<JUnitCase>& all, std::string_view suite, double seconds);

/// A test case for each thing that was judged of a device. Broken is a failure, "cannot tell" an
/// error, so that a CI system fails on both.
std::vector<JUnitCase> junit_cases(const analysis::Session& session,
                                   const analysis::Summary& summary,
                                   const analysis::Limits& limits);
/// They as JUnit XML: one test suite.
std::string junit_xml(const analysis::Session& session, const analysis::Summary& summary,
                      const analysis::Limits& limits, std::string_view source);

/// `text` as it may stand in an XML attribute or element: UTF-8, no code point that XML 1.0
/// forbids.
std::string xml_escaped(std::string_view text);

}  // namespace tidemark::sinks
