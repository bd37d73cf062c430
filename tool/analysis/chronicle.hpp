// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tool/analysis/devices.hpp"
#include "tool/model/course.hpp"

namespace tidemark::analysis {

/// Something that happened, on the time of all boots of its device one after another: the uptime of
/// the first, and from there on.
struct Event {
  enum class What : std::uint8_t { kBoot, kVerdict, kLevel, kFailure, kReclaim };
  What what;
  std::uint64_t at_ms;
  std::uint64_t up_ms;                        ///< The device's uptime.
  std::uint32_t boot;                         ///< From 1.
  const model::Resource* resource = nullptr;  ///< Null: a boot.
  model::Verdict verdict = model::Verdict::kNone;
  model::Level level = model::Level::kOk;
  model::Trend trend{};  ///< With a verdict that is not kNone.
  std::string text;      ///< Of a boot: what told of it; of a failure where it was called.
  std::optional<wire::RestartLine> restart{};  ///< Of a boot: how the life before it ended.
  std::optional<wire::AllocationFailureLine> failure{};
  std::optional<wire::ReclaimLine> reclaim{};
};

/// What a report draws: for each device its events, and of each heap and pool the course of its
/// use. Bounded: kMostCourses courses of all devices together, kMostEvents events a device; what is
/// beyond is counted. Not thread-safe.
class Chronicle : public SessionListener {
 public:
  static constexpr std::size_t kMostCourses = 256;
  static constexpr std::size_t kMostEvents = 500;

  struct Story {
    std::vector<Event> events;
    std::uint64_t events_dropped = 0;
    std::uint64_t begin_ms = 0;  ///< Of the first sample: its uptime, unless that counts from 1970.
    std::uint64_t end_ms = 0;    ///< Of the latest sample.
    std::uint32_t boot = 1;

   private:
    friend class Chronicle;
    std::uint64_t at(std::uint64_t up_ms) const;
    void end_life_at(std::uint64_t lived_ms);
    bool started = false;
    std::uint64_t boot_up_ms = 0;  // of the first sample of this boot
    std::uint64_t boot_at_ms = 0;
    std::uint64_t before_up_ms = 0;  // the same of the boot before
    std::uint64_t before_at_ms = 0;
  };

  /// Whose sessions call it; before the first line.
  void follow(const Devices& devices) { devices_ = &devices; }

  /// Empty if the device brought nothing.
  [[nodiscard]] const Story& story(const Session& session) const;
  /// Null: there is none, because it is a stack, or there were too many.
  [[nodiscard]] const model::Course* course(const model::Resource& resource) const;

  void on_sample(const model::Resource& resource) override;
  void on_verdict(const model::Resource& resource, model::Verdict before) override;
  void on_level(const model::Resource& resource) override;
  void on_boot(std::uint32_t boot, std::string_view why) override;
  /// A failing allocation and a reclaimer that does not do as it should are events; how a life
  /// ended is said of the event of the boot that followed, which moves to where that was.
  void on_recovery(const RecoveryEvent& event) override;

 private:
  Story& current();
  void add(Story& story, Event event);

  const Devices* devices_ = nullptr;
  std::map<const Session*, Story> stories_;
  std::map<const model::Resource*, model::Course> courses_;
};

}  // namespace tidemark::analysis
