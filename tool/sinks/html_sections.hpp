// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "tool/analysis/chronicle.hpp"
#include "tool/sinks/device_summaries.hpp"

/// The parts of the report page that are about one device. Private to sinks/.
namespace tidemark::sinks {

/// Rows of a table, charts of a device; what is beyond is counted.
inline constexpr std::size_t kMostRows = 500;

/// The device that a part is about.
struct DeviceView {
  const analysis::Session& session;
  const analysis::Summary& summary;
  const analysis::Limits& limits;
  const analysis::Chronicle& chronicle;
};

/// `<div><dt>name</dt><dd>value</dd></div>`; `value` is escaped.
std::string html_fact(std::string_view name, std::string_view value);
/// "bad", "warn" or "good": how it is coloured.
std::string_view outcome_class(const analysis::Summary& summary);

/// A card with a chart for each heap and pool. Empty if there is none.
std::string html_pools(const DeviceView& view);
/// A bar for each stack. Empty if there is none.
std::string html_stacks(const DeviceView& view);
/// The lives of the device on one time line, how each ended, and what the allocations and
/// reclaimers did. Empty if the device told nothing of that.
std::string html_recovery(const DeviceView& view);
/// What was found, and what happened when.
std::string html_events(const DeviceView& view);
/// The heap profile: sites, owners, lifetimes. Empty if the device sent none.
std::string html_profile(const DeviceView& view);
/// All resources as figures.
std::string html_figures(const DeviceView& view);
/// What was read and lost, and what the monitor itself costs.
std::string html_coverage(const DeviceView& view);

}  // namespace tidemark::sinks
