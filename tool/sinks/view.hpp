// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "tool/analysis/session.hpp"
#include "tool/analysis/summary.hpp"

namespace tidemark::sinks {

/// How the live monitor shows what it sees. Texts are printable (ingest::printable) and without LF.
class View : public analysis::SessionListener {
 public:
  /// What follows is of that device; empty: there is no need to name it. At each change.
  virtual void on_device(std::string_view name) = 0;
  /// A line of the device's console, after the session has judged it; events that it led to come
  /// first.
  virtual void on_line(std::string_view text, analysis::LineRole role) = 0;
  /// A message has come, after the session has judged it; events that it led to come first.
  virtual void on_message() {}
  /// A line of a command's stderr.
  virtual void on_error_line(std::string_view text) = 0;
  /// What the source says of itself.
  virtual void on_note(std::string_view note) = 0;
  /// False once the output cannot be written any more.
  [[nodiscard]] virtual bool is_good() const = 0;
};

}  // namespace tidemark::sinks
