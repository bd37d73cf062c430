// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/json_view.hpp"

#include "tool/sinks/json_recovery.hpp"
#include "tool/sinks/json_summary.hpp"
#include "tool/sinks/sentences.hpp"

namespace tidemark::sinks {
namespace {

using nlohmann::ordered_json;

ordered_json about(std::string_view event, const model::Resource& resource) {
  ordered_json object;
  object["event"] = event;
  object["at_ms"] = resource.last_ms;
  object["resource"] = json_resource(resource);
  return object;
}

}  // namespace

void JsonView::on_line(std::string_view text, analysis::LineRole role) {
  if (role == analysis::LineRole::kSample) {
    return;
  }
  const bool skipped = role == analysis::LineRole::kSkipped;
  write({{"event", skipped ? "skipped" : "text"}, {"text", text}});
}

void JsonView::on_error_line(std::string_view text) {
  write({{"event", "stderr"}, {"text", text}});
}

void JsonView::on_note(std::string_view note) {
  write({{"event", "note"}, {"text", note}});
}

void JsonView::on_sample(const model::Resource& resource) {
  write(about("sample", resource));
}

void JsonView::on_verdict(const model::Resource& resource, model::Verdict before) {
  ordered_json object = about("verdict", resource);
  object["before"] = verdict_name(before);
  object["sentence"] = verdict_sentence(resource, before);
  write(object);
}

void JsonView::on_level(const model::Resource& resource) {
  ordered_json object = about("level", resource);
  object["sentence"] = level_sentence(resource);
  write(object);
}

void JsonView::on_boot(std::uint32_t boot, std::string_view why) {
  write({{"event", "boot"}, {"boot", boot}, {"why", why}});
}

void JsonView::on_recovery(const analysis::RecoveryEvent& event) {
  write(json_recovery_event(event));
}

void JsonView::write(ordered_json event) {
  if (!device_.empty()) {
    event["device"] = device_;
  }
  const std::string text = json_text(event) + "\n";
  good_ = good_ && std::fwrite(text.data(), 1, text.size(), out_) == text.size() &&
          std::fflush(out_) == 0;
}

}  // namespace tidemark::sinks
