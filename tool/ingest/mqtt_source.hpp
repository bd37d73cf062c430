// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "tool/ingest/source.hpp"
#include "tool/ingest/source_spec.hpp"

struct mosquitto;

namespace tidemark::ingest {

/// A subscription at an MQTT broker, each publication one message. The topic may have wildcards. A
/// lost connection is made again, after 0.5 s at first and 10 s at most. The broker is spoken to
/// on a thread of its own, because looking up its name blocks; the listener is told on the thread
/// that runs `io`.
class MqttSource : public Source {
 public:
  /// With `wait` the broker may be missing at first too; else that is the end, with a problem.
  MqttSource(asio::io_context& io, MqttSpec spec, bool wait);
  ~MqttSource() override;

  std::optional<Problem> start(SourceListener& listener) override;
  void stop() override;
  [[nodiscard]] bool is_live() const override { return true; }
  /// Without the password.
  [[nodiscard]] std::string name() const override;

 private:
  struct Callbacks;

  void run();
  int connect_and_stay();
  void lost(const std::string& why);
  void pause();
  /// The broker's answers, on its thread.
  void connected(int answer);
  void subscribed(bool granted);
  void refused(std::string why, std::string todo);
  /// To the thread of `io_`.
  void tell(std::string note);
  void hand_over(std::string message, bool retained);
  void end(std::optional<Problem> problem);

  asio::io_context& io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  MqttSpec spec_;
  std::atomic<bool> wait_;
  std::shared_ptr<bool> alive_;  // handlers that come after the end look here first
  SourceListener* listener_ = nullptr;
  struct mosquitto* client_ = nullptr;
  std::thread thread_;
  std::mutex mutex_;
  std::condition_variable stop_wanted_;
  std::atomic<bool> stopping_{false};
  bool ended_ = false;  // of `io_`'s thread
  // Of the broker's thread.
  bool is_connected_ = false;
  bool told_ = false;
  unsigned backoff_ms_;
};

}  // namespace tidemark::ingest
