// SPDX-License-Identifier: Apache-2.0
#include "tool/app/monitor.hpp"

#include <array>
#include <csignal>
#include <utility>

#include "tool/ingest/line_text.hpp"
#include "wire/frame.hpp"

namespace tidemark::app {

Monitor::Monitor(asio::io_context& io, ingest::Source& source, const Options& options)
    : io_(io),
      source_(source),
      options_(options),
      devices_(options.session, this),
      splitter_([this](const ingest::RawLine& line) { take_line(line); },
                [this](Span<const std::uint8_t> message) { take_message(message, false); }),
      signals_(io, SIGINT, SIGTERM, SIGHUP),
      run_timer_(io),
      linger_timer_(io),
      began_(std::chrono::steady_clock::now()) {}

std::optional<ingest::Problem> Monitor::start() {
  if (auto problem = source_.start(*this)) {
    return problem;
  }
  wait_for_signal();
  if (options_.run_for) {
    run_timer_.expires_after(*options_.run_for);
    run_timer_.async_wait([this](asio::error_code error) {
      if (!error) {
        leave();
      }
    });
  }
  return std::nullopt;
}

void Monitor::leave() {
  options_.stay = false;
  leaving_ = true;
  linger_timer_.cancel();
  if (ended_) {
    close();
  } else {
    source_.stop();
  }
}

void Monitor::on_bytes(std::string_view bytes) {
  if (!closed_) {
    record(bytes);
    splitter_.feed(bytes);
  }
}

void Monitor::on_message(std::string_view bytes, bool retained) {
  if (closed_) {
    return;
  }
  const Span<const std::uint8_t> message(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                         bytes.size());
  std::array<std::uint8_t, wire::kMaxFrameBytes> frame{};
  // What is too long for a frame is no message either.
  const std::size_t size = wire::write_frame(message, {frame.data(), frame.size()});
  record({reinterpret_cast<const char*>(frame.data()), size});
  take_message(message, retained);
}

void Monitor::record(std::string_view bytes) {
  if (options_.record != nullptr && !record_failed_ &&
      std::fwrite(bytes.data(), 1, bytes.size(), options_.record) != bytes.size()) {
    record_failed_ = true;
    leave();
  }
}

void Monitor::on_error_bytes(std::string_view bytes) {
  error_splitter_.feed(bytes, [this](const ingest::RawLine& line) {
    if (view_ != nullptr) {
      view_->on_error_line(ingest::printable(line.text));
    }
  });
}

void Monitor::on_gap() {
  splitter_.finish();
}

void Monitor::on_note(std::string_view note) {
  if (view_ != nullptr) {
    view_->on_note(ingest::printable(note));
  }
}

void Monitor::on_end(const ingest::SourceEnd& end) {
  end_ = end;
  ended_ = true;
  finish_lines();
  run_timer_.cancel();
  if (!end.note.empty()) {
    on_note(end.note);
  }
  const bool lingering = verdict_seen_ && !leaving_ && options_.linger.count() > 0;
  if (!lingering && (!options_.stay || options_.exit_on_verdict || end.problem)) {
    close();
  }
}

void Monitor::finish_lines() {
  if (!closed_) {
    splitter_.finish();
    devices_.finish();
  }
  error_splitter_.finish([this](const ingest::RawLine& line) {
    if (view_ != nullptr) {
      view_->on_error_line(ingest::printable(line.text));
    }
  });
}

void Monitor::take_line(const ingest::RawLine& line) {
  // What comes after the verdict that ends the run would change what the summary says.
  if (verdict_seen_) {
    return;
  }
  std::optional<std::uint64_t> arrival_ms;
  if (source_.is_live()) {
    const auto since = std::chrono::steady_clock::now() - began_;
    arrival_ms = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
  }
  const analysis::LineRole role = devices_.feed(line, arrival_ms);
  if (view_ == nullptr) {
    return;
  }
  view_->on_line(ingest::printable(line.text), role);
  if (!view_->is_good()) {
    leave();
  }
}

void Monitor::take_message(Span<const std::uint8_t> message, bool retained) {
  if (verdict_seen_) {
    return;
  }
  devices_.feed_message(message, retained);
  if (view_ == nullptr) {
    return;
  }
  view_->on_message();
  if (!view_->is_good()) {
    leave();
  }
}

/// One device needs no name.
void Monitor::name_device() {
  std::string name = devices_.count() > 1 ? analysis::device_name(devices_.current()) : "";
  if (name != named_) {
    named_ = std::move(name);
    view_->on_device(named_);
  }
}

void Monitor::on_sample(const model::Resource& resource) {
  if (view_ != nullptr) {
    name_device();
    view_->on_sample(resource);
  }
}

void Monitor::on_verdict(const model::Resource& resource, model::Verdict before) {
  if (view_ != nullptr) {
    name_device();
    view_->on_verdict(resource, before);
  }
  if (resource.verdict == model::Verdict::kLeak) {
    verdict_is_there();
  }
}

void Monitor::on_level(const model::Resource& resource) {
  if (view_ != nullptr) {
    name_device();
    view_->on_level(resource);
  }
  if (resource.level != model::Level::kOk) {
    verdict_is_there();
  }
}

void Monitor::on_boot(std::uint32_t boot, std::string_view why) {
  if (view_ != nullptr) {
    name_device();
    view_->on_boot(boot, why);
  }
}

void Monitor::on_recovery(const analysis::RecoveryEvent& event) {
  if (view_ != nullptr) {
    name_device();
    view_->on_recovery(event);
  }
  const bool failed = event.restart != nullptr && analysis::is_failure(event.restart->reason);
  if (failed ||
      (event.failure != nullptr && event.failure->rung == wire::AllocationRung::kFailed)) {
    verdict_is_there();
  }
}

void Monitor::verdict_is_there() {
  if (verdict_seen_ || !options_.exit_on_verdict) {
    return;
  }
  verdict_seen_ = true;
  if (options_.linger.count() > 0) {
    on_note("the verdict is there; leaving in a moment");
  }
  linger_timer_.expires_after(options_.linger);
  linger_timer_.async_wait([this](asio::error_code error) {
    if (!error) {
      leave();
    }
  });
}

void Monitor::wait_for_signal() {
  signals_.async_wait([this](asio::error_code error, int) {
    if (!error) {
      leave();
      wait_for_signal();
    }
  });
}

void Monitor::close() {
  if (closed_) {
    return;
  }
  closed_ = true;
  asio::error_code ignored;
  signals_.cancel(ignored);
  run_timer_.cancel();
  linger_timer_.cancel();
  io_.stop();
}

}  // namespace tidemark::app
