// SPDX-License-Identifier: Apache-2.0
// A link that changes one byte in a hundred and loses another, between the device's writer and the
// tool's reader: what gets through, and whether anything wrong does.
//
//   lossy_link [BYTES [SEED]]     default: 100,000,000 and 1
//
// Exit status: 0; 1 if a message or a value came out that was not sent, or if a whole frame behind
// a whole one was lost; 2 for wrong arguments.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <deque>
#include <random>
#include <string>

#include "tool/ingest/frame_splitter.hpp"
#include "tool/ingest/message_decoder.hpp"
#include "wire/crc32.hpp"
#include "wire/frame.hpp"
#include "wire/message_writer.hpp"

namespace {

using namespace tidemark;
using ingest::DeviceLine;
using ingest::MessageCounts;
using ingest::UseLine;

constexpr std::uint32_t kPeriodMs = 1000;
constexpr std::uint32_t kResources = 8;
constexpr std::uint32_t kCapacity = 4000;
constexpr std::uint64_t kSamplesPerTable = 60;
constexpr std::uint8_t kDeviceId[] = {'l', 'o', 's', 's', 'y'};
constexpr unsigned kChangedPerCent = 1;
constexpr unsigned kLostPerCent = 1;

/// What resource `index` has in use in sample `n`: nothing that a neighbouring sample has.
std::uint32_t use_of(std::uint64_t n, std::uint32_t index) {
  const std::uint64_t seed[2] = {n, index};
  return wire::crc32({reinterpret_cast<const std::uint8_t*>(seed), sizeof(seed)}) % kCapacity;
}

wire::Resource resource_of(std::uint32_t index) {
  wire::Resource resource{};
  resource.kind = wire::ResourceKind::kHeap;
  (void)resource.name.append(text_of("heap"));
  (void)resource.name.push(static_cast<char>('0' + index));
  resource.capacity = kCapacity;
  resource.address = 0x20000000u + index;
  return resource;
}

class Device {
 public:
  /// The next message: a hello, the table, then samples, and now and then the table anew.
  std::string next() {
    const std::uint64_t step = sent_++;
    if (step == 0) {
      return write_hello();
    }
    return (step - 1) % (kSamplesPerTable + 1) == 0 ? write_table() : write_sample();
  }

 private:
  wire::MessageHeader header() { return {device_, 1, sequence_++, n_ * kPeriodMs, 1}; }
  std::string taken(std::size_t size) const { return {reinterpret_cast<const char*>(room_), size}; }
  std::string write_hello() {
    wire::HelloLine line{};
    line.format = wire::kFormat;
    line.period_ms = kPeriodMs;
    line.block_ms = 4 * kPeriodMs;
    const wire::HelloMessage hello = {&line, {kDeviceId, sizeof(kDeviceId)}, {}, kResources};
    return taken(wire::write_message(header(), hello, {room_, sizeof(room_)}));
  }
  std::string write_table() {
    wire::ListMessage list(header(), wire::ListMessage::Kind::kTable, 0, {room_, sizeof(room_)});
    for (std::uint32_t i = 0; i < kResources; ++i) {
      (void)list.add(resource_of(i));
    }
    return taken(list.finish());
  }
  std::string write_sample() {
    ++n_;
    wire::SampleMessage sample(header(), 0, kResources, {room_, sizeof(room_)});
    for (std::uint32_t i = 0; i < kResources; ++i) {
      sample.add(known(wire::sample_value(use_of(n_, i), 0)));
    }
    return taken(sample.finish());
  }

  const std::uint32_t device_ = wire::crc32({kDeviceId, sizeof(kDeviceId)});
  std::uint64_t sent_ = 0;
  std::uint64_t n_ = 0;  // samples so far
  std::uint16_t sequence_ = 0;
  std::uint8_t room_[wire::kMaxMessageBytes];
};

struct Result {
  std::uint64_t bytes = 0, frames = 0, whole = 0, arrived = 0, values = 0;
  std::uint64_t wrong_messages = 0, wrong_values = 0;
  std::uint64_t lost_behind_damaged = 0, lost_behind_whole = 0;
  MessageCounts counts;
};

class Link {
 public:
  explicit Link(std::uint64_t seed) : random_(seed) {}

  /// What comes out of the link of `bytes`.
  std::string pass(const std::string& bytes) {
    std::string out;
    for (const char byte : bytes) {
      const auto dice = static_cast<unsigned>(random_() % 100);
      if (dice < kChangedPerCent) {
        out += static_cast<char>(byte ^ static_cast<char>(1 + random_() % 255));
      } else if (dice >= kChangedPerCent + kLostPerCent) {
        out += byte;
      }
    }
    return out;
  }

 private:
  std::mt19937_64 random_;
};

std::string frame_of(const std::string& message) {
  std::uint8_t out[wire::kMaxFrameBytes];
  const std::size_t size = wire::write_frame(
      {reinterpret_cast<const std::uint8_t*>(message.data()), message.size()}, {out, sizeof(out)});
  return {reinterpret_cast<const char*>(out), size};
}

class Reader {
 public:
  explicit Reader(Result* result)
      : result_(result),
        frames_([](std::string_view) {}, [this](Span<const std::uint8_t> m) { take(m); }) {}

  /// Bytes of the link, at the time when `sent` was the latest message.
  bool feed(const std::string& bytes, const std::string& sent) {
    recent_.push_back(sent);
    if (recent_.size() > 2) {
      recent_.pop_front();  // what was held back belongs to the one before at most
    }
    arrived_ = false;
    frames_.feed(bytes);
    return arrived_;
  }
  void finish() { result_->counts = decoder_.counts(); }

 private:
  void take(Span<const std::uint8_t> message) {
    const std::string got(message.begin(), message.end());
    ++result_->arrived;
    arrived_ = arrived_ || got == recent_.back();
    bool was_sent = false;
    for (const std::string& sent : recent_) {
      was_sent = was_sent || got == sent;
    }
    result_->wrong_messages += was_sent ? 0u : 1u;
    decoder_.feed(message, [this](const DeviceLine& line) { check(line); });
  }
  void check(const DeviceLine& line) {
    const auto* use = std::get_if<UseLine>(&line);
    if (use == nullptr) {
      return;
    }
    ++result_->values;
    const auto index = static_cast<std::uint32_t>(use->resource.address - 0x20000000u);
    const bool right = index < kResources && use->resource == resource_of(index) &&
                       use->up_ms % kPeriodMs == 0 &&
                       use->used == use_of(use->up_ms / kPeriodMs, index);
    result_->wrong_values += right ? 0u : 1u;
  }

  Result* result_;
  ingest::FrameSplitter frames_;
  ingest::MessageDecoder decoder_;
  std::deque<std::string> recent_;
  bool arrived_ = false;
};

Result run(std::uint64_t bytes, std::uint64_t seed) {
  Result result;
  Device device;
  Link link(seed);
  Reader reader(&result);
  bool before_was_whole = true;
  while (result.bytes < bytes) {
    const std::string message = device.next();
    // A line of text now and then, as on a console.
    const std::string sent = (result.frames % 10 == 0 ? "uart:~$ \n" : "") + frame_of(message);
    const std::string got = link.pass(sent);
    const bool is_whole = got == sent;
    const bool arrived = reader.feed(got, message);
    result.bytes += sent.size();
    ++result.frames;
    result.whole += is_whole ? 1u : 0u;
    if (is_whole && !arrived) {
      ++(before_was_whole ? result.lost_behind_whole : result.lost_behind_damaged);
    }
    before_was_whole = is_whole;
  }
  reader.finish();
  return result;
}

bool to_number(const char* text, std::uint64_t* out) {
  const std::string_view view(text);
  const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), *out);
  return error == std::errc() && end == view.data() + view.size() && *out > 0;
}

void print(const Result& r) {
  const auto row = [](const char* what, std::uint64_t count) {
    fmt::print("{:<52} {:>12}\n", what, count);
  };
  fmt::print("{} % of the bytes changed, {} % lost\n\n", kChangedPerCent, kLostPerCent);
  row("bytes sent", r.bytes);
  row("frames sent", r.frames);
  row("frames whole", r.whole);
  row("messages accepted", r.arrived);
  row("values accepted", r.values);
  row("whole frames lost behind a damaged one", r.lost_behind_damaged);
  row("messages that the gaps in the numbers tell of", r.counts.lost);
  row("samples whose table had not arrived", r.counts.unplaced);
  row("whole frames lost behind a whole one (must be 0)", r.lost_behind_whole);
  row("messages accepted that were not sent (must be 0)", r.wrong_messages);
  row("values accepted that were not sent (must be 0)", r.wrong_values);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t bytes = 100'000'000;
  std::uint64_t seed = 1;
  if (argc > 3 || (argc > 1 && !to_number(argv[1], &bytes)) ||
      (argc > 2 && !to_number(argv[2], &seed))) {
    fmt::print(stderr, "usage: lossy_link [BYTES [SEED]], both above 0\n");
    return 2;
  }
  const Result result = run(bytes, seed);
  print(result);
  const bool is_wrong = result.lost_behind_whole + result.wrong_messages + result.wrong_values +
                            result.counts.malformed >
                        0;
  return is_wrong || result.values == 0 ? 1 : 0;
}
