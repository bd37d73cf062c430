// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tool/analysis/profile_diff.hpp"
#include "tool/analysis/session.hpp"

/// A device's heap profile, as tidemark profile shows it. docs/reference/cli.md describes the
/// forms.
namespace tidemark::sinks {

/// What is shown.
struct ProfileReport {
  const analysis::Session& session;
  analysis::ProfileView view;
  std::string source;  ///< What was read.
  std::optional<std::uint64_t> window_ms;
  bool since_mark = false;
  std::size_t top = 20;  ///< Sites that the text shows.
};

/// The report on the latest snapshot of the session; its window is that of the first resource with
/// a verdict. Absent: the input brought none.
std::optional<ProfileReport> report_profile(const analysis::Session& session, std::string source,
                                            bool since_mark);

/// How the profile was taken and what it lacks, a sentence each; empty ones are left out.
std::vector<std::string> profile_notes(const ProfileReport& report);
/// What sentences say of the leaks, "LEAK: ...", one for each resource with a verdict.
std::vector<std::string> profile_verdicts(const ProfileReport& report);

/// Tables of sites and owners for people, then the notes.
std::string profile_text(const ProfileReport& report);
nlohmann::ordered_json profile_json(const ProfileReport& report);

/// The changes from an older report to this one.
std::string diff_text(const ProfileReport& older, const ProfileReport& report);
nlohmann::ordered_json diff_json(const ProfileReport& older, const ProfileReport& report);

/// "12 %" of an estimate; empty: it is exact, or nobody knows.
std::string error_text(const analysis::Estimate& estimate);
/// "worker, ended", "interrupts", "not known".
std::string owner_text(const analysis::OwnerView& owner);
/// How long most freed blocks of the site lived: "< 0.5 s"; empty: none was freed.
std::string lifetime_text(const analysis::SiteView& site);

}  // namespace tidemark::sinks
