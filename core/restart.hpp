// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/optional.hpp"
#include "base/span.hpp"
#include "base/status.hpp"
#include "core/evidence.hpp"
#include "core/evidence_store.hpp"
#include "tidemark/recovery.h"
#include "wire/recovery.hpp"

/// How a life of the device ends, and what the next one knows of it. With CONFIG_TIDEMARK_EVIDENCE
/// only (kWithEvidence): nobody else may name these.
namespace tidemark {

class Monitor;

struct RestartSettings {
  std::uint32_t loop_restarts;  ///< That many restarts that count within
  std::uint32_t loop_minutes;   ///< that many of uptime lead to safe mode.
};

/// Why. Value-initialise it: what is empty or 0 is unknown.
struct RestartCause {
  wire::RestartReason reason;
  Text resource;   ///< What was critical or refused; for a request why. 16 bytes of it are kept.
  Text thread;     ///< Empty: the one that runs.
  const void* at;  ///< Return address or program counter.
  Optional<std::uint32_t> size;  ///< Of a refused allocation.
  Optional<std::uint32_t> largest_free;
};

/// Ends this life in good order: keeps a record, lets those of TIDEMARK_BEFORE_RESTART_DEFINE do
/// what they must, and restarts the device, at the latest after
/// CONFIG_TIDEMARK_RESTART_DEADLINE_MS. Any context; where one may not wait (in an interrupt
/// handler, with interrupts locked, after a fatal error) nobody is called. The first restart wins:
/// another thread that asks for one waits here for its end. 300 bytes of stack.
[[noreturn]] void restart_now(const RestartCause& cause);

/// The record alone, for who ends the life by itself at once. Once a life; a second call does
/// nothing. Any context.
void keep_evidence(const RestartCause& cause);

/// The same after a fatal error: takes no lock, which a context that runs no more may hold. With
/// interrupts off.
void keep_evidence_of_fault(const RestartCause& cause);

/// False in safe mode: then nobody restarts the device because of memory. Asked by those who would,
/// before restart_now(). Any context.
[[nodiscard]] bool may_restart();

/// Keeps an event at hand for the record: the latest wire::kRestartEvents are. `value`: see
/// wire::RestartEventLine. Any context; interrupts are off for the copy of 16 bytes.
void note_event(wire::RestartEventKind kind, std::uint8_t value, Text name);

// --- at boot ---
/// Looks for the record of the life before. Once, before threads run; what ends before it leaves no
/// record.
EvidenceFound open_evidence(const RestartSettings& settings);
/// Looks once more: a record was put into memory that had none.
EvidenceFound open_evidence_again();
/// What that was.
[[nodiscard]] EvidenceFound evidence_found();
/// Where in the memory the newest whole record begins. False: there is none.
[[nodiscard]] bool newest_record(std::size_t* offset);

// --- by the monitor's thread ---
/// Keeps at hand what is not well now, and the sites that hold most. After each sample.
void refresh_evidence(Monitor& monitor);

/// The life that ended, told once: at the first call after a boot that has a record of it, or at
/// least knows that there was a life (its reason is kUnknown then). `up_ms` is the time of the
/// call. False: nothing to tell.
[[nodiscard]] bool take_restart(wire::RestartLine* out);
/// The rest of it: from index 0 to the first false. After take_restart() was true, and before the
/// life ends. None where the reason is kUnknown.
[[nodiscard]] bool restart_level_at(std::size_t index, wire::RestartLevelLine* out);
[[nodiscard]] bool restart_site_at(std::size_t index, wire::RestartSiteLine* out);
[[nodiscard]] bool restart_event_at(std::size_t index, wire::RestartEventLine* out);

// --- any thread ---
/// The same at any time, as often as wanted. False: nothing is known of the life before.
[[nodiscard]] bool ended_life(wire::RestartLine* out);
[[nodiscard]] bool in_safe_mode();
/// kNotFound: it is not in it.
Status leave_safe_mode();

namespace port {

/// The memory of records, as EvidenceMemory says.
void read_evidence(std::size_t offset, Span<std::uint8_t> out);
void write_evidence(std::size_t offset, Span<const std::uint8_t> bytes);
/// Interrupts off, and a spin lock besides on several processors. For a handful of instructions.
/// Any context; not to be taken twice.
[[nodiscard]] unsigned int evidence_lock();
void evidence_unlock(unsigned int key);
/// Whether the lock of the profile may be taken after a fatal error.
[[nodiscard]] bool may_read_profile_after_fault();
/// Whether the calling context is a thread with interrupts not locked.
[[nodiscard]] bool may_call_out();
/// Name of the thread that runs, or that was interrupted; it lives as long. Null: unknown. Any
/// context: without a lock.
[[nodiscard]] const char* running_thread_name();
/// Build id of this image; may be empty.
[[nodiscard]] Span<const std::uint8_t> build_id();
/// What the image defines.
[[nodiscard]] Span<const tidemark_before_restart> before_restart();
/// From now on the device restarts by itself after the deadline, whatever threads do.
void arm_restart_deadline();
/// `name`: of what runs, if it does not come to its end; null: nothing.
void note_before_restart(const char* name);
[[noreturn]] void restart_device();
/// For ever: another context restarts the device.
[[noreturn]] void wait_for_restart();

}  // namespace port
}  // namespace tidemark
