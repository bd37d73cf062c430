// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/junit.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tool/ingest/line_text.hpp"
#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/run_sentences.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using analysis::ResourceSummary;

using Case = JUnitCase;

Case verdict_case(const ResourceSummary& one, std::uint32_t boots) {
  const model::Resource& resource = *one.resource;
  Case result{fmt::format("{} {}: leak", kind_label(resource.kind), resource.name), "", "", "leak",
              ""};
  if (one.leak != nullptr) {
    result.failure = leak_sentence(resource, *one.leak) + " " + leak_evidence(*one.leak, boots);
  } else if (one.too_short) {
    result.error = too_short_sentence(resource);
    result.type = "too_little_input";
  }
  return result;
}

Case level_case(const ResourceSummary& one, std::uint32_t boots) {
  const model::Resource& resource = *one.resource;
  Case result{fmt::format("{} {}: level", kind_label(resource.kind), resource.name), "", "",
              "level", ""};
  if (one.level != nullptr) {
    result.type = level_name(one.level->level);
    result.failure = pressure_sentence(resource, *one.level, boots);
  }
  return result;
}

Case limit_case(const ResourceSummary& one, const analysis::LimitResult& limit,
                const analysis::Limits& limits) {
  const model::Resource& resource = *one.resource;
  Case result{
      fmt::format("{} {}: {}", kind_label(resource.kind), resource.name, limit_option(limit.which)),
      "", "", "limit", ""};
  const std::string sentence = limit_sentence(resource, limit, limits);
  if (!limit.holds) {
    result.error = sentence;
  } else if (!*limit.holds) {
    result.failure = sentence;
  }
  return result;
}

Case run_case(const analysis::RunEnd& run) {
  Case result{"application: runs to the end", failure_sentence(run), incomplete_sentence(run),
              "run", ""};
  for (const std::string& line : run.last_lines) {
    result.output += line + "\n";
  }
  return result;
}

Case fault_case(const analysis::Session& session) {
  Case result{"application: faults", "", "", "fault", ""};
  if (!session.faults().empty()) {
    result.failure = fault_sentence(session.faults().front());
  }
  return result;
}

/// Each line escaped, its LF kept.
std::string xml_lines(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += xml_escaped(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::vector<JUnitCase> junit_cases(const analysis::Session& session,
                                   const analysis::Summary& summary,
                                   const analysis::Limits& limits) {
  const std::uint32_t boots = session.coverage().boots;
  std::vector<Case> all;
  bool shown = false;
  if (summary.run != nullptr) {
    all.push_back(run_case(*summary.run));
    if (!unreachable_sentence(*summary.run).empty()) {
      const bool bad = summary.unreachable_blocks;
      all.push_back({"application: blocks that nothing points to",
                     bad ? unreachable_sentence(*summary.run) : "", "", "leak", ""});
    }
  }
  all.push_back(fault_case(session));
  if (session.recovery().any()) {
    all.push_back({"device: restarts", restarts_sentence(session), "", "restart", ""});
    all.push_back(
        {"device: allocations", allocations_sentence(session), "", "allocation_failure", ""});
  }
  for (const ResourceSummary& one : summary.resources) {
    if (one.verdict_possible) {
      all.push_back(verdict_case(one, boots));
    }
    all.push_back(level_case(one, boots));
    for (const analysis::LimitResult& limit : one.limits) {
      all.push_back(limit_case(one, limit, limits));
    }
  }
  for (const Case& one : all) {
    shown = shown || !one.error.empty() || !one.failure.empty();
  }
  if (summary.outcome == analysis::Outcome::kCannotTell && !shown) {
    all.push_back({"input", "", outcome_sentence(session, summary, limits), "input", ""});
  }
  return all;
}

std::string xml_escaped(std::string_view text) {
  std::string allowed = ingest::printable(text);
  for (const std::string_view forbidden : {"\xef\xbf\xbe", "\xef\xbf\xbf"}) {
    for (std::size_t at = 0; (at = allowed.find(forbidden, at)) != std::string::npos;) {
      allowed.replace(at, forbidden.size(), "?");
    }
  }
  std::string escaped;
  for (const char c : allowed) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string junit_suite(const std::vector<JUnitCase>& all, std::string_view suite, double seconds) {
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::string body;
  for (const Case& one : all) {
    const bool failed = !one.failure.empty();
    const std::string& message = failed ? one.failure : one.error;
    failures += failed ? 1u : 0u;
    errors += !failed && !message.empty() ? 1u : 0u;
    body += fmt::format("    <testcase classname=\"tidemark\" name=\"{}\"", xml_escaped(one.name));
    if (message.empty()) {
      body += "/>\n";
      continue;
    }
    body += fmt::format(">\n      <{} type=\"{}\" message=\"{}\"/>\n", failed ? "failure" : "error",
                        one.type, xml_escaped(message));
    if (!one.output.empty()) {
      body += fmt::format("      <system-out>{}</system-out>\n", xml_lines(one.output));
    }
    body += "    </testcase>\n";
  }
  const std::string counts =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\"", all.size(), failures, errors);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n"
      "  <testsuite name=\"{1}\" {0} time=\"{2:.3f}\">\n{3}  </testsuite>\n</testsuites>\n",
      counts, xml_escaped(suite), seconds, body);
}

std::string junit_xml(const analysis::Session& session, const analysis::Summary& summary,
                      const analysis::Limits& limits, std::string_view source) {
  return junit_suite(junit_cases(session, summary, limits), source,
                     static_cast<double>(session.coverage().covered_ms) / 1000.0);
}

}  // namespace tidemark::sinks
