// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/command_source.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <asio/buffer.hpp>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <utility>

extern char** environ;

namespace tidemark::ingest {
namespace {

constexpr std::chrono::seconds kPatience{2};
constexpr int kPipeBytes = 1 << 18;
// What a grandchild that outlives the command may still hold open is not waited for.
constexpr std::chrono::milliseconds kDrain{500};

Problem cannot_start(const std::string& program, int error) {
  if (error == ENOENT) {
    return {program, "no such command", "give its path, for example ./zephyr.exe"};
  }
  if (error == EACCES) {
    return {program, "cannot be run", "check its permissions (chmod +x), and that it is no folder"};
  }
  return {program, std::strerror(error), "check that it can be run by hand"};
}

std::string exit_note(int status) {
  if (WIFSIGNALED(status)) {
    return std::string("command ended by signal ") + std::to_string(WTERMSIG(status)) + " (" +
           strsignal(WTERMSIG(status)) + ")";
  }
  return "command ended with exit status " + std::to_string(WEXITSTATUS(status));
}

/// The attributes of posix_spawn: own group, and no signal blocked or ignored.
class Attributes {
 public:
  Attributes() {
    sigset_t signals;
    posix_spawnattr_init(&value_);
    posix_spawnattr_setflags(
        &value_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setpgroup(&value_, 0);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&value_, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&value_, &signals);
  }
  ~Attributes() { posix_spawnattr_destroy(&value_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  [[nodiscard]] const posix_spawnattr_t* get() const { return &value_; }

 private:
  posix_spawnattr_t value_{};
};

class FileActions {
 public:
  FileActions(int out_fd, int error_fd) {
    posix_spawn_file_actions_init(&value_);
    posix_spawn_file_actions_addopen(&value_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&value_, out_fd, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&value_, error_fd, STDERR_FILENO);
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&value_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &value_; }

 private:
  posix_spawn_file_actions_t value_{};
};

}  // namespace

CommandSource::CommandSource(asio::io_context& io, std::vector<std::string> words)
    : words_(std::move(words)),
      out_(io),
      errors_(io),
      child_signals_(io),
      timer_(io),
      drain_timer_(io) {}

CommandSource::~CommandSource() {
  if (pid_ > 0 && !exited_) {
    kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
}

std::string CommandSource::name() const {
  std::string text;
  for (const std::string& word : words_) {
    text += (text.empty() ? "" : " ") + word;
  }
  return text;
}

std::optional<Problem> CommandSource::start(SourceListener& listener) {
  listener_ = &listener;
  int out[2] = {-1, -1};
  int errors[2] = {-1, -1};
  if (pipe2(out, O_CLOEXEC) != 0) {
    return system_problem(words_.front(), errno);
  }
  // A fast command should not wait for each piece to be read; less than asked for will do.
  fcntl(out[1], F_SETPIPE_SZ, kPipeBytes);
  out_.stream.assign(out[0]);
  if (pipe2(errors, O_CLOEXEC) != 0) {
    const int error = errno;
    close(out[1]);
    return system_problem(words_.front(), error);
  }
  errors_.stream.assign(errors[0]);
  child_signals_.add(SIGCHLD);
  auto problem = spawn(out[1], errors[1]);
  close(out[1]);
  close(errors[1]);
  if (problem) {
    return problem;
  }
  out_.open = true;
  errors_.open = true;
  read_some(out_, false);
  read_some(errors_, true);
  wait_for_exit();
  return std::nullopt;
}

std::optional<Problem> CommandSource::spawn(int out_fd, int error_fd) {
  std::vector<char*> arguments;
  for (std::string& word : words_) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const Attributes attributes;
  const FileActions actions(out_fd, error_fd);
  const int error = posix_spawnp(&pid_, words_.front().c_str(), actions.get(), attributes.get(),
                                 arguments.data(), environ);
  if (error != 0) {
    pid_ = -1;
    return cannot_start(words_.front(), error);
  }
  return std::nullopt;
}

void CommandSource::read_some(Pipe& pipe, bool is_error) {
  pipe.stream.async_read_some(asio::buffer(pipe.buffer),
                              [this, &pipe, is_error](asio::error_code error, std::size_t got) {
                                if (ended_) {
                                  return;
                                }
                                const std::string_view bytes(pipe.buffer.data(), got);
                                if (got > 0 && is_error) {
                                  listener_->on_error_bytes(bytes);
                                } else if (got > 0) {
                                  listener_->on_bytes(bytes);
                                }
                                if (error) {
                                  pipe.open = false;
                                  end_if_done();
                                  return;
                                }
                                read_some(pipe, is_error);
                              });
}

void CommandSource::wait_for_exit() {
  if (waitpid(pid_, &status_, WNOHANG) == pid_) {
    exited_ = true;
    timer_.cancel();
    drain_timer_.expires_after(kDrain);
    drain_timer_.async_wait([this](asio::error_code error) {
      if (!error) {
        out_.open = false;
        errors_.open = false;
        end_if_done();
      }
    });
    end_if_done();
    return;
  }
  child_signals_.async_wait([this](asio::error_code error, int) {
    if (!error) {
      wait_for_exit();
    }
  });
}

void CommandSource::stop() {
  if (exited_ || pid_ < 0) {
    return;
  }
  const bool again = std::exchange(stopping_, true);
  escalate(again ? SIGKILL : SIGINT);
}

void CommandSource::escalate(int signal) {
  kill(-pid_, signal);
  if (signal == SIGKILL) {
    return;
  }
  timer_.expires_after(kPatience);
  timer_.async_wait([this, signal](asio::error_code error) {
    if (!error && !exited_) {
      escalate(signal == SIGINT ? SIGTERM : SIGKILL);
    }
  });
}

void CommandSource::end_if_done() {
  if (ended_ || !exited_ || out_.open || errors_.open) {
    return;
  }
  ended_ = true;
  drain_timer_.cancel();
  child_signals_.cancel();
  const bool good = WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
  const CommandEnd end{WIFEXITED(status_) ? WEXITSTATUS(status_) : 0,
                       WIFSIGNALED(status_) ? WTERMSIG(status_) : 0};
  listener_->on_end({std::nullopt, stopping_ ? "" : exit_note(status_), !good && !stopping_, end});
}

}  // namespace tidemark::ingest
