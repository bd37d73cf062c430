// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <string>

#include "tool/sinks/view.hpp"

namespace tidemark::sinks {

/// The console as it comes, and between its lines what changes, each as "tidemark: ...". For pipes,
/// logs, and terminals without a live view.
class PlainView : public View {
 public:
  /// Does not own `out`. Stderr of a command goes to `errors`.
  PlainView(std::FILE* out, std::FILE* errors, bool colour);

  void on_device(std::string_view name) override { device_ = name; }
  void on_line(std::string_view text, analysis::LineRole role) override;
  void on_error_line(std::string_view text) override;
  void on_message() override;
  void on_note(std::string_view note) override;
  void on_sample(const model::Resource& resource) override;
  void on_verdict(const model::Resource& resource, model::Verdict before) override;
  void on_level(const model::Resource& resource) override;
  void on_boot(std::uint32_t boot, std::string_view why) override;
  void on_recovery(const analysis::RecoveryEvent& event) override;
  [[nodiscard]] bool is_good() const override { return good_; }

 private:
  void say(std::string_view text, std::string_view colour = {});
  void write(std::FILE* file, const std::string& text);

  std::FILE* out_;
  std::FILE* errors_;
  bool colour_;
  bool good_ = true;
  std::string device_;
  std::string pending_;  // events that the next line led to
};

}  // namespace tidemark::sinks
