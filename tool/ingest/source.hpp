// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tool/ingest/problem.hpp"

namespace tidemark::ingest {

/// How a command ended.
struct CommandEnd {
  int status = 0;  ///< Its exit status; with a signal 0.
  int signal = 0;  ///< What killed it, or 0.
};

/// How a source ended.
struct SourceEnd {
  std::optional<Problem> problem;  ///< It failed.
  std::string note;         ///< Else: what there is to say, such as "exit status 1", or empty.
  bool incomplete = false;  ///< What it told may lack its end: it failed, or its command did.
  std::optional<CommandEnd> command;  ///< Of a command that ran.
};

/// Told of what a source brings, on the thread that runs its io_context.
class SourceListener {
 public:
  virtual ~SourceListener() = default;
  /// Bytes of the device's console; valid during the call.
  virtual void on_bytes(std::string_view bytes) = 0;
  /// A message that came by itself; valid during the call. `retained`: an old one, which the broker
  /// kept for those who come later.
  virtual void on_message(std::string_view bytes, bool retained) = 0;
  /// Bytes that a command wrote to its stderr.
  virtual void on_error_bytes(std::string_view bytes) = 0;
  /// Bytes are missing here: a line before and one after do not belong together.
  virtual void on_gap() = 0;
  /// Something the user wants to know: "gone; waiting for it to return".
  virtual void on_note(std::string_view note) = 0;
  /// Nothing comes any more. The last call; the source may not be destroyed in it.
  virtual void on_end(const SourceEnd& end) = 0;
};

/// Where console bytes come from. All calls from the thread that runs the io_context it was made
/// with.
class Source {
 public:
  virtual ~Source() = default;
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// Begins to read. Returns a problem iff that is impossible; the listener is then not called.
  virtual std::optional<Problem> start(SourceListener& listener) = 0;
  /// Ends it in good order; on_end() follows. Again: at once.
  virtual void stop() = 0;
  /// Whether bytes arrive when the device writes them.
  [[nodiscard]] virtual bool is_live() const = 0;
  /// Its name for people.
  [[nodiscard]] virtual std::string name() const = 0;
};

}  // namespace tidemark::ingest
