// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry.hpp"

#include "core/features.hpp"
#include "core/link.hpp"
#include "core/lock_guard.hpp"
#include "core/restart.hpp"
#include "wire/crc32.hpp"

namespace tidemark {
namespace {

void add_to(std::uint32_t* signature, const void* bytes, std::size_t size) {
  *signature = wire::crc32({static_cast<const std::uint8_t*>(bytes), size}, *signature);
}

/// What a table says of its resources, in few bytes: it changes when they do.
struct Signature {
  std::uint32_t value = 0;
  std::uint32_t resources = 0;

  static void visit(const ResourceUse& use, void* context) {
    auto& self = *static_cast<Signature*>(context);
    ++self.resources;
    add_to(&self.value, &use.object, sizeof(use.object));
    add_to(&self.value, &use.capacity, sizeof(use.capacity));
    add_to(&self.value, &use.identity, sizeof(use.identity));
  }
};

/// Adds the values from index `first` on to a sample.
struct Values {
  wire::SampleMessage* sample;
  std::uint32_t first;
  std::uint32_t count;
  std::uint32_t index = 0;

  static void visit(const ResourceUse& use, void* context) {
    auto& self = *static_cast<Values*>(context);
    const std::uint32_t index = self.index++;
    if (index >= self.first && index < self.first + self.count) {
      self.sample->add(known(wire::sample_value(use.used, wire::sample_shift(use.capacity))));
    }
  }
};

}  // namespace

void Telemetry::start(Monitor& monitor, const Identity& identity, Outbox* outbox) {
  identity_ = identity;
  outbox_ = outbox;
  device_ = wire::crc32(identity.device_id);
  send_hello(monitor);
}

wire::MessageHeader Telemetry::next_header() {
  return {device_, identity_.boot, sequence_++, port::uptime_ms(), table_};
}

bool Telemetry::send(Monitor& monitor, Worth worth, bool continues, std::size_t size) {
  if (size == 0) {
    return true;
  }
  if constexpr (kWithRing) {
    if (outbox_ != nullptr) {
      const std::uint32_t dropped = outbox_->put(worth, continues, {message_, size});
      monitor.count_dropped_messages(dropped);
      drain(monitor);
      return dropped == 0;
    }
  }
  if constexpr (!kLinkTakes) {
    const Sent sent = port::try_send({message_, size});
    if (sent == Sent::kBusy) {
      monitor.count_dropped_messages(1);
    } else if (sent == Sent::kRefused) {
      monitor.count_lost_line();
    }
    return sent == Sent::kSent;
  }
  return true;
}

// The message that was made last is in the outbox, so its room is free.
void Telemetry::drain(Monitor& monitor) {
  if constexpr (kLinkTakes) {
    port::wake_link();
  } else {
    for (std::size_t size = outbox_->take(room()); size > 0; size = outbox_->take(room())) {
      const Sent sent = port::try_send({message_, size});
      if (sent == Sent::kBusy) {
        outbox_->rewind();
        (void)link_went_down();  // a thread
        return;
      }
      if (sent == Sent::kRefused) {
        monitor.count_lost_line();
      }
      outbox_->acknowledge();
    }
    const LockGuard guard;
    is_down_ = false;
  }
}

Status Telemetry::link_came_up() {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  came_up_ = true;
  is_down_ = false;
  return Status::kOk;
}

Status Telemetry::link_went_down() {
  const LockGuard guard;
  if (!guard.held()) {
    return Status::kBusy;
  }
  is_down_ = true;
  return Status::kOk;
}

bool Telemetry::is_down() const {
  const LockGuard guard;
  return is_down_;
}

bool Telemetry::take_came_up() {
  const LockGuard guard;
  const bool came_up = came_up_;
  came_up_ = false;
  return came_up;
}

template <typename Line>
void Telemetry::send_line(Monitor& monitor, Worth worth, const Line& line) {
  (void)send(monitor, worth, false, wire::write_message(next_header(), line, room()));
}

void Telemetry::send_hello(Monitor& monitor) {
  const Settings& settings = monitor.settings();
  const wire::MessageHeader header = next_header();
  wire::HelloLine line{};
  line.up_ms = header.up_ms;
  line.format = wire::kFormat;
  line.period_ms = settings.period_ms;
  line.block_ms = settings.block_ms;
  line.report_s = settings.report_s;
  (void)line.board.append(settings.board);
  (void)line.kernel.append(settings.kernel);
  const wire::HelloMessage hello = {&line, identity_.device_id, identity_.build_id, resources_};
  // The hello that a boot begins with says that it is one.
  (void)send(monitor, header.sequence == 0 ? Worth::kEvent : Worth::kReport, false,
             wire::write_message(header, hello, room()));
}

/// Sends messages until `add_next(list, index)` has no more. It returns kFull where that one must
/// go into a message of its own, and kNotFound at the end.
template <typename AddNext>
void Telemetry::send_list(Monitor& monitor, wire::ListMessage::Kind kind, AddNext add_next) {
  Status status = Status::kOk;
  for (std::uint32_t index = 0; status != Status::kNotFound;) {
    // What a life has left is no table: it has no indexes.
    const bool has_index = kind != wire::ListMessage::Kind::kEndedLife;
    wire::ListMessage list(next_header(), kind, has_index ? index : 0, room());
    for (status = add_next(&list, index); status == Status::kOk; status = add_next(&list, index)) {
      ++index;
    }
    if (list.count() == 0) {
      --sequence_;  // nothing to send: the number is still free
      return;
    }
    (void)send(monitor, has_index ? Worth::kReport : Worth::kEvent, false, list.finish());
  }
}

void Telemetry::send_table(Monitor& monitor) {
  send_list(monitor, wire::ListMessage::Kind::kTable,
            [&monitor](wire::ListMessage* list, std::uint32_t index) {
              wire::Resource resource;
              const Status status = monitor.resource_at(index, &resource);
              return status == Status::kOk && !list->add(resource) ? Status::kFull : status;
            });
}

void Telemetry::send_details(Monitor& monitor) {
  send_list(monitor, wire::ListMessage::Kind::kDetails,
            [&monitor](wire::ListMessage* list, std::uint32_t index) {
              return monitor.add_details(index, list);
            });
}

void Telemetry::send_sample(Monitor& monitor) {
  Signature signature;
  monitor.for_each_use(Signature::visit, &signature);
  if (signature.value != signature_) {
    resources_ = signature.resources;
    table_ = static_cast<std::uint8_t>((table_ + 1) % wire::kTableNumbers);
    send_table(monitor);
    // Threads get their names when they are first asked for.
    Signature named;
    monitor.for_each_use(Signature::visit, &named);
    signature_ = named.value;
  }
  for (std::uint32_t first = 0; first < resources_; first += wire::SampleMessage::kMostValues) {
    const std::uint32_t left = resources_ - first;
    const std::uint32_t count =
        left < wire::SampleMessage::kMostValues ? left : wire::SampleMessage::kMostValues;
    wire::SampleMessage sample(next_header(), first, count, room());
    Values values{&sample, first, count};
    monitor.for_each_use(Values::visit, &values);
    // Somebody registered or unregistered a heap in between: the indexes mean others now.
    if (values.index != resources_) {
      --sequence_;
      return;
    }
    (void)send(monitor, Worth::kSample, first > 0, sample.finish());
  }
  if (take_came_up()) {
    send_report(monitor);
  }
}

void Telemetry::send_event(Monitor& monitor, const Event& event) {
  if (event.is_verdict) {
    send_line(monitor, Worth::kEvent, event.verdict);
    if (event.verdict.verdict != wire::Verdict::kNone) {
      snapshot_.want();
    }
  } else {
    send_line(monitor, Worth::kEvent, event.level);
  }
}

void Telemetry::send_event(Monitor& monitor, const wire::GuardLine& fault) {
  send_line(monitor, Worth::kEvent, fault);
}

void Telemetry::send_event(Monitor& monitor, const wire::ReclaimLine& call) {
  send_line(monitor, Worth::kEvent, call);
}

void Telemetry::send_event(Monitor& monitor, const wire::AllocationFailureLine& failure) {
  send_line(monitor, Worth::kEvent, failure);
}

void Telemetry::send_event(Monitor& monitor, const wire::RestartLine& life) {
  send_line(monitor, Worth::kEvent, life);
}

namespace {

/// Adds what `at` gives for `index`, less the elements of the lists before, as send_list() wants
/// it. kNotFound: the list is at its end, and `*index` is counted from it.
template <typename Line>
Status add_of(bool (*at)(std::size_t index, Line* out), std::uint32_t* index,
              wire::ListMessage* list) {
  Line line;
  if (at(*index, &line)) {
    return list->add(line) ? Status::kOk : Status::kFull;
  }
  std::uint32_t count = 0;
  while (count < *index && at(count, &line)) {
    ++count;
  }
  *index -= count;
  return Status::kNotFound;
}

}  // namespace

void Telemetry::send_ended_life(Monitor& monitor) {
  if constexpr (kWithEvidence) {
    send_list(monitor, wire::ListMessage::Kind::kEndedLife,
              [](wire::ListMessage* list, std::uint32_t index) {
                Status status = add_of(restart_level_at, &index, list);
                if (status == Status::kNotFound) {
                  status = add_of(restart_site_at, &index, list);
                }
                return status == Status::kNotFound ? add_of(restart_event_at, &index, list)
                                                   : status;
              });
  }
}

void Telemetry::send_report(Monitor& monitor) {
  if (is_down()) {
    send_details(monitor);
    return;
  }
  send_hello(monitor);
  send_table(monitor);
  send_details(monitor);
  wire::CoverageLine coverage;
  if (monitor.coverage(&coverage) == Status::kOk) {
    send_line(monitor, Worth::kReport, coverage);
  }
  wire::SelfLine self;
  if (monitor.self(&self) == Status::kOk) {
    send_line(monitor, Worth::kReport, self);
  }
  snapshot_.want();
}

}  // namespace tidemark
