// SPDX-License-Identifier: Apache-2.0
#include "host/backtrace.hpp"

#include <setjmp.h>
#include <unwind.h>

#include <cstring>
#include <initializer_list>

#include "host/call.hpp"
#include "host/real_stdio.hpp"
#include "kernel/sched.hpp"
#include "memory/symbols.hpp"

namespace hosted {
namespace {

struct Walk {
  Backtrace trace;
  std::uintptr_t from;  // frames before this address are left out
  bool begun;
};

constexpr std::uintptr_t kFirstPage = 4096;

sigjmp_buf g_back;
volatile bool g_tracing = false;

_Unwind_Reason_Code take_frame(_Unwind_Context* context, void* raw) {
  auto* walk = static_cast<Walk*>(raw);
  std::uintptr_t pc = _Unwind_GetIP(context);
  walk->begun = walk->begun || pc == walk->from;
  if (!walk->begun) {
    return _URC_NO_REASON;
  }
  if (pc == 0 || walk->trace.count == Backtrace::kMost) {
    return _URC_END_OF_STACK;
  }
  walk->trace.frames[walk->trace.count++] = pc;
  return _URC_NO_REASON;
}

// A jump to nowhere has no tables. What called stands on the stack, and the application keeps frame
// pointers. The sanitizer would object to reading other functions' frames.
[[gnu::no_sanitize("address")]] void trace_jump(const ucontext_t& context, Backtrace& trace) {
  const greg_t* registers = context.uc_mcontext.gregs;
  trace.frames[0] = static_cast<std::uintptr_t>(registers[REG_RIP]);
  trace.frames[1] = *reinterpret_cast<const std::uintptr_t*>(registers[REG_RSP]);
  trace.count = 2;
  auto frame = static_cast<std::uintptr_t>(registers[REG_RBP]);
  auto sp = static_cast<std::uintptr_t>(registers[REG_RSP]);
  while (frame > sp && frame % sizeof(void*) == 0 && trace.count < Backtrace::kMost) {
    const auto* pair = reinterpret_cast<const std::uintptr_t*>(frame);
    trace.frames[trace.count++] = pair[1];
    sp = frame;
    frame = pair[0];
  }
}

bool starts_with(const char* text, const char* start) {
  return std::strncmp(text, start, std::strlen(start)) == 0;
}

// The runtime's own functions and the host's library; not the calls that applications make.
bool is_inner(const char* symbol) {
  for (const char* start : {"_ZN6hosted", "_ZZN6hosted", "_ZNK6hosted", "hosted_", "0x",
                            "make_fcontext", "jump_fcontext", "trampoline", "idle+",
                            "z_except_reason", "assert_post_action", "assert_print"}) {
    if (starts_with(symbol, start)) {
      return true;
    }
  }
  return false;
}

bool is_public_call(const char* symbol) {
  for (const char* start : {"k_", "z_", "sys_", "arch_", "irq_", "ring_buf_", "log_", "device_",
                            "hwinfo_", "zsock_", "shell_"}) {
    if (starts_with(symbol, start)) {
      return true;
    }
  }
  return false;
}

// The symbol of a frame, by the instruction before a return address.
const char* symbol_of(const Backtrace& trace, std::size_t i, char* buffer, std::size_t size) {
  bool exact = i == 0 && trace.first_is_exact;
  return symbol_name(trace.frames[i] - (exact ? 0 : 1), buffer, size);
}

struct Parts {
  std::size_t shown;        // index of the first frame that a user wants to see
  std::size_t application;  // of the first frame of the application; count if there is none
  std::size_t end;          // behind the last frame that a user wants to see
};

Parts parts_of(const Backtrace& trace) {
  char symbol[160];
  Parts parts{0, trace.count, 0};
  for (std::size_t i = 0; i < trace.count; ++i) {
    (void)symbol_of(trace, i, symbol, sizeof symbol);
    bool inner = is_inner(symbol);
    if (!inner) {
      parts.end = i + 1;
    } else if (parts.shown == i) {
      parts.shown = i + 1;
    }
    if (!inner && !is_public_call(symbol) && parts.application == trace.count) {
      parts.application = i;
    }
  }
  return parts;
}

}  // namespace

Backtrace trace_here() {
  Walk walk{{}, 0, true};
  (void)_Unwind_Backtrace(take_frame, &walk);
  return walk.trace;
}

Backtrace trace_from(const ucontext_t& context) {
  static Walk walk;
  walk = {};
  walk.from = static_cast<std::uintptr_t>(context.uc_mcontext.gregs[REG_RIP]);
  g_tracing = true;
  if (sigsetjmp(g_back, 1) == 0) {
    if (walk.from > kFirstPage) {
      (void)_Unwind_Backtrace(take_frame, &walk);
    }
    if (walk.trace.count < 2) {
      trace_jump(context, walk.trace);
    }
  }
  g_tracing = false;
  walk.trace.first_is_exact = true;
  return walk.trace;
}

void leave_broken_trace() {
  if (g_tracing) {
    siglongjmp(g_back, 1);
  }
}

void print_trace(const Backtrace& trace) {
  host_call([&] {
    (void)real::fflush(stdout);
    Parts parts = parts_of(trace);
    if (parts.shown < parts.end) {
      print_frames(trace.frames + parts.shown, parts.end - parts.shown,
                   trace.first_is_exact && parts.shown == 0);
    }
  });
}

bool in_runtime(const Backtrace& trace) {
  return parts_of(trace).application > 0;
}

const char* called(const Backtrace& trace, char* buffer, std::size_t size) {
  char symbol[160];
  buffer[0] = '\0';
  std::size_t application = parts_of(trace).application;
  for (std::size_t i = application; i-- > 0;) {
    if (is_public_call(symbol_of(trace, i, symbol, sizeof symbol))) {
      symbol[std::strcspn(symbol, "+.")] = '\0';
      (void)real::snprintf(buffer, size, "%s", symbol);
      break;
    }
  }
  return buffer;
}

const char* site_of(const Backtrace& trace, char* buffer, std::size_t size) {
  buffer[0] = '\0';
  std::size_t application = parts_of(trace).application;
  if (application < trace.count) {
    (void)symbol_name(trace.frames[application], buffer, size);
  }
  return buffer;
}

}  // namespace hosted
