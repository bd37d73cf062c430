// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <array>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <string>
#include <vector>

#include "tool/ingest/source.hpp"

namespace tidemark::ingest {

/// A command whose stdout is the console. It runs in a process group of its own with /dev/null as
/// its stdin. Its stderr is handed over apart. stop() sends the group SIGINT, after two seconds
/// SIGTERM, after two more SIGKILL; a second stop() sends SIGKILL at once.
class CommandSource : public Source {
 public:
  /// `words`: program and arguments, at least one.
  CommandSource(asio::io_context& io, std::vector<std::string> words);
  /// Kills what still runs.
  ~CommandSource() override;

  std::optional<Problem> start(SourceListener& listener) override;
  void stop() override;
  [[nodiscard]] bool is_live() const override { return true; }
  [[nodiscard]] std::string name() const override;

 private:
  struct Pipe {
    explicit Pipe(asio::io_context& io) : stream(io) {}
    asio::posix::stream_descriptor stream;
    std::array<char, 65536> buffer{};
    bool open = false;
  };

  [[nodiscard]] std::optional<Problem> spawn(int out_fd, int error_fd);
  void read_some(Pipe& pipe, bool is_error);
  void wait_for_exit();
  void escalate(int signal);
  void end_if_done();

  std::vector<std::string> words_;
  Pipe out_;
  Pipe errors_;
  asio::signal_set child_signals_;
  asio::steady_timer timer_;
  asio::steady_timer drain_timer_;
  pid_t pid_ = -1;
  int status_ = 0;
  bool exited_ = false;
  bool stopping_ = false;
  bool ended_ = false;
  SourceListener* listener_ = nullptr;
};

}  // namespace tidemark::ingest
