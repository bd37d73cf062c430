// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/device_summaries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/sentences.hpp"
#include "tool/sinks/text_summary.hpp"

namespace tidemark::sinks {
namespace {

/// The first of the weightiest.
std::size_t worst(const Judgement& judgement) {
  const auto weightier = [](const analysis::Summary& a, const analysis::Summary& b) {
    return static_cast<int>(a.outcome) < static_cast<int>(b.outcome);
  };
  const auto& all = judgement.summaries;
  return static_cast<std::size_t>(std::max_element(all.begin(), all.end(), weightier) -
                                  all.begin());
}

std::size_t count_of(const Judgement& judgement, analysis::Outcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(judgement.summaries.begin(), judgement.summaries.end(),
                    [outcome](const analysis::Summary& one) { return one.outcome == outcome; }));
}

nlohmann::ordered_json device_json(const Judgement& judgement, std::size_t index) {
  const analysis::Session& session = judgement.devices.at(index);
  auto object =
      json_summary(session, judgement.summaries[index], judgement.limits, judgement.source);
  if (const std::string name = analysis::device_name(session); !name.empty()) {
    object["device"] = name;
  }
  if (const std::string build = analysis::build_text(session); !build.empty()) {
    object["build"] = build;
  }
  return object;
}

}  // namespace

Judgement judge(const analysis::Devices& devices, const analysis::Limits& limits, bool incomplete,
                std::string source) {
  Judgement judgement{devices, {}, limits, std::move(source)};
  for (std::size_t i = 0; i < devices.count(); ++i) {
    judgement.summaries.push_back(analysis::summarize(devices.at(i), limits, incomplete));
  }
  return judgement;
}

analysis::Outcome outcome_of(const Judgement& judgement) {
  return judgement.summaries[worst(judgement)].outcome;
}

std::string device_label(const Judgement& judgement, std::size_t index) {
  const std::string name = analysis::device_name(judgement.devices.at(index));
  return name.empty() ? fmt::format("device {}", index + 1) : name;
}

std::string judgement_sentence(const Judgement& judgement) {
  using analysis::Outcome;
  const std::size_t first = worst(judgement);
  const std::string sentence =
      outcome_sentence(judgement.devices.at(first), judgement.summaries[first], judgement.limits);
  if (judgement.devices.count() == 1) {
    return sentence;
  }
  std::string counts = fmt::format("{} devices", judgement.devices.count());
  const char* separator = ": ";
  for (const auto& [outcome, word] :
       {std::pair(Outcome::kBroken, "not healthy"), std::pair(Outcome::kCannotTell, "cannot tell"),
        std::pair(Outcome::kHealthy, "healthy")}) {
    if (const std::size_t count = count_of(judgement, outcome)) {
      counts += fmt::format("{}{} {}", std::exchange(separator, ", "), count, word);
    }
  }
  return outcome_of(judgement) == Outcome::kHealthy
             ? counts + "."
             : fmt::format("{}; {}: {}", counts, device_label(judgement, first), sentence);
}

std::string judgement_text(const Judgement& judgement, bool colour) {
  if (judgement.devices.count() == 1) {
    return text_summary(judgement.devices.at(0), judgement.summaries[0], judgement.limits,
                        judgement.source, colour);
  }
  std::string text;
  for (std::size_t i = 0; i < judgement.devices.count(); ++i) {
    const std::string title =
        fmt::format("{}, device {}", judgement.source, device_label(judgement, i));
    text += text_summary(judgement.devices.at(i), judgement.summaries[i], judgement.limits, title,
                         colour) +
            "\n";
  }
  return text + judgement_sentence(judgement) + "\n";
}

nlohmann::ordered_json judgement_json(const Judgement& judgement) {
  if (judgement.devices.count() == 1) {
    return device_json(judgement, 0);
  }
  const std::size_t first = worst(judgement);
  nlohmann::ordered_json object;
  object["tidemark"] = kJsonVersion;
  object["source"] = judgement.source;
  object["outcome"] = outcome_name(judgement.devices.at(first), judgement.summaries[first]);
  object["exit_status"] = static_cast<int>(outcome_of(judgement));
  object["sentence"] = judgement_sentence(judgement);
  auto& devices = object["devices"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < judgement.devices.count(); ++i) {
    devices.push_back(device_json(judgement, i));
  }
  return object;
}

std::string judgement_junit(const Judgement& judgement) {
  std::vector<JUnitCase> all;
  double seconds = 0;
  for (std::size_t i = 0; i < judgement.devices.count(); ++i) {
    const analysis::Session& session = judgement.devices.at(i);
    for (JUnitCase& one : junit_cases(session, judgement.summaries[i], judgement.limits)) {
      if (judgement.devices.count() > 1) {
        one.name = device_label(judgement, i) + " " + one.name;
      }
      all.push_back(std::move(one));
    }
    seconds = std::max(seconds, static_cast<double>(session.coverage().covered_ms) / 1000.0);
  }
  return junit_suite(all, judgement.source, seconds);
}

}  // namespace tidemark::sinks
