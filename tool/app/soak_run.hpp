// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "tool/analysis/run_end.hpp"
#include "tool/analysis/session.hpp"
#include "tool/ingest/command_source.hpp"
#include "tool/ingest/stream_splitter.hpp"

namespace tidemark::app {

/// Runs a hosted application once and reads what it writes, its stderr too, into a session. Memory
/// is bounded: of its text the last lines are kept. On the thread that runs `io`.
class SoakRun : public ingest::SourceListener {
 public:
  struct Options {
    std::vector<std::string> words;  ///< The application and all its arguments.
    analysis::SessionOptions session;
    std::uint64_t asked_ms = 0;
    std::chrono::milliseconds hang_timeout{60'000};
    std::FILE* log = nullptr;     ///< Takes what it writes, byte for byte. Not owned.
    bool failures_asked = false;  ///< The words make allocations fail.
    std::string end_report_file;  ///< Empty: it writes none.
  };
  static constexpr std::size_t kLastLines = 10;
  /// An application that writes text and no sample is given this many hang timeouts.
  static constexpr int kTextPatience = 5;

  /// `on_over` is called once, from `io`, when end() is there; the run may not be destroyed in it.
  SoakRun(asio::io_context& io, Options options, std::function<void()> on_over);

  /// A problem iff it cannot be started; on_over is then not called.
  std::optional<ingest::Problem> start();
  /// Ends it for the user, in good order; again: at once.
  void interrupt();

  [[nodiscard]] const analysis::Session& session() const { return session_; }
  /// Meaningful once it is over.
  [[nodiscard]] const analysis::RunEnd& end() const { return end_; }
  [[nodiscard]] bool is_over() const { return over_; }
  /// The end report was there and could not be read.
  [[nodiscard]] const std::optional<ingest::Problem>& report_problem() const {
    return report_problem_;
  }
  /// The log could not be written.
  [[nodiscard]] bool log_failed() const { return log_failed_; }
  [[nodiscard]] double host_seconds() const;

  void on_bytes(std::string_view bytes) override;
  void on_error_bytes(std::string_view bytes) override;
  void on_message(std::string_view /*bytes*/, bool /*retained*/) override {}
  void on_gap() override {}
  void on_note(std::string_view /*note*/) override {}
  void on_end(const ingest::SourceEnd& end) override;

 private:
  using Clock = std::chrono::steady_clock;

  void take_line(const ingest::RawLine& line, bool is_error);
  void write_log(std::string_view bytes);
  void keep(std::deque<std::string>& lines, std::string_view text);
  void watch();
  void read_report();

  Options options_;
  std::function<void()> on_over_;
  analysis::Session session_;
  ingest::CommandSource source_;
  ingest::StreamSplitter splitter_;
  ingest::LineSplitter error_splitter_;
  asio::steady_timer watch_timer_;
  std::deque<std::string> last_lines_;
  std::deque<std::string> error_lines_;
  std::optional<std::uint64_t> stopped_at_ms_;
  analysis::RunEnd end_;
  std::optional<ingest::Problem> report_problem_;
  Clock::time_point began_;
  Clock::time_point over_at_;
  Clock::time_point progress_at_;
  std::uint64_t progress_samples_ = 0;
  std::uint64_t progress_ms_ = 0;
  bool any_bytes_ = false;  // since the watch looked last
  bool hung_ = false;
  bool interrupted_ = false;
  bool over_ = false;
  bool log_failed_ = false;
};

}  // namespace tidemark::app
