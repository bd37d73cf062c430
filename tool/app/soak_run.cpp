// SPDX-License-Identifier: Apache-2.0
#include "tool/app/soak_run.hpp"

#include <algorithm>
#include <utility>

#include "tool/ingest/line_text.hpp"

namespace tidemark::app {
namespace {

constexpr std::size_t kMostLineBytes = 300;
constexpr std::chrono::milliseconds kShortestWatch{20};
constexpr std::chrono::milliseconds kLongestWatch{1000};

std::vector<std::string> printable_lines(const std::deque<std::string>& lines) {
  std::vector<std::string> texts;
  for (const std::string& line : lines) {
    texts.push_back(ingest::printable(line));
  }
  return texts;
}

}  // namespace

SoakRun::SoakRun(asio::io_context& io, Options options, std::function<void()> on_over)
    : options_(std::move(options)),
      on_over_(std::move(on_over)),
      session_(options_.session, nullptr),
      source_(io, options_.words),
      splitter_([this](const ingest::RawLine& line) { take_line(line, false); },
                [this](Span<const std::uint8_t> message) { session_.feed_message(message); }),
      watch_timer_(io),
      began_(Clock::now()),
      progress_at_(began_) {}

std::optional<ingest::Problem> SoakRun::start() {
  began_ = Clock::now();
  progress_at_ = began_;
  if (auto problem = source_.start(*this)) {
    return problem;
  }
  watch();
  return std::nullopt;
}

void SoakRun::interrupt() {
  interrupted_ = interrupted_ || !hung_;
  source_.stop();
}

double SoakRun::host_seconds() const {
  const auto until = over_ ? over_at_ : Clock::now();
  return std::chrono::duration<double>(until - began_).count();
}

void SoakRun::on_bytes(std::string_view bytes) {
  any_bytes_ = true;
  write_log(bytes);
  splitter_.feed(bytes);
}

void SoakRun::on_error_bytes(std::string_view bytes) {
  any_bytes_ = true;
  write_log(bytes);
  error_splitter_.feed(bytes, [this](const ingest::RawLine& line) { take_line(line, true); });
}

void SoakRun::on_end(const ingest::SourceEnd& end) {
  watch_timer_.cancel();
  splitter_.finish();
  error_splitter_.finish([this](const ingest::RawLine& line) { take_line(line, true); });
  session_.finish();
  over_at_ = Clock::now();
  over_ = true;
  analysis::RunFacts facts;
  facts.asked_ms = options_.asked_ms;
  facts.command = end.command.value_or(ingest::CommandEnd{});
  read_report();
  facts.report = end_.report;
  facts.stopped_at_ms = stopped_at_ms_;
  facts.covered_ms = session_.coverage().covered_ms;
  facts.faults = session_.faults();
  facts.last_lines = printable_lines(last_lines_);
  facts.error_lines = printable_lines(error_lines_);
  facts.host_seconds = host_seconds();
  facts.interrupted = interrupted_;
  facts.hung = hung_;
  facts.hang_seconds = std::chrono::duration<double>(options_.hang_timeout).count();
  facts.failures_asked = options_.failures_asked;
  end_ = analysis::judge_end(facts);
  on_over_();
}

void SoakRun::take_line(const ingest::RawLine& line, bool is_error) {
  if (is_error) {
    keep(error_lines_, line.text);
  }
  if (session_.feed(line, std::nullopt) != analysis::LineRole::kText || line.text.empty()) {
    return;
  }
  const auto stopped = analysis::stopped_at_ms(line.text);
  if (stopped) {
    stopped_at_ms_ = stopped;
  } else {
    keep(last_lines_, line.text);
  }
}

void SoakRun::keep(std::deque<std::string>& lines, std::string_view text) {
  std::string kept;
  if (lines.size() == kLastLines) {
    kept = std::move(lines.front());
    lines.pop_front();
  }
  kept.assign(text.substr(0, kMostLineBytes));
  lines.push_back(std::move(kept));
}

void SoakRun::write_log(std::string_view bytes) {
  if (options_.log != nullptr && !log_failed_) {
    log_failed_ = std::fwrite(bytes.data(), 1, bytes.size(), options_.log) != bytes.size();
  }
}

// What hangs may still write: an endless loop that prints. Once there are samples, their time must
// pass.
void SoakRun::watch() {
  const auto interval = std::clamp(options_.hang_timeout / 4, kShortestWatch, kLongestWatch);
  watch_timer_.expires_after(interval);
  watch_timer_.async_wait([this](asio::error_code error) {
    if (error || over_) {
      return;
    }
    const auto now = Clock::now();
    const analysis::Coverage& coverage = session_.coverage();
    const bool passed = coverage.covered_ms != progress_ms_ ||
                        (progress_samples_ == 0 && coverage.sample_lines > 0);
    const bool text = std::exchange(any_bytes_, false) && coverage.sample_lines == 0 &&
                      now - began_ < kTextPatience * options_.hang_timeout;
    if (passed || text) {
      progress_ms_ = coverage.covered_ms;
      progress_samples_ = coverage.sample_lines;
      progress_at_ = now;
    }
    if (now - progress_at_ >= options_.hang_timeout && !interrupted_ && !hung_) {
      hung_ = true;
      source_.stop();
    }
    watch();
  });
}

void SoakRun::read_report() {
  if (options_.end_report_file.empty()) {
    return;
  }
  const auto read = ingest::read_end_report(options_.end_report_file);
  if (!read) {
    return;
  }
  if (const auto* report = std::get_if<ingest::EndReport>(&*read)) {
    end_.report = *report;
  } else {
    report_problem_ = std::get<ingest::Problem>(*read);
  }
}

}  // namespace tidemark::app
