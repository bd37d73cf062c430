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
#include "host/restart.hpp"
#include "kernel/fatal.hpp"
#include "kernel/sched.hpp"
#include "memory/describe.hpp"
#include "memory/host_array.hpp"
#include "memory/leak_check.hpp"
#include "memory/misuse.hpp"
#include "memory/names.hpp"
#include "memory/symbols.hpp"
#include "memory/valgrind.hpp"

namespace hosted {
namespace {

enum class Mode : std::uint8_t { kNth, kEvery, kProbability, kAbove };

struct Rule {
  const char* argument;
  Mode mode;
  std::uint64_t number;  // N, or BYTES
  double probability;
  const char* heap;  // nullptr: any
  const char* thread;
};
constexpr std::size_t kMostRules = 64;
HostArray<Rule> g_rules;
[[gnu::used]] char*
    g_texts[kMostRules];  // where LeakSanitizer finds them: the names of rules are inside

// What the rules have seen, over all boots: the same command line makes the same rules each time.
struct Counts {
  std::uint64_t matched[kMostRules];
  std::uint64_t failed[kMostRules];
  std::uint64_t numbers;  // drawn for prob:
  Names heaps;            // that allocations were made from
  Names threads;          // that made allocations
};
Counts g_counts;
HOSTED_CARRIED(g_counts)

constexpr char kTodo[] =
    "give nth:N, every:N, prob:P or above:BYTES, then ,heap=NAME and ,thread=NAME if wanted";

// The generator of Steele, Lea and Flood 2014 (SplitMix64), apart from the application's numbers,
// which must not change because an allocation was looked at.
double random_unit() {
  std::uint64_t z = first_seed() + ++g_counts.numbers * 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1p-53;
}

bool matches(const Rule& rule, const char* heap, const char* thread) {
  return (rule.heap == nullptr || std::strcmp(rule.heap, heap) == 0) &&
         (rule.thread == nullptr || std::strcmp(rule.thread, thread) == 0);
}

bool decide(const Rule& rule, std::uint64_t index, std::size_t bytes) {
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
  if (g_rules.size() == kMostRules) {
    refuse(argument, "too many of these options", "give at most 64");
  }
  Rule rule{};
  rule.argument = argument;
  char* text = ::strdup(value);
  g_texts[g_rules.size()] = text;
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
    char todo[400];
    refuse(argument, "the program has no heap or slab of that name",
           which_heap(rule.heap, todo, sizeof todo));
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
    {"leak-check", "<how>",
     "every:<time>: search at that interval during the run too, and tell each\n"
     "block that two searches on end do not find; ,min-age:<time>: and that is\n"
     "so old. Times as 10s, 500ms, 2m, 1h. May be given beside full",
     read_leak_check_more},
};
constexpr OptionGroup kMemoryGroup = {"Memory", kOptions, std::size(kOptions), start_watching};
HOSTED_OPTIONS(kMemoryGroup)

// An option that failed nothing: why, as far as that can be told.
void tell_unused(const Rule& rule, std::uint64_t matched, std::uint64_t failed) {
  char near[700];
  if (matched > 0) {
    if (failed == 0 && g_rules.size() > 1) {
      complain("%s: of %llu allocations that matched, none failed", rule.argument,
               static_cast<unsigned long long>(matched));
    }
  } else if (g_counts.heaps.size() == 0) {
    complain("%s: no allocation matched, so none failed: the application made none", rule.argument);
  } else if (rule.thread != nullptr && !g_counts.threads.has(rule.thread)) {
    complain("%s: no allocation matched, so none failed: no thread '%s' made one; %s",
             rule.argument, rule.thread,
             g_counts.threads.describe(rule.thread, "those that did", near, sizeof near));
  } else if (rule.heap != nullptr && !g_counts.heaps.has(rule.heap)) {
    complain("%s: no allocation matched, so none failed: none was made from %s; %s", rule.argument,
             rule.heap, g_counts.heaps.describe(rule.heap, "made from", near, sizeof near));
  } else {
    complain("%s: no allocation matched, so none failed: thread '%s' made none from %s",
             rule.argument, rule.thread, rule.heap);
  }
}

void tell_death(const FatalFacts& fatal) {
  char boot[32] = "";
  if (g_boot.count > 0) {
    (void)real::snprintf(boot, sizeof boot, " of boot %u", fatal.boot);
  }
  (void)real::fprintf(
      stderr,
      "tidemark-hosted: --fail-alloc: then thread '%s'%s met fatal error %u (%s)%s%s"
      " at %llu.%06llu s: %s\n",
      fatal.thread, boot, fatal.reason, fatal.reason_text, fatal.site[0] != '\0' ? " in " : "",
      fatal.site, static_cast<unsigned long long>(fatal.at_us / 1'000'000),
      static_cast<unsigned long long>(fatal.at_us % 1'000'000), fatal.message);
}

}  // namespace

bool fail_request(const Request& request, std::uintptr_t site) {
  char heap[64];
  char thread[64];
  (void)object_name_cached(request.owner, heap, sizeof heap);
  (void)label_current(thread, sizeof thread);
  bool any = false;
  bool fails = false;
  g_counts.heaps.add(heap);
  g_counts.threads.add(thread);
  for (std::size_t i = 0; i < g_rules.size(); ++i) {
    if (matches(g_rules[i], heap, thread)) {
      any = true;
      bool chosen = decide(g_rules[i], ++g_counts.matched[i], request.bytes);
      g_counts.failed[i] += chosen ? 1U : 0U;
      fails = chosen || fails;
    }
  }
  g_end_facts.allocations_matched += any ? 1U : 0U;
  if (!fails || g_end_facts.allocations_failed++ > 0) {
    return fails;
  }
  FailedAllocation& first = g_end_facts.first_failed;
  first.boot = boot_number();
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
  for (std::size_t i = 0; i < g_rules.size(); ++i) {
    tell_unused(g_rules[i], g_counts.matched[i], g_counts.failed[i]);
  }
  if (facts.allocations_matched == 0) {
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
    std::size_t used = std::strlen(first);
    if (g_boot.count > 0) {
      (void)real::snprintf(first + used, sizeof first - used, ", in boot %u", f.boot);
    }
  }
  (void)real::fprintf(
      stderr, "tidemark-hosted: --fail-alloc: of %llu allocations that matched, %llu failed%s\n",
      static_cast<unsigned long long>(facts.allocations_matched),
      static_cast<unsigned long long>(facts.allocations_failed), first);
  if (facts.allocations_failed > 0 && facts.fatal.known) {
    tell_death(facts.fatal);
  }
}

}  // namespace hosted
