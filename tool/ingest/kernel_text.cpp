// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/kernel_text.hpp"

#include <algorithm>
#include <charconv>

namespace tidemark::ingest {
namespace {

constexpr std::string_view kBlanks = " \t\r";
constexpr std::string_view kHex = "0123456789abcdefABCDEF";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool take(std::string_view& text, std::string_view word) {
  text = trimmed(text);
  if (!text.starts_with(word)) {
    return false;
  }
  text.remove_prefix(word.size());
  return true;
}

bool take_back(std::string_view& text, std::string_view word) {
  text = trimmed(text);
  if (!text.ends_with(word)) {
    return false;
  }
  text.remove_suffix(word.size());
  return true;
}

template <typename T>
std::optional<T> take_number(std::string_view& text) {
  text = trimmed(text);
  T value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc()) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(parsed.ptr - text.data()));
  return value;
}

/// "0x20000440" off the front.
std::optional<std::string_view> take_address(std::string_view& text) {
  text = trimmed(text);
  if (!text.starts_with("0x")) {
    return std::nullopt;
  }
  const std::size_t end = std::min(text.find_first_not_of(kHex, 2), text.size());
  const std::string_view address = text.substr(0, end);
  const bool is_whole = end > 2 && end <= 18 && (end == text.size() || text[end] == ' ');
  text.remove_prefix(end);
  return is_whole ? std::optional(address) : std::nullopt;
}

/// `text` without what the logging or a shell's prompt puts before a line.
std::string_view without_prefix(std::string_view text) {
  if (const std::size_t prompt = text.find("$ "); prompt != std::string_view::npos) {
    text.remove_prefix(prompt + 2);
  }
  const std::size_t level = text.find("<inf> ");
  const std::size_t colon = level == std::string_view::npos ? level : text.find(": ", level);
  if (colon != std::string_view::npos) {
    text.remove_prefix(colon + 2);
  } else if (text.starts_with("I: ")) {
    text.remove_prefix(3);
  }
  return text;
}

struct Amounts {
  std::uint32_t unused;
  std::uint32_t usage;
  std::uint32_t size;
};

/// "unused 1472 usage 576 / 2048 (28 %)".
std::optional<Amounts> amounts_of(std::string_view text) {
  if (!take(text, "unused")) {
    return std::nullopt;
  }
  const auto unused = take_number<std::uint32_t>(text);
  (void)take(text, ",");
  if (!take(text, "usage")) {
    return std::nullopt;
  }
  const auto usage = take_number<std::uint32_t>(text);
  if (!take(text, "/")) {
    return std::nullopt;
  }
  const auto size = take_number<std::uint32_t>(text);
  if (!unused || !usage || !size || !take(text, "(") || !take_number<std::uint32_t>(text) ||
      !take(text, "%)")) {
    return std::nullopt;
  }
  return Amounts{*unused, *usage, *size};
}

/// "ISR0", "ISR00", "IRQ 00": the number of the CPU.
std::optional<std::uint32_t> isr_of(std::string_view name) {
  if (!take(name, "ISR") && !take(name, "IRQ")) {
    return std::nullopt;
  }
  const auto cpu = take_number<std::uint32_t>(name);
  return cpu && name.empty() ? cpu : std::nullopt;
}

StackFigures isr_stack(std::uint32_t cpu) {
  StackFigures figures;
  figures.of_isr = true;
  figures.name = "isr" + std::to_string(cpu);
  return figures;
}

}  // namespace

KernelFigures KernelTextReader::feed(std::string_view text) {
  if (const std::size_t unused = text.find("unused"); unused != std::string_view::npos) {
    return take_stack(text, unused);
  }
  if (text.find("Thread analyze") != std::string_view::npos) {
    round_.clear();
    round_first_.clear();
    return {};
  }
  constexpr std::string_view kUnable = ": unable to get stack space (";
  if (const std::size_t unable = text.find(kUnable); unable != std::string_view::npos) {
    unknown_ = trimmed(without_prefix(text.substr(0, unable)));
    return {};
  }
  return note_thread(text) ? KernelFigures() : take_heap(text);
}

KernelFigures KernelTextReader::take_stack(std::string_view text, std::size_t unused_at) {
  const auto amounts = amounts_of(text.substr(unused_at));
  if (!amounts) {
    return {};
  }
  std::string_view head = text.substr(0, unused_at);
  auto figures = from_table(head);
  figures = figures ? figures : from_list(head);
  figures = figures ? figures : from_analyzer(head);
  if (!figures) {
    return {};
  }
  if (std::uint64_t{amounts->unused} + amounts->usage != amounts->size || amounts->size == 0) {
    return Skip::kBadNumber;
  }
  figures->size = amounts->size;
  figures->unused = amounts->unused;
  figures->stamp = find_log_stamp(text);
  return *figures;
}

/// `0x20000440 main       (real size 1024):`
std::optional<StackFigures> KernelTextReader::from_table(std::string_view head) {
  constexpr std::string_view kSize = "(real size";
  const std::size_t size_at = head.rfind(kSize);
  const std::size_t address_at = head.find("0x");
  if (size_at == std::string_view::npos || address_at > size_at) {
    return std::nullopt;
  }
  std::string_view name = head.substr(address_at, size_at - address_at);
  const auto address = take_address(name);
  name = trimmed(name);
  if (!address || name.size() > kMostNameBytes) {
    return std::nullopt;
  }
  if (const auto cpu = isr_of(name)) {
    return isr_stack(*cpu);
  }
  StackFigures figures;
  figures.name = name_at(name, *address);
  return figures;
}

/// `stack size 1024,`, some lines behind `*0x20000440 main` and `options: 0x1, priority: 0 ...`.
std::optional<StackFigures> KernelTextReader::from_list(std::string_view head) {
  std::string_view rest = without_prefix(head);
  if (!take(rest, "stack size") || !thread_) {
    return std::nullopt;
  }
  StackFigures figures;
  figures.name = name_at(thread_->name, thread_->address);
  figures.priority = thread_->priority;
  thread_.reset();
  return figures;
}

/// ` main                : STACK:`
std::optional<StackFigures> KernelTextReader::from_analyzer(std::string_view head) {
  if (take_back(head, "PRIV_STACK:")) {
    return std::nullopt;
  }
  (void)take_back(head, "STACK:");
  if (!take_back(head, ":")) {
    return std::nullopt;
  }
  const std::string_view name = trimmed(without_prefix(head));
  if (name.empty() || name.size() > kMostNameBytes) {
    return std::nullopt;
  }
  // It shows a stack whose use it could not find out as used up.
  if (name == std::exchange(unknown_, {})) {
    return std::nullopt;
  }
  if (const auto cpu = isr_of(name)) {
    return isr_stack(*cpu);
  }
  StackFigures figures;
  std::string_view rest = name;
  const auto address = take_address(rest);
  figures.name = address && rest.empty() ? name_at("", *address) : name_in_round(name);
  return figures;
}

/// `*0x20000440 main`, or its second line. Whether it is one of them.
bool KernelTextReader::note_thread(std::string_view text) {
  std::string_view rest = without_prefix(text);
  if (thread_ && rest.find("priority:") != std::string_view::npos) {
    rest.remove_prefix(rest.find("priority:") + std::string_view("priority:").size());
    thread_->priority = take_number<std::int8_t>(rest);
    return true;
  }
  (void)take(rest, "*");
  const auto address = take_address(rest);
  const std::string_view name = trimmed(rest);
  if (!address || name.size() > kMostNameBytes) {
    return false;
  }
  thread_ = Thread{std::string(name), std::string(*address), std::nullopt};
  return true;
}

/// `free:  4000`, `allocated:  0`, `max. allocated:  0`.
KernelFigures KernelTextReader::take_heap(std::string_view text) {
  std::string_view rest = without_prefix(text);
  const bool is_max = take(rest, "max. allocated:");
  const bool is_allocated = !is_max && take(rest, "allocated:");
  const bool is_free = !is_max && !is_allocated && take(rest, "free:");
  const auto value = take_number<std::uint32_t>(rest);
  if (!(is_free || is_allocated || is_max) || !value || !rest.empty()) {
    free_ = ++between_ > kMostBetween ? std::nullopt : free_;
    return {};
  }
  between_ = 0;
  if (is_free) {
    free_ = value;
    allocated_.reset();
    return {};
  }
  if (is_allocated) {
    allocated_ = value;
    return {};
  }
  const auto free = std::exchange(free_, std::nullopt);
  const auto allocated = std::exchange(allocated_, std::nullopt);
  if (!free || !allocated) {
    return {};
  }
  if (*value < *allocated) {
    return Skip::kBadNumber;
  }
  return HeapCounts{*free, *allocated, *value};
}

/// The name of the thread at that address: a second one of the same name gets "#2".
std::string KernelTextReader::name_at(std::string_view name, std::string_view address) {
  if (name.empty() || name == "NA") {
    return "thread@" + std::string(address);
  }
  auto& known = addresses_[std::string(name)];
  auto found = std::find(known.begin(), known.end(), address);
  if (found == known.end()) {
    if (address_count_ == kMostThreads) {
      return std::string(name);
    }
    ++address_count_;
    found = known.insert(known.end(), std::string(address));
  }
  const auto index = found - known.begin();
  return index == 0 ? std::string(name) : std::string(name) + "#" + std::to_string(index + 1);
}

/// The analyzer shows no address: the second of a name in one round gets "#2". A round whose
/// heading was lost begins with the name that the one before began with.
std::string KernelTextReader::name_in_round(std::string_view name) {
  if (name == round_first_ || round_.size() == kMostThreads) {
    round_.clear();
  }
  if (round_.empty()) {
    round_first_ = name;
  }
  const unsigned nth = ++round_[std::string(name)];
  return nth == 1 ? std::string(name) : std::string(name) + "#" + std::to_string(nth);
}

}  // namespace tidemark::ingest
