// SPDX-License-Identifier: Apache-2.0
// Lines about the profile and the guard: a device without them does not link this.
#include "wire/profile_keys.hpp"
#include "wire/report_line.hpp"

namespace tidemark::wire {

std::size_t write_report_line(const ProfileLine& line, Span<char> out) {
  return write_line(kLayoutOf<ProfileLine>, "profile", &line, out);
}
std::size_t write_report_line(const SiteSummaryLine& line, Span<char> out) {
  return write_line(kLayoutOf<SiteSummaryLine>, "site", &line, out);
}
std::size_t write_report_line(const OwnerSummaryLine& line, Span<char> out) {
  return write_line(kLayoutOf<OwnerSummaryLine>, "owner", &line, out);
}
std::size_t write_report_line(const SuspectLine& line, Span<char> out) {
  return write_line(kLayoutOf<SuspectLine>, "suspect", &line, out);
}
std::size_t write_report_line(const GuardLine& line, Span<char> out) {
  return write_line(kLayoutOf<GuardLine>, "guard", &line, out);
}

}  // namespace tidemark::wire
