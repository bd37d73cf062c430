// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csetjmp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/restart.hpp"
#include "core/test_evidence.hpp"

/// The port of restarts for tests. Where there is none, records are in memory that nobody looks at,
/// and a restart ends the test program.
namespace tidemark {

class TestRestartPort {
 public:
  TestRestartPort();
  ~TestRestartPort();
  TestRestartPort(const TestRestartPort&) = delete;
  TestRestartPort& operator=(const TestRestartPort&) = delete;

  enum class End { kNone, kRestart, kWait };
  /// Runs `life` until it returns or ends itself.
  End run(const std::function<void()>& life);

  TestEvidenceMemory memory;
  bool may_call_out = true;
  bool may_read_profile_after_fault = true;
  const char* running_thread = "runner";
  std::vector<std::uint8_t> build_id;
  std::vector<tidemark_before_restart> before_restart;
  std::vector<std::string> steps;  ///< What was asked of the port, in order.
  bool is_locked = false;
  int locks_taken = 0;

  [[noreturn]] void end(End how);

 private:
  std::jmp_buf out_;
  bool is_running_ = false;
};

}  // namespace tidemark
