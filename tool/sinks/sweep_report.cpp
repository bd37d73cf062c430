// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/sweep_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tool/sinks/humanize.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/junit.hpp"
#include "tool/sinks/run_sentences.hpp"
#include "tool/sinks/table.hpp"

namespace tidemark::sinks {
namespace {

using analysis::Outcome;
using analysis::RunEnd;
using analysis::Sweep;
using analysis::SweepRun;
using Result = SweepRun::Result;

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kGreen = "\x1b[1;32m";

std::string word_of(Result result) {
  switch (result) {
    case Result::kSurvived:
      return "survived";
    case Result::kFaulted:
      return "FAULTED";
    case Result::kDied:
      return "DIED";
    case Result::kHung:
      return "HUNG";
    case Result::kEndedEarly:
      return "ENDED EARLY";
    case Result::kUnknown:
      break;
  }
  return "cannot tell";
}

/// What happened in one sentence; empty if it survived.
std::string what_happened(const SweepRun& run) {
  if (run.result == Result::kFaulted) {
    return "FAULTED and went on: " + fault_sentence(run.faults.front());
  }
  if (run.end.failed() && run.result != Result::kSurvived) {
    return failure_sentence(run.end);
  }
  if (run.result != Result::kUnknown) {
    return "";
  }
  const std::string incomplete = incomplete_sentence(run.end);
  return incomplete.empty() ? "the application did not tell whether the allocation failed."
                            : incomplete;
}

std::string table_of(const Sweep& sweep) {
  Table table({"NTH", "BYTES", "RESULT", "ALLOCATION"}, {2});
  for (const SweepRun& run : sweep.runs) {
    const auto& allocation = run.allocation;
    std::string where = kUnknown;
    if (allocation) {
      where = allocation->call.empty() ? "an allocation" : allocation->call;
      where += allocation->site.empty() ? "" : " at " + allocation->site;
      where += allocation->thread.empty() ? "" : ", thread " + allocation->thread;
      where += allocation->heap.empty() ? "" : ", " + allocation->heap;
    }
    table.add({grouped(run.nth), allocation ? grouped(allocation->bytes) : kUnknown,
               word_of(run.result), where});
  }
  return sweep.runs.empty() ? "" : table.text() + "\n";
}

/// Death by death, those of one cause together: a sweep has many.
std::string deaths(const Sweep& sweep) {
  std::string text;
  std::string_view before;
  std::vector<std::string> sentences;
  for (const SweepRun& run : sweep.runs) {
    sentences.push_back(what_happened(run));
  }
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    if (sentences[i].empty() || sentences[i] == before) {
      continue;
    }
    before = sentences[i];
    text += fmt::format("{:>5}  {}\n", sweep.runs[i].nth, sentences[i]);
    for (const std::string& line : sweep.runs[i].end.last_lines) {
      text += "       | " + line + "\n";
    }
  }
  return text.empty() ? "" : text + "\n";
}

/// What is wrong with the run without a failure; empty: nothing.
std::string plain_sentence(const Sweep& sweep) {
  if (sweep.plain.failed() && sweep.plain.how != RunEnd::How::kEndedEarly) {
    return "without any failure: " + failure_sentence(sweep.plain);
  }
  if (!sweep.plain_faults.empty()) {
    return "without any failure: FAULT: " + fault_sentence(sweep.plain_faults.front());
  }
  const std::string incomplete = incomplete_sentence(sweep.plain);
  return incomplete.empty() ? "" : "without any failure: " + incomplete;
}

std::string coloured(std::string_view text, Outcome outcome, bool colour) {
  const std::string_view how = outcome == Outcome::kHealthy  ? kGreen
                               : outcome == Outcome::kBroken ? kRed
                                                             : kYellow;
  return colour ? fmt::format("{}{}\x1b[0m", how, text) : std::string(text);
}

}  // namespace

std::string_view result_name(Result result) {
  switch (result) {
    case Result::kSurvived:
      return "survived";
    case Result::kFaulted:
      return "faulted";
    case Result::kDied:
      return "died";
    case Result::kHung:
      return "hung";
    case Result::kEndedEarly:
      return "ended_early";
    case Result::kUnknown:
      break;
  }
  return "unknown";
}

std::string sweep_sentence(const Sweep& sweep) {
  const auto failed = [](std::size_t count) {
    return counted(std::uint64_t{count}, "failed allocation");
  };
  const std::size_t survived = sweep.count(Result::kSurvived);
  const std::size_t unknown = sweep.count(Result::kUnknown);
  const std::size_t broken = sweep.runs.size() - survived - unknown;
  if (const std::string plain = plain_sentence(sweep); !plain.empty()) {
    return (sweep.outcome() == Outcome::kBroken ? "NOT SURVIVED: " : "cannot tell: ") + plain;
  }
  const std::string all = sweep.made ? fmt::format("it makes {} in {}", grouped(*sweep.made),
                                                   duration_ms(sweep.plain.asked_ms))
                                     : fmt::format("{} {} asked for", grouped(sweep.asked),
                                                   sweep.asked == 1 ? "was" : "were");
  if (broken > 0) {
    return fmt::format("NOT SURVIVED: {} of {} ({}).", broken, failed(sweep.runs.size()), all);
  }
  if (sweep.interrupted) {
    return fmt::format("cannot tell: interrupted; {} survived until then ({}).", failed(survived),
                       all);
  }
  if (sweep.runs.empty()) {
    return "cannot tell: the application makes no allocation that could fail.";
  }
  if (unknown > 0) {
    return fmt::format("cannot tell: {} of {} {} not known ({}).", unknown,
                       counted(std::uint64_t{sweep.runs.size()}, "result"),
                       unknown == 1 ? "is" : "are", all);
  }
  return survived == 1 ? fmt::format("survived: the only failed allocation ({}).", all)
                       : fmt::format("survived: all of {} ({}).", failed(survived), all);
}

std::string sweep_text(const Sweep& sweep, std::string_view app, bool colour) {
  return fmt::format("{}: each of the first {} allocations fails once, {} a run\n\n", app,
                     grouped(sweep.asked), duration_ms(sweep.plain.asked_ms)) +
         table_of(sweep) + deaths(sweep) +
         coloured(sweep_sentence(sweep), sweep.outcome(), colour) + "\n";
}

nlohmann::ordered_json sweep_json(const Sweep& sweep, std::string_view app) {
  nlohmann::ordered_json object;
  object["tidemark"] = kJsonVersion;
  object["source"] = app;
  object["outcome"] = sweep.outcome() == Outcome::kHealthy  ? "survived"
                      : sweep.outcome() == Outcome::kBroken ? "not_survived"
                                                            : "cannot_tell";
  object["exit_status"] = static_cast<int>(sweep.outcome());
  object["sentence"] = sweep_sentence(sweep);
  object["asked"] = sweep.asked;
  if (sweep.made) {
    object["allocations_made"] = *sweep.made;
  }
  object["plain"] = json_run(sweep.plain);
  nlohmann::ordered_json runs = nlohmann::ordered_json::array();
  for (const SweepRun& run : sweep.runs) {
    nlohmann::ordered_json one;
    one["nth"] = run.nth;
    one["result"] = result_name(run.result);
    one["sentence"] = what_happened(run);
    if (run.allocation) {
      one["allocation"] = json_allocation(*run.allocation);
    }
    one["run"] = json_run(run.end);
    runs.push_back(one);
  }
  object["runs"] = runs;
  return object;
}

std::string sweep_junit(const Sweep& sweep, std::string_view app) {
  std::vector<JUnitCase> cases;
  const std::string plain = plain_sentence(sweep);
  const bool broken = sweep.outcome() == Outcome::kBroken;
  cases.push_back({"without any failure", broken ? plain : "", broken ? "" : plain, "run", ""});
  double seconds = sweep.plain.host_seconds;
  for (const SweepRun& run : sweep.runs) {
    seconds += run.end.host_seconds;
    JUnitCase one{fmt::format("allocation {} fails", run.nth), "", "", "fail_alloc", ""};
    const std::string where =
        run.allocation ? allocation_text(*run.allocation) + " failed; " : std::string();
    const std::string happened = what_happened(run);
    if (!happened.empty()) {
      (run.result == Result::kUnknown ? one.error : one.failure) = where + happened;
    }
    for (const std::string& line : run.end.last_lines) {
      one.output += line + "\n";
    }
    cases.push_back(std::move(one));
  }
  const bool shown = std::any_of(cases.begin(), cases.end(), [](const JUnitCase& one) {
    return !one.failure.empty() || !one.error.empty();
  });
  if (!shown && sweep.outcome() == Outcome::kCannotTell) {
    cases.push_back({"sweep", "", sweep_sentence(sweep), "sweep", ""});
  }
  return junit_suite(cases, app, seconds);
}

}  // namespace tidemark::sinks
