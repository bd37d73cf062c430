// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tool/analysis/devices.hpp"
#include "tool/analysis/summary.hpp"

/// The judgement on all devices of an input. Of one device each form is that of its summary alone.
namespace tidemark::sinks {

struct Judgement {
  const analysis::Devices& devices;
  std::vector<analysis::Summary> summaries;  ///< One for each device.
  analysis::Limits limits;
  std::string source;  ///< What was read.
};

/// As analysis::summarize() for each device.
Judgement judge(const analysis::Devices& devices, const analysis::Limits& limits, bool incomplete,
                std::string source);

/// The weightiest of all: broken, else cannot tell, else healthy.
analysis::Outcome outcome_of(const Judgement& judgement);
/// "sensor-3", or "device 1" without a name.
std::string device_label(const Judgement& judgement, std::size_t index);
/// "LEAK: ..." of one device; of several the weightiest one's, and how many there are.
std::string judgement_sentence(const Judgement& judgement);

/// As text_summary(), a part for each device and the outcome as the last line.
std::string judgement_text(const Judgement& judgement, bool colour);
nlohmann::ordered_json judgement_json(const Judgement& judgement);
std::string judgement_junit(const Judgement& judgement);

}  // namespace tidemark::sinks
