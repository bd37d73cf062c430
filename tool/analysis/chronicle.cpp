// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/chronicle.hpp"

#include <algorithm>
#include <utility>

namespace tidemark::analysis {
namespace {

constexpr std::uint64_t kMostUptimeMs = std::uint64_t{10} * 365 * 86'400'000;

}  // namespace

std::uint64_t Chronicle::Story::at(std::uint64_t up_ms) const {
  return boot_at_ms + (up_ms > boot_up_ms ? up_ms - boot_up_ms : 0);
}

/// The life before this boot lasted longer than to its last sample: that long, if so much can be.
void Chronicle::Story::end_life_at(std::uint64_t lived_ms) {
  constexpr std::uint64_t kMostMs = 3'600'000;  // behind the last sample
  const std::uint64_t at_ms =
      before_at_ms + (lived_ms > before_up_ms ? lived_ms - before_up_ms : 0);
  if (started || at_ms <= end_ms || at_ms - end_ms > kMostMs) {
    return;
  }
  end_ms = at_ms;
  boot_at_ms = at_ms;
}

const Chronicle::Story& Chronicle::story(const Session& session) const {
  static const Story empty{};
  const auto found = stories_.find(&session);
  return found == stories_.end() ? empty : found->second;
}

const model::Course* Chronicle::course(const model::Resource& resource) const {
  const auto found = courses_.find(&resource);
  return found == courses_.end() ? nullptr : &found->second;
}

Chronicle::Story& Chronicle::current() {
  return stories_[&devices_->current()];
}

void Chronicle::on_sample(const model::Resource& resource) {
  Story& story = current();
  if (!std::exchange(story.started, true)) {
    const bool is_uptime = resource.last_ms < kMostUptimeMs;
    if (story.boot == 1) {
      story.begin_ms = is_uptime ? resource.last_ms : 0;
      story.end_ms = story.begin_ms;
    }
    story.boot_up_ms = resource.last_ms;
    story.boot_at_ms = story.end_ms;
  }
  const std::uint64_t at_ms = story.at(resource.last_ms);
  story.end_ms = std::max(story.end_ms, at_ms);
  if (model::is_stack(resource.kind) || !resource.used) {
    return;
  }
  const auto found = courses_.find(&resource);
  if (found != courses_.end()) {
    found->second.add(at_ms, *resource.used);
  } else if (courses_.size() < kMostCourses) {
    courses_[&resource].add(at_ms, *resource.used);
  }
}

void Chronicle::on_verdict(const model::Resource& resource, model::Verdict /*before*/) {
  Story& story = current();
  add(story,
      {Event::What::kVerdict, story.at(resource.last_ms), resource.last_ms, story.boot, &resource,
       resource.verdict, resource.level, resource.trend.value_or(model::Trend{}), ""});
}

void Chronicle::on_level(const model::Resource& resource) {
  Story& story = current();
  add(story, {Event::What::kLevel,
              story.at(resource.last_ms),
              resource.last_ms,
              story.boot,
              &resource,
              resource.verdict,
              resource.level,
              {},
              ""});
}

void Chronicle::on_boot(std::uint32_t boot, std::string_view why) {
  Story& story = current();
  story.boot = boot;
  story.started = false;
  story.before_up_ms = story.boot_up_ms;
  story.before_at_ms = story.boot_at_ms;
  story.boot_at_ms = story.end_ms;
  story.boot_up_ms = 0;
  add(story, {Event::What::kBoot,
              story.end_ms,
              0,
              boot,
              nullptr,
              model::Verdict::kNone,
              model::Level::kOk,
              {},
              std::string(why)});
}

void Chronicle::on_recovery(const RecoveryEvent& event) {
  Story& story = current();
  if (event.restart != nullptr) {
    const auto boot = std::find_if(story.events.rbegin(), story.events.rend(),
                                   [](const Event& one) { return one.what == Event::What::kBoot; });
    if (boot != story.events.rend() && boot->boot == story.boot && !boot->restart) {
      story.end_life_at(event.restart->lived_ms);
      boot->restart = *event.restart;
      boot->at_ms = story.boot_at_ms;
    }
    return;
  }
  const bool failed =
      event.failure != nullptr && event.failure->rung == wire::AllocationRung::kFailed;
  const bool is_bad_reclaim = event.reclaim != nullptr && !is_good(event.reclaim->outcome);
  if (!failed && !is_bad_reclaim) {
    return;
  }
  const std::uint64_t up_ms = failed ? event.failure->up_ms : event.reclaim->up_ms;
  Event made{failed ? Event::What::kFailure : Event::What::kReclaim,
             std::max(story.boot_at_ms, std::min(story.at(up_ms), story.end_ms)),
             up_ms,
             story.boot,
             nullptr,
             model::Verdict::kNone,
             model::Level::kOk,
             {},
             event.place};
  if (failed) {
    made.failure = *event.failure;
  } else {
    made.reclaim = *event.reclaim;
  }
  add(story, std::move(made));
}

void Chronicle::add(Story& story, Event event) {
  if (story.events.size() < kMostEvents) {
    story.events.push_back(std::move(event));
  } else {
    ++story.events_dropped;
  }
}

}  // namespace tidemark::analysis
