// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/devices.hpp"

#include <algorithm>

#include "tool/ingest/line_text.hpp"
#include "tool/ingest/log_message.hpp"

namespace tidemark::analysis {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";

std::string hexadecimal(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += {kHex[byte / 16], kHex[byte % 16]};
  }
  return text;
}

}  // namespace

Devices::Devices(const SessionOptions& options, SessionListener* listener)
    : options_(options), listener_(listener) {
  sessions_.push_back(std::make_unique<Session>(options_, listener_));
}

LineRole Devices::feed(const ingest::RawLine& line, std::optional<std::uint64_t> arrival_ms) {
  if (const auto message = ingest::find_log_message(line.text)) {
    return feed_message({message->data(), message->size()});
  }
  current_ = 0;
  return sessions_.front()->feed(line, arrival_ms);
}

LineRole Devices::feed_message(Span<const std::uint8_t> message, bool retained) {
  const auto read = ingest::read_message(message);
  current_ = read ? index_of(read->header.device) : 0;
  return sessions_[current_]->feed_message(read, retained);
}

void Devices::finish() {
  for (current_ = 0; current_ + 1 < sessions_.size(); ++current_) {
    sessions_[current_]->finish();
  }
  sessions_[current_]->finish();
}

/// The session of the device, made if it is new and there is room.
std::size_t Devices::index_of(std::uint32_t device) {
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    const auto known = sessions_[i]->messages().device();
    if (!known || *known == device) {
      return i;
    }
  }
  if (sessions_.size() == kMostDevices) {
    return 0;
  }
  sessions_.push_back(std::make_unique<Session>(options_, listener_));
  return sessions_.size() - 1;
}

std::string device_name(const Session& session) {
  const ingest::MessageDecoder& messages = session.messages();
  const std::string& id = messages.device_id();
  if (!id.empty()) {
    const bool is_text =
        std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 127; });
    return is_text ? id : hexadecimal(id);
  }
  if (!messages.device()) {
    return "";
  }
  std::string text = "#";
  for (int shift = 28; shift >= 0; shift -= 4) {
    text += kHex[*messages.device() >> shift & 0xF];
  }
  return text;
}

std::string build_text(const Session& session) {
  return hexadecimal(session.build_id());
}

}  // namespace tidemark::analysis
