// SPDX-License-Identifier: Apache-2.0
// Lines about recovery: a device without it does not link this.
#include "wire/recovery_keys.hpp"
#include "wire/report_line.hpp"

namespace tidemark::wire {

std::size_t write_report_line(const ReclaimLine& line, Span<char> out) {
  return write_line(kLayoutOf<ReclaimLine>, "reclaim", &line, out);
}
std::size_t write_report_line(const AllocationFailureLine& line, Span<char> out) {
  return write_line(kLayoutOf<AllocationFailureLine>, "allocation_failure", &line, out);
}
std::size_t write_report_line(const RestartLine& line, Span<char> out) {
  return write_line(kLayoutOf<RestartLine>, "restart", &line, out);
}
std::size_t write_report_line(const RestartLevelLine& line, Span<char> out) {
  return write_line(kLayoutOf<RestartLevelLine>, "restart_level", &line, out);
}
std::size_t write_report_line(const RestartSiteLine& line, Span<char> out) {
  return write_line(kLayoutOf<RestartSiteLine>, "restart_site", &line, out);
}
std::size_t write_report_line(const RestartEventLine& line, Span<char> out) {
  return write_line(kLayoutOf<RestartEventLine>, "restart_event", &line, out);
}

}  // namespace tidemark::wire
