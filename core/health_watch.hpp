// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/span.hpp"
#include "tidemark/health_check.h"

/// Whether the device is well enough to go on: the application's checks, and how long a heap or a
/// pool has been critical. With CONFIG_TIDEMARK_HEALTH_CHECK only.
namespace tidemark {

struct HealthSettings {
  std::uint32_t critical_s;  ///< So long without a break is too long; 0: never.
  std::uint32_t failures;    ///< Of one check, in a row: too many; 0: never.
};

/// What is to be said of a check.
enum class HealthNews : std::uint8_t {
  kFails,         ///< For the first time after it was well.
  kFailsTooMuch,  ///< As often in a row as is allowed.
  kIsWell,        ///< Again.
};

/// What a sample ended in.
struct HealthFinding {
  enum class What : std::uint8_t { kWell, kCritical, kCheckFailed };
  What what;
  const tidemark_health_check* check;  ///< With kCheckFailed: the first of those that did.
};

class HealthWatch {
 public:
  using Tell = void (*)(const tidemark_health_check& check, HealthNews news);

  constexpr explicit HealthWatch(const HealthSettings& settings) : settings_(settings) {}

  /// After each whole sample: calls every check once, and tells what changed. `is_critical`:
  /// whether a heap or pool is now. A limit that was reached stays so until it is well again.
  /// O(checks). By the monitor's thread, with no lock held.
  HealthFinding tick(std::uint64_t now_ms, bool is_critical,
                     Span<const tidemark_health_check> checks, Tell tell);

  /// For how long something has been critical without a break, as of the latest tick(); 0: nothing
  /// is. Any thread; of a tick() that runs meanwhile it may be either.
  [[nodiscard]] std::uint32_t critical_s() const { return critical_s_; }
  [[nodiscard]] bool is_critical() const { return is_critical_; }

 private:
  bool ask(const tidemark_health_check& check, Tell tell);

  HealthSettings settings_;
  std::uint64_t critical_since_ms_ = 0;
  std::uint32_t critical_s_ = 0;
  bool is_critical_ = false;
};

namespace port {
/// What the image defines, in the order of the linker.
[[nodiscard]] Span<const tidemark_health_check> health_checks();
[[nodiscard]] const HealthWatch& health_watch();
/// How long the monitor may stall; 0: nothing looks whether it does.
[[nodiscard]] std::uint32_t watchdog_ms();
}  // namespace port

}  // namespace tidemark
