// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/mqtt_source.hpp"

#include <mosquitto.h>
#include <unistd.h>

#include <algorithm>
#include <asio/post.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace tidemark::ingest {
namespace {

constexpr unsigned kFirstBackoffMs = 500;
constexpr unsigned kLongestBackoffMs = 10'000;
constexpr int kKeepAliveSeconds = 20;
constexpr int kPollMs = 100;
// At least once: what is repeated is told by its number.
constexpr int kQuality = 1;
// What the broker answers to a subscription that it does not allow (MQTT 3.1.1, 3.9.3).
constexpr int kNotGranted = 0x80;

std::string reason(int code) {
  return code == MOSQ_ERR_ERRNO ? std::strerror(errno) : mosquitto_strerror(code);
}

}  // namespace

struct MqttSource::Callbacks {
  static MqttSource& self(void* object) { return *static_cast<MqttSource*>(object); }
  static void on_connect(struct mosquitto*, void* object, int answer) {
    self(object).connected(answer);
  }
  static void on_subscribe(struct mosquitto*, void* object, int, int count, const int* granted) {
    self(object).subscribed(count > 0 && granted[0] != kNotGranted);
  }
  static void on_message(struct mosquitto*, void* object, const struct mosquitto_message* message) {
    const auto* bytes = static_cast<const char*>(message->payload);
    const auto size = static_cast<std::size_t>(std::max(message->payloadlen, 0));
    self(object).hand_over(size > 0 ? std::string(bytes, size) : std::string(), message->retain);
  }
};

MqttSource::MqttSource(asio::io_context& io, MqttSpec spec, bool wait)
    : io_(io),
      work_(asio::make_work_guard(io)),
      spec_(std::move(spec)),
      wait_(wait),
      alive_(std::make_shared<bool>(true)),
      backoff_ms_(kFirstBackoffMs) {
  mosquitto_lib_init();
}

MqttSource::~MqttSource() {
  *alive_ = false;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_wanted_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
  if (client_ != nullptr) {
    mosquitto_destroy(client_);
  }
  mosquitto_lib_cleanup();
}

std::string MqttSource::name() const {
  const bool brackets = spec_.host.find(':') != std::string::npos;
  return "mqtt://" + (spec_.user.empty() ? "" : spec_.user + "@") +
         (brackets ? "[" + spec_.host + "]" : spec_.host) + ":" + std::to_string(spec_.port) + "/" +
         spec_.topic;
}

std::optional<Problem> MqttSource::start(SourceListener& listener) {
  listener_ = &listener;
  if (mosquitto_sub_topic_check(spec_.topic.c_str()) != MOSQ_ERR_SUCCESS) {
    return Problem{name(), "is no topic that can be subscribed to",
                   "+ stands for one level and # for all below, as in tidemark/+/memory"};
  }
  client_ = mosquitto_new(nullptr, true, this);
  if (client_ == nullptr) {
    return system_problem(name(), errno);
  }
  mosquitto_connect_callback_set(client_, Callbacks::on_connect);
  mosquitto_subscribe_callback_set(client_, Callbacks::on_subscribe);
  mosquitto_message_callback_set(client_, Callbacks::on_message);
  if (!spec_.user.empty()) {
    const char* password = spec_.password.empty() ? nullptr : spec_.password.c_str();
    mosquitto_username_pw_set(client_, spec_.user.c_str(), password);
  }
  thread_ = std::thread([this] { run(); });
  return std::nullopt;
}

void MqttSource::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_wanted_.notify_all();
  end(std::nullopt);
}

void MqttSource::run() {
  while (!stopping_) {
    const int code = connect_and_stay();
    if (!stopping_) {
      lost(reason(code));
      pause();
    }
  }
  mosquitto_disconnect(client_);
}

/// Returns when the connection is lost or could not be made, or an end is wanted.
int MqttSource::connect_and_stay() {
  is_connected_ = false;
  int code = mosquitto_connect_async(client_, spec_.host.c_str(), spec_.port, kKeepAliveSeconds);
  while (code == MOSQ_ERR_SUCCESS && !stopping_) {
    code = mosquitto_loop(client_, kPollMs, 1);
  }
  return code;
}

void MqttSource::connected(int answer) {
  if (answer != 0) {
    refused(std::string("the broker refuses: ") + mosquitto_connack_string(answer),
            "check user and password, as in mqtt://user:password@host/topic");
    return;
  }
  is_connected_ = true;
  wait_ = true;
  told_ = false;
  backoff_ms_ = kFirstBackoffMs;
  mosquitto_subscribe(client_, nullptr, spec_.topic.c_str(), kQuality);
}

void MqttSource::subscribed(bool granted) {
  if (granted) {
    tell("connected to " + name());
  } else {
    refused("the broker does not allow this topic", "check the broker's access list");
  }
}

void MqttSource::refused(std::string why, std::string todo) {
  stopping_ = true;
  asio::post(io_,
             [this, alive = alive_, problem = Problem{name(), std::move(why), std::move(todo)}] {
               if (*alive) {
                 end(problem);
               }
             });
}

void MqttSource::lost(const std::string& why) {
  if (!wait_) {
    refused(why, "start the broker first, or give --wait to wait for it");
    return;
  }
  if (!std::exchange(told_, true)) {
    tell(name() + ": " + why + "; trying again");
  }
}

void MqttSource::pause() {
  std::unique_lock lock(mutex_);
  stop_wanted_.wait_for(lock, std::chrono::milliseconds(backoff_ms_),
                        [this] { return stopping_.load(); });
  backoff_ms_ = std::min(backoff_ms_ * 2, kLongestBackoffMs);
}

void MqttSource::tell(std::string note) {
  asio::post(io_, [this, alive = alive_, note = std::move(note)] {
    if (*alive && !ended_) {
      listener_->on_note(note);
    }
  });
}

void MqttSource::hand_over(std::string message, bool retained) {
  asio::post(io_, [this, alive = alive_, message = std::move(message), retained] {
    if (*alive && !ended_) {
      listener_->on_message(message, retained);
    }
  });
}

void MqttSource::end(std::optional<Problem> problem) {
  if (std::exchange(ended_, true)) {
    return;
  }
  SourceEnd how;
  how.incomplete = problem.has_value();
  how.problem = std::move(problem);
  work_.reset();
  asio::post(io_, [this, alive = alive_, how = std::move(how)] {
    if (*alive) {
      listener_->on_end(how);
    }
  });
}

}  // namespace tidemark::ingest
