// SPDX-License-Identifier: Apache-2.0
#include "memory/fail_alloc.hpp"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>

#include "host/call.hpp"
#include "host/end_report.hpp"
#include "host/options.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "memory/describe.hpp"
#include "memory/host_array.hpp"
#include "memory/leak_check.hpp"
#include "memory/misuse.hpp"
#include "memory/symbols.hpp"
#include "memory/valgrind.hpp"

namespace hosted {
namespace {

enum class Mode : std::uint8_t { kNth, kEvery, kProbability, kAbove };

struct Rule {
  Mode mode;
  std::uint64_t number;  // N, or BYTES
  double probability;
  const char* heap;  // nullptr: any
  const char* thread;
  std::uint64_t matched;
};
HostArray<Rule> g_rules;

constexpr char kTodo[] =
    "give nth:N, every:N, prob:P or above:BYTES, then ,heap=NAME and ,thread=NAME if wanted";

// The generator of Steele, Lea and Flood 2014 (SplitMix64), apart from the application's numbers,
// which must not change because an allocation was looked at.
double random_unit() {
  static std::uint64_t state = g_options.seed;
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

bool matches(const Rule& rule, const char* heap, const char* thread) {
  return (rule.heap == nullptr || std::strcmp(rule.heap, heap) == 0) &&
         (rule.thread == nullptr || std::strcmp(rule.thread, thread) == 0);
}

bool decide(Rule& rule, std::size_t bytes) {
  std::uint64_t index = ++rule.matched;
  switch (rule.mode) {
    case Mode::kNth:
      return index == rule.number;
    case Mode::kEvery:
      return index % rule.number == 0;
    case Mode::kProbability:
      return random_unit() < rule.probability;
    default:
      return bytes > rule.number;
  }
}

void read_mode(const char* argument, char* text, Rule& rule) {
  constexpr const char* kNames[] = {"nth", "every", "prob", "above"};
  constexpr double kMost = 9.0e15;
  char* colon = std::strchr(text, ':');
  if (colon == nullptr) {
    refuse(argument, "which allocations are to fail is not said", kTodo);
  }
  *colon = '\0';
  for (int i = 0; i < 4; ++i) {
    if (std::strcmp(text, kNames[i]) != 0) {
      continue;
    }
    rule.mode = static_cast<Mode>(i);
    if (rule.mode == Mode::kProbability) {
      rule.probability = number_of(argument, colon + 1, 0, 1, "give a probability from 0 to 1");
    } else {
      rule.number = whole_number_of(
          argument, colon + 1, rule.mode == Mode::kAbove ? 0 : 1, static_cast<std::uint64_t>(kMost),
          rule.mode == Mode::kAbove ? "give a whole number of bytes, 0 or more"
                                    : "give a whole number from 1 on");
    }
    return;
  }
  refuse(argument, "no such way to choose allocations", kTodo);
}

void read_filter(const char* argument, const char* text, Rule& rule) {
  const char** field = nullptr;
  if (std::strncmp(text, "heap=", 5) == 0) {
    field = &rule.heap;
    text += 5;
  } else if (std::strncmp(text, "thread=", 7) == 0) {
    field = &rule.thread;
    text += 7;
  } else {
    refuse(argument, "after the comma is neither heap=NAME nor thread=NAME", kTodo);
  }
  if (*text == '\0') {
    refuse(argument, "a name is missing", kTodo);
  }
  if (*field != nullptr) {
    refuse(argument, "a name is given twice", "repeat the option instead");
  }
  *field = text;
}

void read_fail_alloc(const char* argument, const char* value) {
  Rule rule{};
  char* text = ::strdup(value);  // kept: the rule's names are inside
  char* comma = std::strchr(text, ',');
  while (comma != nullptr) {
    *comma = '\0';
    char* next = std::strchr(comma + 1, ',');
    if (next != nullptr) {
      *next = '\0';
    }
    read_filter(argument, comma + 1, rule);
    comma = next;
  }
  read_mode(argument, text, rule);
  if (rule.heap != nullptr && !symbol_exists(rule.heap)) {
    refuse(argument, "the program has no heap or slab of that name",
           "give the name of K_HEAP_DEFINE, K_MEM_SLAB_DEFINE or a variable; k_malloc's is "
           "_system_heap");
  }
  (void)g_rules.push_back(rule);
  g_watch |= kWatchFailures;
}

// The last group of the command line to be checked does what must be ready before the kernel runs.
void start_watching() {
#ifndef CONFIG_ASAN
  if (on_memcheck()) {
    g_watch |= kWatchValgrind | kWatchBlocks;
    g_on_memcheck = true;
    // All stacks lie among the variables: memcheck must know each, or takes the way from one to
    // another for a stack that grows over them.
    auto interrupt = reinterpret_cast<std::uintptr_t>(interrupt_stack_top());
    valgrind_stack(interrupt - CONFIG_ISR_STACK_SIZE - Z_HOSTED_STACK_SPARE, interrupt);
    auto exception = reinterpret_cast<std::uintptr_t>(exception_stack_top());
    valgrind_stack(exception - kExceptionStackBytes, exception);
  }
#endif
  install_reports();
}

constexpr Option kOptions[] = {
    {"fail-alloc", "<which>",
     "let allocations fail: nth:N (only the Nth), every:N (each Nth), prob:P\n"
     "(with probability P, by --seed) or above:BYTES (of more than BYTES);\n"
     ",heap=NAME and ,thread=NAME choose among which. May be repeated.",
     read_fail_alloc},
    {"leak-check", nullptr,
     "at the end list blocks of heaps and slabs that nothing points to;\n"
     "status 1 if there are any. --leak-check=full: also those still in use",
     read_leak_check},
    {"leak-check", "<full>", nullptr, read_leak_check_full},
};
constexpr OptionGroup kMemoryGroup = {"Memory", kOptions, std::size(kOptions), start_watching};
HOSTED_OPTIONS(kMemoryGroup)

}  // namespace

bool fail_request(const Request& request, std::uintptr_t site) {
  char heap[64];
  char thread[64];
  (void)object_name_cached(request.owner, heap, sizeof heap);
  (void)label_current(thread, sizeof thread);
  bool any = false;
  bool fails = false;
  for (Rule& rule : g_rules) {
    if (matches(rule, heap, thread)) {
      any = true;
      fails = decide(rule, request.bytes) || fails;
    }
  }
  g_end_facts.allocations_matched += any ? 1U : 0U;
  if (!fails || g_end_facts.allocations_failed++ > 0) {
    return fails;
  }
  FailedAllocation& first = g_end_facts.first_failed;
  first.index = g_end_facts.allocations_matched;
  first.bytes = request.bytes;
  (void)real::snprintf(first.heap, sizeof first.heap, "%s", heap);
  (void)real::snprintf(first.thread, sizeof first.thread, "%s", thread);
  (void)real::snprintf(first.call, sizeof first.call, "%s", request.call);
  (void)symbol_name(site, first.site, sizeof first.site);
  return true;
}

void end_failures() {
  EndFacts& facts = g_end_facts;
  if (g_rules.size() == 0) {
    facts.allocations_matched = g_attempts;
    return;
  }
  if (facts.allocations_matched == 0) {
    complain("--fail-alloc: no allocation matched, so none failed");
    return;
  }
  char first[400] = "";
  if (facts.allocations_failed > 0) {
    const FailedAllocation& f = facts.first_failed;
    char who[80];
    (void)real::snprintf(
        first, sizeof first, "; the first was number %llu: %s of %llu bytes from %s by %s at %s",
        static_cast<unsigned long long>(f.index), f.call, static_cast<unsigned long long>(f.bytes),
        f.heap, describe_label(f.thread, who, sizeof who), f.site);
  }
  (void)real::fprintf(
      stderr, "tidemark-hosted: --fail-alloc: of %llu allocations that matched, %llu failed%s\n",
      static_cast<unsigned long long>(facts.allocations_matched),
      static_cast<unsigned long long>(facts.allocations_failed), first);
}

}  // namespace hosted
