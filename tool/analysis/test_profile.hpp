// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "tool/analysis/session.hpp"
#include "wire/test_messages.hpp"

/// A session that is fed with the messages of a device with a heap profile. For tests.
namespace tidemark::analysis {

class ProfiledDevice {
 public:
  static constexpr std::uint64_t kHeap = 0x20000100;
  static constexpr std::uint64_t kSlab = 0x20000900;

  explicit ProfiledDevice(const SessionOptions& options = {}) : session_(options, nullptr) {}

  Session& session() { return session_; }

  /// Its hello, with a build id, and its table: `_system_heap`.
  void hello(std::string_view build_id = "0123456789abcdefghij") {
    wire::HelloLine line{};
    line.format = wire::kFormat;
    line.block_ms = 1000;
    const wire::MessageHeader header = next();
    line.up_ms = header.up_ms;
    const std::uint8_t id[] = {'s', '1'};
    const auto* build = reinterpret_cast<const std::uint8_t*>(build_id.data());
    feed([&](auto out) {
      return write_message(header, wire::HelloMessage{&line, {id, 2}, {build, build_id.size()}, 1},
                           out);
    });
    wire::Resource heap{};
    heap.name = wire::name_of("_system_heap");
    heap.capacity = 4000;
    heap.address = kHeap;
    feed([&](auto out) {
      wire::ListMessage list(next(), wire::ListMessage::Kind::kTable, 0, out);
      (void)list.add(heap);
      return list.finish();
    });
    feed([&](auto out) {
      wire::SampleMessage sample(next(), 0, 1, out);
      sample.add(known(std::uint16_t{1000}));
      return sample.finish();
    });
  }

  void verdict(wire::Verdict verdict, std::uint64_t window_ms) {
    wire::VerdictLine line{};
    line.name = wire::name_of("_system_heap");
    line.verdict = verdict;
    line.left_s = known<std::uint32_t>(11);
    line.window_s = known(static_cast<std::uint32_t>(window_ms / 1000));
    feed([&](auto out) { return write_message(next(), line, out); });
  }

  /// A snapshot of exact figures: a leak of worker(), which has ended, a large old block of main(),
  /// and a slab. With `without_last` its last part does not arrive.
  void snapshot(bool without_last = false, std::uint32_t interval = 1) {
    wire::ProfileLine info{};
    info.snapshot = ++snapshot_;
    info.interval_bytes = interval;
    info.samples = info.records = info.records_capacity = 4;
    info.sites = info.sites_capacity = 3;
    info.owners = info.owners_capacity = 2;
    info.mark_ms = known(std::uint64_t{500});
    feed([&](auto out) { return write_message(next(), info, out); });
    list(wire::ListMessage::Slots::kBlocks,
         std::vector{block(1000, 100'000, 0, 0), block(300, 5'000, 1, 1), block(400, 6'000, 1, 1),
                     block(50, 100, 2, 0)});
    list(wire::ListMessage::Slots::kSites,
         std::vector{site(kHeap, frames_[0]), site(kHeap, frames_[1]), site(kSlab, frames_[2])});
    if (!without_last) {
      list(wire::ListMessage::Slots::kOwners,
           std::vector{owner(wire::OwnerState::kAlive, "main"),
                       owner(wire::OwnerState::kEnded, "worker")});
    }
  }

  /// Return addresses of main, worker and the slab's user, for what follows.
  void set_frames(std::uint64_t main, std::uint64_t worker, std::uint64_t slab) {
    frames_[0] = main;
    frames_[1] = worker;
    frames_[2] = slab;
  }

 private:
  wire::MessageHeader next() {
    ++header_.sequence;
    header_.up_ms += 1000;
    return header_;
  }
  template <typename Write>
  void feed(Write write) {
    session_.feed_message(wire::span_of(wire::written(write)));
  }
  template <typename Line>
  void list(wire::ListMessage::Slots kind, const std::vector<Line>& lines) {
    feed([&](auto out) {
      wire::ListMessage list(next(), kind, snapshot_, 0, out);
      for (const Line& line : lines) {
        (void)list.add(line);
      }
      return list.finish();
    });
  }
  static wire::SiteLine site(std::uint64_t pool, std::uint64_t frame) {
    wire::SiteLine line{};
    line.pool = pool;
    line.frames[0] = frame;
    line.total_bytes = 5000;
    line.total_blocks = 50;
    line.lifetimes[1] = 40;
    return line;
  }
  static wire::OwnerLine owner(wire::OwnerState state, std::string_view name) {
    return {0x20002000, state, wire::name_of(name)};
  }
  static wire::BlockLine block(std::uint32_t size, std::uint64_t age_ms, std::uint8_t site,
                               std::uint8_t owner) {
    return {0x20004000 + age_ms, size, 0, age_ms, site, owner, age_ms < 6'000};
  }

  Session session_;
  wire::MessageHeader header_ = {7, 1, 0, 0, 0};
  std::uint32_t snapshot_ = 0;
  std::uint64_t frames_[3] = {0x08000011, 0x08000021, 0x08000031};
};

}  // namespace tidemark::analysis
