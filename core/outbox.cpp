// SPDX-License-Identifier: Apache-2.0
#include "core/outbox.hpp"

#include "core/lock_guard.hpp"

namespace tidemark {
namespace {

constexpr unsigned kWorthMask = 0x03;
constexpr unsigned kContinues = 0x80;
constexpr std::size_t kWorths = 4;

}  // namespace

/// What to drop: of the groups of one worth those before number `end`, or every second one of them.
/// A group is a message and those that continue it.
struct Outbox::Cut {
  Worth worth;
  std::uint32_t end;
  bool every_second;  // from the second on: the oldest shows how far back the course goes

  [[nodiscard]] bool has(std::uint32_t group) const {
    return group < end && (!every_second || group % 2 == 1);
  }
};

std::size_t Outbox::index_of(std::size_t offset) const {
  const std::size_t index = first_ + offset;
  return index < memory_.size() ? index : index - memory_.size();
}

/// As many of these bytes as lie in one piece.
Span<std::uint8_t> Outbox::run_at(std::size_t offset, std::size_t bytes) const {
  const std::size_t index = index_of(offset);
  const std::size_t most = memory_.size() - index;
  return {memory_.data() + index, bytes < most ? bytes : most};
}

void Outbox::append(Span<const std::uint8_t> bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const Span<std::uint8_t> run = run_at(used_, bytes.size() - done);
    __builtin_memcpy(run.data(), bytes.data() + done, run.size());
    done += run.size();
    used_ += run.size();
  }
}

Outbox::Entry Outbox::entry_at(std::size_t offset) const {
  const unsigned flags = memory_[index_of(offset + 1)];
  return {std::size_t{memory_[index_of(offset)]} + 1 + kHeaderBytes,
          static_cast<Worth>(flags & kWorthMask), (flags & kContinues) != 0};
}

std::uint32_t Outbox::put(Worth worth, bool continues, Span<const std::uint8_t> message) {
  const LockGuard guard;
  const std::size_t bytes = message.size() + kHeaderBytes;
  if (!guard.held() || message.empty() || message.size() > kMaxMessageBytes ||
      bytes > memory_.size()) {
    return 1;
  }
  std::uint32_t dropped = 0;
  for (Cut cut; bytes > memory_.size() - used_; dropped += drop(cut)) {
    if (!find_cut(worth, &cut)) {
      return dropped + 1;
    }
  }
  const unsigned flags = static_cast<unsigned>(worth) | (continues ? kContinues : 0);
  const std::uint8_t header[kHeaderBytes] = {static_cast<std::uint8_t>(message.size() - 1),
                                             static_cast<std::uint8_t>(flags)};
  append({header, sizeof(header)});
  append(message);
  return dropped;
}

bool Outbox::has_room(std::size_t bytes) const {
  const LockGuard guard;
  return guard.held() && bytes + kHeaderBytes <= memory_.size() - used_;
}

/// Returns false iff no message of at most this worth waits.
bool Outbox::find_cut(Worth most, Cut* out) const {
  std::uint32_t groups[kWorths] = {};
  Entry entry;
  for (std::size_t offset = in_flight_bytes_; offset < used_; offset += entry.bytes) {
    entry = entry_at(offset);
    std::uint32_t& count = groups[static_cast<std::size_t>(entry.worth)];
    count += !entry.continues || count == 0 ? 1u : 0u;
  }
  std::size_t worth = 0;
  while (groups[worth] == 0) {
    if (worth == static_cast<std::size_t>(most)) {
      return false;
    }
    ++worth;
  }
  out->worth = static_cast<Worth>(worth);
  out->every_second = out->worth == Worth::kSample && groups[worth] >= 4;
  out->end = out->every_second ? groups[worth] / 2 : 1;
  return true;
}

/// Closes the gaps towards the oldest. Returns the messages dropped.
std::uint32_t Outbox::drop(const Cut& cut) {
  std::uint32_t dropped = 0;
  std::uint32_t groups = 0;
  std::size_t to = in_flight_bytes_;
  Entry entry;
  for (std::size_t from = to; from < used_; from += entry.bytes) {
    entry = entry_at(from);
    if (entry.worth == cut.worth) {
      groups += !entry.continues || groups == 0 ? 1u : 0u;
      if (cut.has(groups - 1)) {
        ++dropped;
        continue;
      }
    }
    for (std::size_t moved = 0; moved < entry.bytes;) {
      const Span<std::uint8_t> source = run_at(from + moved, entry.bytes - moved);
      const Span<std::uint8_t> run = run_at(to, source.size());
      __builtin_memmove(run.data(), source.data(), run.size());
      moved += run.size();
      to += run.size();
    }
  }
  used_ = to;
  return dropped;
}

std::size_t Outbox::take(Span<std::uint8_t> out) {
  const LockGuard guard;
  if (!guard.held() || in_flight_bytes_ == used_) {
    return 0;
  }
  const std::size_t bytes = entry_at(in_flight_bytes_).bytes;
  for (std::size_t done = kHeaderBytes; done < bytes;) {
    const Span<std::uint8_t> run = run_at(in_flight_bytes_ + done, bytes - done);
    __builtin_memcpy(out.data() + (done - kHeaderBytes), run.data(), run.size());
    done += run.size();
  }
  in_flight_bytes_ += bytes;
  ++in_flight_;
  return bytes - kHeaderBytes;
}

void Outbox::acknowledge() {
  const LockGuard guard;
  if (!guard.held() || in_flight_ == 0) {
    return;
  }
  const std::size_t bytes = entry_at(0).bytes;
  first_ = index_of(bytes);
  used_ -= bytes;
  in_flight_bytes_ -= bytes;
  --in_flight_;
}

void Outbox::rewind() {
  const LockGuard guard;
  if (guard.held()) {
    in_flight_bytes_ = 0;
    in_flight_ = 0;
  }
}

}  // namespace tidemark
