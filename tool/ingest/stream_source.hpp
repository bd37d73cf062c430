// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <string>
#include <vector>

#include "tool/ingest/source.hpp"

namespace tidemark::ingest {

/// An open file, pipe or terminal, read to its end. A regular file is read in pieces, so that the
/// io_context stays responsive, and is not live.
class StreamSource : public Source {
 public:
  /// Owns `fd` from now on, save for stdin.
  StreamSource(asio::io_context& io, int fd, std::string name);
  ~StreamSource() override;

  std::optional<Problem> start(SourceListener& listener) override;
  void stop() override;
  [[nodiscard]] bool is_live() const override { return !regular_; }
  [[nodiscard]] std::string name() const override { return name_; }

 private:
  void read_piece();
  void wait_and_read();
  void end(int error);

  asio::io_context& io_;
  asio::posix::stream_descriptor stream_;
  int fd_;
  int flags_;
  std::string name_;
  bool regular_ = false;
  bool stopped_ = false;
  SourceListener* listener_ = nullptr;
  std::vector<char> buffer_;
};

}  // namespace tidemark::ingest
