// SPDX-License-Identifier: Apache-2.0
// A record of fatal errors. The kernel has reported the error, and dumped the core, before it calls
// this, with interrupts off.
#include <zephyr/fatal.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/sys/__assert.h>
#if __has_include(<zephyr/version.h>)
#include <zephyr/version.h>
#else
#include <version.h>
#endif

#include "core/restart.hpp"

#if KERNEL_VERSION_NUMBER >= ZEPHYR_VERSION(3, 7, 0)
using TidemarkFrame = struct arch_esf;
#else
using TidemarkFrame = z_arch_esf_t;
#endif

namespace {

using tidemark::wire::RestartReason;

/// The assertion that led here; null: none did.
struct FailedAssertion {
  const void* at;
  const char* file;  // may be null
  unsigned int line;
};
constinit FailedAssertion failed = {};

RestartReason reason_of(unsigned int error) {
  if (failed.at != nullptr) {
    return RestartReason::kAssertion;
  }
  switch (error) {
    case K_ERR_STACK_CHK_FAIL:
      return RestartReason::kStackOverflow;
    case K_ERR_KERNEL_OOPS:
    case K_ERR_KERNEL_PANIC:
      return RestartReason::kPanic;
    default:
      return RestartReason::kException;
  }
}

const void* place_of(const TidemarkFrame* frame) {
  if (failed.at != nullptr) {
    return failed.at;
  }
#if defined(CONFIG_CPU_CORTEX_M)
  if (frame != nullptr) {
    return reinterpret_cast<const void*>(frame->basic.pc);
  }
#else
  ARG_UNUSED(frame);
#endif
  return nullptr;
}

#if defined(CONFIG_ASSERT)
/// `file.c:123` of what a compiler may know by a long path; the line is whole where the name is
/// cut.
class Place {
 public:
  Place() {
    char digits[10];
    std::size_t count = 0;
    for (unsigned int line = failed.line; line > 0; line /= 10) {
      digits[count++] = static_cast<char>('0' + line % 10);
    }
    for (const char* c = name(); *c != '\0' && text_.size + count + 1 < text_.kCapacity; ++c) {
      text_.push(*c);
    }
    text_.push(':');
    while (count > 0) {
      text_.push(digits[--count]);
    }
  }
  [[nodiscard]] tidemark::Text text() const { return text_.text(); }

 private:
  static const char* name() {
    const char* begin = failed.file;
    for (const char* c = begin; *c != '\0'; ++c) {
      begin = *c == '/' ? c + 1 : begin;
    }
    return begin;
  }
  tidemark::EvidenceName text_ = {};
};
#endif

}  // namespace

extern "C" void k_sys_fatal_error_handler(unsigned int reason, const TidemarkFrame* frame) {
  tidemark::RestartCause cause{};
  cause.reason = reason_of(reason);
  cause.at = place_of(frame);
#if defined(CONFIG_ASSERT)
  if (failed.at != nullptr && failed.file != nullptr) {
    const Place place;
    cause.resource = place.text();
    tidemark::keep_evidence_of_fault(cause);
  }
#endif
  tidemark::keep_evidence_of_fault(cause);
#if defined(CONFIG_TIDEMARK_FATAL_RESTART)
  tidemark::port::restart_device();
#else
  LOG_PANIC();
  k_fatal_halt(reason);
#endif
}

#if defined(CONFIG_ASSERT)

// As the kernel's own, which this takes the place of, but for the note.
static void tidemark_assertion_failed(const void* at, const char* file, unsigned int line) {
#if defined(CONFIG_USERSPACE)
  if (k_is_user_context()) {
    k_oops();
  }
#endif
  failed = {at, file, line};
  k_panic();
}

#if defined(CONFIG_ASSERT_NO_FILE_INFO)
extern "C" void assert_post_action(void) {
  tidemark_assertion_failed(__builtin_return_address(0), nullptr, 0);
}
#else
extern "C" void assert_post_action(const char* file, unsigned int line) {
  tidemark_assertion_failed(__builtin_return_address(0), file, line);
}
#endif

#endif
