// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "tool/sinks/view.hpp"

namespace tidemark::sinks {

/// One JSON object a line for everything that happens; docs/reference/cli.md describes them.
class JsonView : public View {
 public:
  /// Does not own `out`.
  explicit JsonView(std::FILE* out) : out_(out) {}

  void on_device(std::string_view name) override { device_ = name; }
  void on_line(std::string_view text, analysis::LineRole role) override;
  void on_error_line(std::string_view text) override;
  void on_note(std::string_view note) override;
  void on_sample(const model::Resource& resource) override;
  void on_verdict(const model::Resource& resource, model::Verdict before) override;
  void on_level(const model::Resource& resource) override;
  void on_boot(std::uint32_t boot, std::string_view why) override;
  void on_recovery(const analysis::RecoveryEvent& event) override;
  [[nodiscard]] bool is_good() const override { return good_; }

 private:
  void write(nlohmann::ordered_json event);

  std::FILE* out_;
  bool good_ = true;
  std::string device_;
};

}  // namespace tidemark::sinks
