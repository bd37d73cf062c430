// SPDX-License-Identifier: Apache-2.0
#include "host/restart.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <span>

#include "host/call.hpp"
#include "host/options.hpp"
#include "host/outside.hpp"
#include "host/peripherals.hpp"
#include "host/process.hpp"
#include "kernel/timeout.hpp"
#include "memory/leak_check.hpp"

// The bounds of .noinit, from the linker script.
extern "C" {
extern char hosted_noinit_start[] __attribute__((weak));
extern char hosted_noinit_end[] __attribute__((weak));
// The entries of HOSTED_CARRIED; the linker makes the two symbols.
extern const hosted::Carried* const __start_hosted_carried[];
extern const hosted::Carried* const __stop_hosted_carried[];
}

namespace hosted {

Boot g_boot;

namespace {

constexpr std::uint64_t kBootMagic = 0x746f6f6264656469;
constexpr std::size_t kRecordBytes = 4096;
constexpr int kBootSlots = 4;
constexpr int kInheritable = 64;  // descriptors looked at when the process begins
constexpr std::uint32_t kMostStuck = 100;
constexpr int kPreferredDescriptor = 1000;
constexpr std::uint32_t kPowerOn = 1U << 3;  // RESET_POR

// The first page of the memory file; .noinit follows, then what is carried over.
struct Record {
  std::uint64_t magic;
  std::int64_t process;
  std::uint64_t earlier_us;
  std::uint64_t inherited;  // a bit for each descriptor that was there before the first boot
  std::uint32_t boots;
  std::uint32_t reset_cause;
  std::uint32_t stuck;  // restarts in a row without virtual time
  std::uint32_t warm;
  std::int32_t kept[kBootSlots];
};
static_assert(sizeof(Record) <= kRecordBytes);

char** g_argv = nullptr;
Record g_record{};
std::uint32_t g_first_seed = 0;
int g_kept[kBootSlots] = {-1, -1, -1, -1};

// The number under which the memory file is handed over: no name in the environment, which is the
// application's.
int handover_descriptor() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur <= kPreferredDescriptor) {
    return static_cast<int>(limit.rlim_cur) - 1;
  }
  return kPreferredDescriptor;
}

// Plain system calls: AddressSanitizer would look at each byte of .noinit, and a guard page in it
// is not to be read.
long transfer(long call, int fd, char* memory, std::size_t bytes, std::size_t offset) {
  return ::syscall(call, fd, memory, bytes, offset);
}

std::size_t noinit_bytes() {
  return static_cast<std::size_t>(hosted_noinit_end - hosted_noinit_start);
}

// False: what the boots counted is lost.
bool copy_carried(long call, int fd) {
  std::size_t offset = kRecordBytes + noinit_bytes();
  for (const Carried* one : std::span(__start_hosted_carried, __stop_hosted_carried)) {
    if (transfer(call, fd, static_cast<char*>(one->data), one->bytes, offset) !=
        static_cast<long>(one->bytes)) {
      return false;
    }
    offset += one->bytes;
  }
  return true;
}

void copy_noinit(long call, int fd) {
  const std::size_t size = noinit_bytes();
  std::size_t done = 0;
  while (done < size) {
    long n = transfer(call, fd, hosted_noinit_start + done, size - done, kRecordBytes + done);
    if (n > 0) {
      done += static_cast<std::size_t>(n);
    } else if (n < 0 && errno == EINTR) {
      continue;
    } else {
      // A page without access (a guard page), or the end of the file: go on behind it.
      auto address = reinterpret_cast<std::uintptr_t>(hosted_noinit_start + done);
      done += kRecordBytes - address % kRecordBytes;
    }
  }
}

__attribute__((no_sanitize("address"))) void fill_noinit(int byte) {
  for (volatile char* at = hosted_noinit_start; at < hosted_noinit_end; ++at) {
    *at = static_cast<char>(byte);
  }
}

std::uint64_t open_descriptors() {
  std::uint64_t bits = 0;
  for (int fd = 0; fd < kInheritable; ++fd) {
    if (::fcntl(fd, F_GETFD) != -1) {
      bits |= std::uint64_t{1} << fd;
    }
  }
  return bits;
}

bool take_over() {
  int fd = handover_descriptor();
  Record record{};
  if (::pread(fd, &record, sizeof record, 0) != static_cast<ssize_t>(sizeof record) ||
      record.magic != kBootMagic || record.process != ::getpid()) {
    return false;
  }
  g_record = record;
  if (record.warm != 0) {
    copy_noinit(SYS_pread64, fd);
  } else if (g_peripherals.noinit_fill != 0) {
    fill_noinit(g_peripherals.noinit_fill);
  }
  if (!copy_carried(SYS_pread64, fd)) {
    complain("sys_reboot: what earlier boots counted cannot be read: %s", std::strerror(errno));
    end_process(1);
  }
  (void)::close(fd);
  std::copy(std::begin(record.kept), std::end(record.kept), std::begin(g_kept));
  return true;
}

void keep_open(int fd) {
  (void)::fcntl(fd, F_SETFD, 0);
}

void choose_descriptors() {
  constexpr unsigned kCloseOnExec = 1U << 2;  // CLOSE_RANGE_CLOEXEC
  (void)::syscall(SYS_close_range, 3U, ~0U, kCloseOnExec);
  for (int fd = 0; fd < kInheritable; ++fd) {
    if ((g_record.inherited >> fd & 1U) != 0) {
      keep_open(fd);
    }
  }
  for (int fd : g_kept) {
    if (fd >= 0) {
      keep_open(fd);
    }
  }
}

[[noreturn]] void give_up(const char* what) {
  complain("sys_reboot: %s: %s; this boot ends here instead", what, std::strerror(errno));
  end_process(1);
}

void write_record(bool warm) {
  int fd = ::memfd_create("hosted-boot", 0);
  if (fd == -1) {
    give_up("no memory file");
  }
  if (warm) {
    copy_noinit(SYS_pwrite64, fd);
  }
  if (!copy_carried(SYS_pwrite64, fd)) {
    give_up("what was counted cannot be handed over");
  }
  std::copy(std::begin(g_kept), std::end(g_kept), std::begin(g_record.kept));
  int target = handover_descriptor();
  if (::pwrite(fd, &g_record, sizeof g_record, 0) != static_cast<ssize_t>(sizeof g_record) ||
      (fd != target && ::dup2(fd, target) == -1)) {
    give_up("the memory file cannot be handed over");
  }
  choose_descriptors();
  keep_open(target);
  if (fd != target) {
    (void)::close(fd);
  }
}

void execute() {
  // A signal handler may have brought us here; the next boot wants its signals.
  sigset_t none;
  sigemptyset(&none);
  (void)::sigprocmask(SIG_SETMASK, &none, nullptr);
  (void)::execv("/proc/self/exe", g_argv);
  give_up("the program cannot be started anew");
}

}  // namespace

void begin_boot(char** argv) {
  g_argv = argv;
  for (char** argument = argv + 1; *argument != nullptr; ++argument) {
    if (std::strcmp(*argument, "--no-rt") == 0 || std::strcmp(*argument, "-no-rt") == 0) {
      never_wait_outside();
    }
  }
  if (!take_over()) {
    g_record = Record{};
    g_record.magic = kBootMagic;
    g_record.reset_cause = kPowerOn;
    g_record.inherited = open_descriptors();
    if (g_peripherals.noinit_fill != 0) {
      fill_noinit(g_peripherals.noinit_fill);
    }
  }
  g_boot.count = g_record.boots;
  g_boot.reset_cause = g_record.reset_cause;
  g_boot.earlier_us = g_record.earlier_us;
  if (g_options.stop_at_us != UINT64_MAX) {
    g_options.stop_at_us -= std::min(g_options.stop_at_us, g_boot.earlier_us);
  }
  g_first_seed = g_options.seed;
  // Another stream of numbers each boot, as from a device's entropy, and the same at each run.
  constexpr std::uint32_t kGolden = 0x9E3779B9;
  g_options.seed += g_boot.count * kGolden;
}

void restart_image(bool warm, std::uint32_t cause) {
  host_call([=] {
    (void)std::fflush(nullptr);
    g_record.stuck = now_us() == 0 ? g_record.stuck + 1 : 0;
    if (g_record.stuck >= kMostStuck) {
      complain(
          "the image restarted %u times in a row without any virtual time passing; it would do so "
          "for ever; ending",
          static_cast<unsigned>(g_record.stuck));
      end_process(1);
    }
    check_leaks_before_reboot();
    g_record.process = ::getpid();
    g_record.earlier_us = total_us();
    g_record.boots = g_boot.count + 1;
    g_record.reset_cause = (warm ? g_boot.reset_cause : 0) | cause;
    g_record.warm = warm ? 1 : 0;
    write_record(warm);
    execute();
  });
  __builtin_unreachable();
}

void keep_descriptor(int slot, int fd) {
  g_kept[slot] = fd;
}

int kept_descriptor(int slot) {
  return g_kept[slot];
}

std::uint32_t first_seed() {
  return g_first_seed;
}

std::uint64_t total_us() {
  return g_boot.earlier_us + now_us();
}

}  // namespace hosted
