// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/plain_view.hpp"

#include <fmt/format.h>

#include <utility>

#include "tool/sinks/recovery_sentences.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kGreen = "\x1b[1;32m";

}  // namespace

PlainView::PlainView(std::FILE* out, std::FILE* errors, bool colour)
    : out_(out), errors_(errors), colour_(colour) {}

void PlainView::on_line(std::string_view text, analysis::LineRole /*role*/) {
  write(out_, std::string(text) + "\n" + std::exchange(pending_, {}));
}

void PlainView::on_error_line(std::string_view text) {
  write(errors_, std::string(text) + "\n");
}

void PlainView::on_message() {
  write(out_, std::exchange(pending_, {}));
}

void PlainView::on_note(std::string_view note) {
  pending_ += fmt::format("tidemark: {}\n", note);
  write(out_, std::exchange(pending_, {}));
}

void PlainView::on_sample(const model::Resource& /*resource*/) {}

void PlainView::on_verdict(const model::Resource& resource, model::Verdict before) {
  say(verdict_sentence(resource, before), resource.verdict == model::Verdict::kLeak    ? kRed
                                          : resource.verdict == model::Verdict::kWatch ? kYellow
                                                                                       : kGreen);
}

void PlainView::on_level(const model::Resource& resource) {
  say(level_sentence(resource), resource.level == model::Level::kOk     ? kGreen
                                : resource.level == model::Level::kWarn ? kYellow
                                                                        : kRed);
}

void PlainView::on_boot(std::uint32_t boot, std::string_view why) {
  say(fmt::format("boot {} begins ({})", boot, why));
}

void PlainView::on_recovery(const analysis::RecoveryEvent& event) {
  bool is_bad = false;
  const std::string text = recovery_sentence(event, &is_bad);
  say(text, is_bad ? kRed : kYellow);
}

void PlainView::say(std::string_view text, std::string_view colour) {
  const std::string line = device_.empty() ? fmt::format("tidemark: {}", text)
                                           : fmt::format("tidemark: {}: {}", device_, text);
  pending_ += colour_ && !colour.empty() ? fmt::format("{}{}\x1b[0m\n", colour, line) : line + "\n";
}

void PlainView::write(std::FILE* file, const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), file) == text.size() && std::fflush(file) == 0;
  good_ = good_ && (written || file != out_);
}

}  // namespace tidemark::sinks
