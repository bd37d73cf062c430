// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

#include "tool/analysis/devices.hpp"
#include "tool/ingest/source.hpp"
#include "tool/ingest/stream_splitter.hpp"
#include "tool/sinks/view.hpp"

namespace tidemark::app {

/// Carries bytes from a source through the session to a view, until the source ends, a signal
/// comes, the time is over or the verdict is there. On the thread that runs `io`.
class Monitor : public ingest::SourceListener, public analysis::SessionListener {
 public:
  struct Options {
    analysis::SessionOptions session;
    bool exit_on_verdict = false;
    /// Takes what comes, as a capture that check and report read; null: nothing. Not owned.
    std::FILE* record = nullptr;
    std::optional<std::chrono::milliseconds> run_for;
    /// How long the view stays once the verdict is there.
    std::chrono::milliseconds linger{0};
    /// The view stays when the source has ended, until leave().
    bool stay = false;
  };

  /// All must outlive it. Until set_view() nothing is shown.
  Monitor(asio::io_context& io, ingest::Source& source, const Options& options);
  void set_view(sinks::View& view) { view_ = &view; }

  /// Begins; then run `io`, which returns when all is over. A problem iff the source cannot start.
  std::optional<ingest::Problem> start();
  /// Ends it in good order; again: at once.
  void leave();

  [[nodiscard]] const analysis::Devices& devices() const { return devices_; }
  /// The record could not be written.
  [[nodiscard]] bool record_failed() const { return record_failed_; }
  [[nodiscard]] const ingest::SourceEnd& end() const { return end_; }
  [[nodiscard]] bool has_ended() const { return ended_; }

  void on_bytes(std::string_view bytes) override;
  void on_message(std::string_view bytes, bool retained) override;
  void on_error_bytes(std::string_view bytes) override;
  void on_gap() override;
  void on_note(std::string_view note) override;
  void on_end(const ingest::SourceEnd& end) override;

  void on_sample(const model::Resource& resource) override;
  void on_verdict(const model::Resource& resource, model::Verdict before) override;
  void on_level(const model::Resource& resource) override;
  void on_boot(std::uint32_t boot, std::string_view why) override;
  void on_recovery(const analysis::RecoveryEvent& event) override;

 private:
  void take_line(const ingest::RawLine& line);
  void take_message(Span<const std::uint8_t> message, bool retained);
  void record(std::string_view bytes);
  void name_device();
  void finish_lines();
  void verdict_is_there();
  void wait_for_signal();
  void close();

  asio::io_context& io_;
  ingest::Source& source_;
  Options options_;
  analysis::Devices devices_;
  sinks::View* view_ = nullptr;
  ingest::StreamSplitter splitter_;
  ingest::LineSplitter error_splitter_;
  asio::signal_set signals_;
  asio::steady_timer run_timer_;
  asio::steady_timer linger_timer_;
  std::chrono::steady_clock::time_point began_;
  ingest::SourceEnd end_;
  bool ended_ = false;
  bool leaving_ = false;
  bool verdict_seen_ = false;
  bool record_failed_ = false;
  std::string named_;    // the device that the view was told of
  bool closed_ = false;  // nothing more is taken in
};

}  // namespace tidemark::app
