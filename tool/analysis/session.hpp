// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tool/analysis/profile_collector.hpp"
#include "tool/analysis/recovery.hpp"
#include "tool/analysis/timeline.hpp"
#include "tool/analysis/tracker.hpp"
#include "tool/ingest/kernel_text.hpp"
#include "tool/ingest/line_parser.hpp"
#include "tool/ingest/message_decoder.hpp"
#include "tool/ingest/symbols.hpp"
#include "tool/model/inventory.hpp"

namespace tidemark::analysis {

/// Told of what the input brings, in its order. References are valid during the call.
class SessionListener {
 public:
  virtual ~SessionListener() = default;
  virtual void on_sample(const model::Resource& resource) = 0;
  virtual void on_verdict(const model::Resource& resource, model::Verdict before) = 0;
  virtual void on_level(const model::Resource& resource) = 0;
  /// A new boot began; `why` is what told of it.
  virtual void on_boot(std::uint32_t boot, std::string_view why) = 0;
  /// The device tells how the life before this boot ended, of a failing allocation, or of a
  /// reclaimer's call.
  virtual void on_recovery(const RecoveryEvent& /*event*/) {}
};

struct SessionOptions {
  /// Distance of samples without time stamps. Absent: by their arrival, or else kAssumedPeriodMs.
  std::optional<std::uint64_t> period_ms;
  /// Base block of the tool's own detectors; absent: derived (see LeakWatch).
  std::optional<std::uint32_t> block_ms;
  /// What a time stamp that is only a number counts.
  std::uint64_t ticks_per_second = 1000;
  /// What gives names to the device's addresses; null: nothing.
  std::shared_ptr<const ingest::Symbols> symbols = nullptr;
  bool force_symbols = false;  ///< Also if they are of another build.
};

/// What the times of samples were taken from.
enum class TimeSource : std::uint8_t { kUptime, kLogStamps, kPeriod, kArrival, kAssumedPeriod };
inline constexpr std::size_t kTimeSources = 5;

/// How much of the input was used, and why not the rest. A message counts as a line.
struct Coverage {
  std::uint64_t lines = 0;
  std::uint64_t sample_lines = 0;    ///< Used for at least one resource.
  std::uint64_t text_lines = 0;      ///< Other console text.
  std::uint64_t other_messages = 0;  ///< Without a sample: hello, a table.
  std::array<std::uint64_t, ingest::kSkipReasons> skipped{};
  std::array<std::uint64_t, ingest::kSkipReasons> first_skipped{};  ///< Number of the line.
  std::array<std::uint64_t, kTimeSources> timed_by{};               ///< Sample lines.
  std::uint64_t covered_ms = 0;  ///< From first to last sample, all boots added up.
  std::uint32_t boots = 0;       ///< That brought samples.
  std::uint64_t messages_dropped =
      0;                            ///< By the device's logging: lines that are not in the input.
  std::uint64_t first_dropped = 0;  ///< Number of the line that first told so.
  [[nodiscard]] std::uint64_t skipped_lines() const;
};

/// A fault of the application that its console tells of.
struct Fault {
  std::optional<std::uint32_t>
      reason;          ///< K_ERR_... of a fatal error; absent: a sanitizer's report.
  std::string text;    ///< "Stack overflow", "AddressSanitizer: heap-use-after-free on address ..."
  std::string thread;  ///< Empty: not told.
  std::uint64_t line = 0;
  std::uint64_t at_ms = 0;  ///< Of the latest sample before it.
  bool operator==(const Fault&) const = default;
};

/// Whether the device's addresses are named by the symbols that were given.
enum class SymbolUse : std::uint8_t {
  kNone,       ///< None were given.
  kUnchecked,  ///< They are; the device, or the file, did not tell its build.
  kChecked,    ///< They are, and are of the device's build.
  kForced,     ///< They are, although they are of another build.
  kRefused,    ///< They are of another build, and not used.
};

/// What one line was.
enum class LineRole : std::uint8_t { kText, kSample, kSkipped, kBoot };

/// The state of one device as its console tells it: lines in, resources, verdicts and events out.
/// One bad line is a counter and never stops it. Memory is bounded by the resources that it keeps
/// (some 3 KB each). Not thread-safe.
class Session {
 public:
  static constexpr std::uint64_t kAssumedPeriodMs = 1000;
  static constexpr std::size_t kMostFaults = 16;
  /// What the lines without a name tell of.
  static constexpr std::string_view kTutorialHeap = "_system_heap";
  static constexpr std::string_view kTutorialStack = "main";

  /// `listener` may be null, and must outlive the session.
  Session(const SessionOptions& options, SessionListener* listener);

  /// `arrival_ms`: when the line came, on a clock that does not go back; absent when that says
  /// nothing about when it was written (a file).
  LineRole feed(const ingest::RawLine& line, std::optional<std::uint64_t> arrival_ms);

  /// A message that came in a frame, or by itself. What it says is used as if lines said it.
  LineRole feed_message(Span<const std::uint8_t> message) {
    return feed_message(ingest::read_message(message), false);
  }
  /// The same of one that was read already; see MessageDecoder::feed().
  LineRole feed_message(const std::optional<ingest::Message>& message, bool retained);

  /// The input is at its end.
  void finish();

  [[nodiscard]] const model::Inventory& inventory() const { return inventory_; }
  [[nodiscard]] const Coverage& coverage() const { return coverage_; }
  [[nodiscard]] const SessionOptions& options() const { return options_; }
  /// Time of the latest sample in this boot.
  [[nodiscard]] std::uint64_t now_ms() const { return now_ms_; }
  /// The first kMostFaults, and how many there were.
  [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
  [[nodiscard]] std::uint64_t fault_count() const { return fault_count_; }
  [[nodiscard]] const std::optional<wire::HelloLine>& hello() const { return hello_; }
  [[nodiscard]] const std::optional<wire::CoverageLine>& device_coverage() const {
    return device_coverage_;
  }
  [[nodiscard]] const std::optional<wire::SelfLine>& device_self() const { return device_self_; }
  [[nodiscard]] const ingest::MessageCounts& message_counts() const { return messages_.counts(); }
  [[nodiscard]] const ingest::MessageDecoder& messages() const { return messages_; }

  /// Bytes of the build id that the device's hello told, in a message or a line; empty: unknown.
  [[nodiscard]] const std::string& build_id() const {
    return messages_.build_id().empty() ? console_build_ : messages_.build_id();
  }

  /// The device's heap profile.
  [[nodiscard]] const ProfileCollector& profile() const { return profile_; }
  /// What it tells of reclaiming, failing allocations and restarts.
  [[nodiscard]] const Recovery& recovery() const { return recovery_; }
  [[nodiscard]] SymbolUse symbol_use() const;
  /// Null: none were given, or they are of another build.
  [[nodiscard]] const ingest::Symbols* symbols() const;
  /// The same for the image that a life ended with, which need not be the one that tells of it.
  [[nodiscard]] const ingest::Symbols* symbols_of(const wire::RestartLine& life) const;

 private:
  using Message =
      std::variant<ingest::TutorialLine, ingest::StackFigures, wire::ReportLine, ingest::UseLine>;
  struct Held {
    Message message;
    std::uint64_t at_ms;
    std::uint64_t line;
    TimeSource source;
  };

  LineRole handle_kernel_text(const ingest::RawLine& line, std::optional<std::uint64_t> arrival_ms);
  LineRole handle_console(const Message& line, const std::optional<ingest::LogStamp>& stamp,
                          std::optional<std::uint64_t> arrival_ms);
  LineRole handle(const wire::ReportLine& report);
  LineRole handle(const ingest::FaultLine& line);
  LineRole handle(const ingest::DeviceLine& line);
  LineRole handle_part(const ingest::DeviceLine& line);
  bool apply_profile(const wire::ReportLine& report);
  bool apply_recovery(const wire::ReportLine& report, std::uint64_t at_ms);
  void name_holders();
  void note_fault(std::optional<std::uint32_t> reason, std::string text);
  LineRole at_stamp(const Message& message, std::uint64_t at_ms, TimeSource source);
  LineRole count(bool used, TimeSource source);
  bool apply_message(const Message& message, std::uint64_t at_ms);
  bool apply_console(const Message& line, std::optional<std::uint64_t> at_ms);
  bool apply_tutorial(const ingest::TutorialLine& line, std::optional<std::uint64_t> at_ms);
  bool apply_stack(const ingest::StackFigures& figures, std::optional<std::uint64_t> at_ms);
  [[nodiscard]] std::uint64_t time_for(const Tracker& tracker,
                                       std::optional<std::uint64_t> at_ms) const;
  bool apply_report(const wire::ReportLine& report, std::uint64_t up_ms);
  bool apply_use(const ingest::UseLine& use, std::uint64_t up_ms);
  bool with_tracker(model::Kind kind, std::string_view name,
                    const std::function<bool(Tracker&)>& add);
  [[nodiscard]] Tracker::Place place(std::uint64_t at_ms) const;
  void begin_boot(std::string_view why);
  void start_boot(std::string_view why);
  void drop_held();
  void skip(ingest::Skip reason, std::uint64_t line);
  std::uint64_t advance_to(std::uint64_t at_ms);

  SessionOptions options_;
  SessionListener* listener_;
  model::Inventory inventory_;
  std::map<const model::Resource*, Tracker> trackers_;
  Coverage coverage_;
  std::vector<Fault> faults_;
  std::uint64_t fault_count_ = 0;
  ingest::MessageDecoder messages_;
  ProfileCollector profile_;
  Recovery recovery_;
  ingest::KernelTextReader kernel_text_;
  Timeline timeline_;
  std::optional<Held> held_;
  std::optional<wire::HelloLine> hello_;
  std::string console_build_;  // of this boot's hello line
  std::optional<wire::CoverageLine> device_coverage_;
  std::optional<wire::SelfLine> device_self_;
  std::uint64_t arrival_origin_ms_ = 0;
  std::uint64_t now_ms_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t counted_line_ = 0;
  bool boot_has_samples_ = false;
  bool stamped_boot_ = false;
  bool device_reports_heaps_ = false;  // in this boot: its figures replace the application's own
};

}  // namespace tidemark::analysis
