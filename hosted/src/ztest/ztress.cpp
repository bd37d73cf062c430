// SPDX-License-Identifier: Apache-2.0
// Stress tests.
#ifdef CONFIG_ZTRESS
#include <zephyr/random/random.h>
#include <zephyr/ztest.h>
#include <zephyr/ztress.h>

#include <algorithm>
#include <cerrno>

namespace {

constexpr std::size_t kMost = CONFIG_ZTRESS_MAX_THREADS;
constexpr std::size_t kReserveBytes = 2048;  // frames of this computer, as for a test's own stack
constexpr std::size_t kStackBytes = CONFIG_ZTRESS_STACK_SIZE + kReserveBytes;
const k_timeout_t kStartDelay = K_MSEC(10);

struct Context {
  ztress_context_data data;
  k_timeout_t pause;  // shrinks while the test runs
  uint32_t executed;
  uint32_t preempted;
  bool running;  // within the handler, and not yet counted as preempted
};

Context g_contexts[kMost];
std::size_t g_count = 0;
uint32_t g_unmet = 0;  // contexts whose requirement is not met
k_timeout_t g_limit = K_NO_WAIT;
k_thread g_threads[kMost];
K_THREAD_STACK_ARRAY_DEFINE(g_stacks, kMost, kStackBytes);

void limit_reached(k_timer*) {
  ztress_abort();
}
void progress(k_timer*);
void shorten(k_timer*);
void timer_context(k_timer*);
K_TIMER_DEFINE(g_limit_timer, limit_reached, nullptr);
K_TIMER_DEFINE(g_progress_timer, progress, nullptr);
K_TIMER_DEFINE(g_control_timer, shorten, nullptr);
K_TIMER_DEFINE(g_context_timer, timer_context, nullptr);

bool has_requirement(const ztress_context_data& data) {
  return data.exec_cnt != 0 || data.preempt_cnt != 0;
}

bool is_met(const Context& context) {
  const ztress_context_data& data = context.data;
  return (data.preempt_cnt != 0 && context.preempted >= data.preempt_cnt) ||
         (data.exec_cnt != 0 && context.executed >= data.exec_cnt);
}

uint32_t percent_of(uint32_t done, uint32_t wanted) {
  return wanted == 0 ? 100 : std::min<uint32_t>(100, static_cast<uint32_t>(100ULL * done / wanted));
}

void progress(k_timer*) {
  uint32_t least = 100;
  for (std::size_t i = 0; i < g_count; ++i) {
    const Context& context = g_contexts[i];
    least = std::min({least, percent_of(context.executed, context.data.exec_cnt),
                      percent_of(context.preempted, context.data.preempt_cnt)});
  }
  printk("\r%u%% remaining:%u ms", least, k_timer_remaining_get(&g_limit_timer));
}

constexpr k_ticks_t kLeastPause = 4;  // ticks

// Zephyr shortens the pauses until the processor is busy, which it never is in virtual time.
void shorten(k_timer*) {
  for (std::size_t i = 0; i < g_count; ++i) {
    k_timeout_t& pause = g_contexts[i].pause;
    if (pause.ticks > kLeastPause) {
      pause.ticks = std::max(kLeastPause, pause.ticks / 2);
    }
  }
}

// Whatever was within its handler when another context begins has been preempted by it.
void count_preemptions(const Context* begins) {
  for (std::size_t i = 0; i < g_count; ++i) {
    Context& other = g_contexts[i];
    if (&other != begins && other.running) {
      other.running = false;
      ++other.preempted;
    }
  }
}

// One call of the handler; whether there shall be another.
bool call(std::size_t index) {
  Context& context = g_contexts[index];
  count_preemptions(&context);
  bool met = is_met(context);
  if (met && g_unmet > 0) {
    --g_unmet;
  }
  bool goes_on = !met && g_unmet > 0;
  uint32_t count = context.executed++;
  context.running = true;
  bool wanted =
      context.data.handler(context.data.user_data, count, !goes_on, static_cast<int>(index));
  context.running = false;
  return wanted && goes_on;
}

// The pause of a context: its own, and by chance up to about as much again.
k_timeout_t pause_of(const Context& context) {
  k_timeout_t pause = context.pause;
  if (pause.ticks > kLeastPause) {  // below that chance would change too much
    auto ticks = static_cast<uint32_t>(pause.ticks);
    pause.ticks += static_cast<k_ticks_t>(sys_rand32_get() & BIT_MASK(31 - __builtin_clz(ticks)));
  }
  return pause;
}

void timer_context(k_timer*) {
  if (call(0)) {
    k_timer_start(&g_context_timer, pause_of(g_contexts[0]), K_NO_WAIT);
  }
}

void thread_context(void* index, void*, void*) {
  auto i = reinterpret_cast<std::size_t>(index);
  for (bool goes_on = true; goes_on;) {
    goes_on = call(i);
    k_timeout_t pause = pause_of(g_contexts[i]);
    if (!K_TIMEOUT_EQ(pause, K_NO_WAIT)) {
      k_sleep(pause);
    }
  }
}

void prepare(const ztress_context_data* timer, const ztress_context_data* threads,
             std::size_t count) {
  g_count = 0;
  g_unmet = 0;
  if (timer != nullptr) {
    g_contexts[g_count++] = {*timer, timer->t, 0, 0, false};
  }
  for (std::size_t i = 0; i < count; ++i) {
    g_contexts[g_count++] = {threads[i], threads[i].t, 0, 0, false};
  }
  for (std::size_t i = 0; i < g_count; ++i) {
    g_unmet += has_requirement(g_contexts[i].data) ? 1U : 0U;
  }
}

void start_timers() {
  k_timer_start(&g_control_timer, K_MSEC(100), K_MSEC(100));
#if CONFIG_ZTRESS_REPORT_PROGRESS_MS > 0
  k_timer_start(&g_progress_timer, K_MSEC(CONFIG_ZTRESS_REPORT_PROGRESS_MS),
                K_MSEC(CONFIG_ZTRESS_REPORT_PROGRESS_MS));
#endif
  if (!K_TIMEOUT_EQ(g_limit, K_NO_WAIT)) {
    k_timer_start(&g_limit_timer, g_limit, K_NO_WAIT);
  }
}

const Context* context_of(uint32_t id) {
  return id < g_count ? &g_contexts[id] : nullptr;
}

}  // namespace

extern "C" {

int ztress_execute(struct ztress_context_data* timer_data, struct ztress_context_data* thread_data,
                   size_t cnt) {
  std::size_t first = timer_data != nullptr ? 1 : 0;
  if (cnt + first > kMost || cnt + 2 > CONFIG_NUM_PREEMPT_PRIORITIES) {
    return -EINVAL;
  }
  prepare(timer_data, thread_data, cnt);
  k_tid_t self = k_current_get();
  int old_priority = k_thread_priority_get(self);
  int priority = K_LOWEST_APPLICATION_THREAD_PRIO - static_cast<int>(cnt) - 1;
  start_timers();
  k_thread_priority_set(self, priority);
  for (std::size_t i = 0; i < cnt; ++i) {
    k_thread_create(&g_threads[i], g_stacks[i], kStackBytes, thread_context,
                    reinterpret_cast<void*>(first + i), nullptr, nullptr, ++priority, 0,
                    kStartDelay);
    k_thread_name_set(&g_threads[i], "ztress");
  }
  if (timer_data != nullptr) {
    k_timer_start(&g_context_timer, kStartDelay, K_NO_WAIT);
  }
  for (std::size_t i = 0; i < cnt; ++i) {
    k_thread_join(&g_threads[i], K_FOREVER);
  }
  ztress_abort();
  if (timer_data != nullptr) {
    (void)k_timer_status_sync(&g_context_timer);
  }
  ztress_report();
  k_timer_stop(&g_control_timer);
  k_timer_stop(&g_progress_timer);
  k_timer_stop(&g_limit_timer);
  k_thread_priority_set(self, old_priority);
  return 0;
}

void hosted_ztress_run(const int* ids, const struct ztress_context_data* contexts, size_t cnt) {
  static ztress_context_data copy[kMost];
  zassert_true(cnt <= kMost, "ztress_execute failed (err: %d)", -EINVAL);
  for (std::size_t i = 0; i < cnt; ++i) {
    zassert_true(i == 0 || ids[i] == ZTRESS_ID_THREAD, "a ZTRESS_TIMER context must be the first");
    copy[i] = contexts[i];
  }
  std::size_t first = ids[0] == ZTRESS_ID_K_TIMER ? 1 : 0;
  int error = ztress_execute(first != 0 ? &copy[0] : nullptr, copy + first, cnt - first);
  zassert_equal(error, 0, "ztress_execute failed (err: %d)", error);
}

void ztress_abort(void) {
  g_unmet = 0;
}

void ztress_set_timeout(k_timeout_t t) {
  g_limit = t;
}

void ztress_report(void) {
  printk("\nZtress execution report:\n");
  for (uint32_t i = 0; i < g_count; ++i) {
    printk("\t context %u:\n\t\t - executed:%u, preempted:%u\n", i, g_contexts[i].executed,
           g_contexts[i].preempted);
    printk("\t\t - ticks initial:%u, optimized:%u\n",
           static_cast<uint32_t>(g_contexts[i].data.t.ticks),
           static_cast<uint32_t>(g_contexts[i].pause.ticks));
  }
}

int ztress_exec_count(uint32_t id) {
  return context_of(id) != nullptr ? static_cast<int>(context_of(id)->executed) : -EINVAL;
}

int ztress_preempt_count(uint32_t id) {
  return context_of(id) != nullptr ? static_cast<int>(context_of(id)->preempted) : -EINVAL;
}

uint32_t ztress_optimized_ticks(uint32_t id) {
  return context_of(id) != nullptr ? static_cast<uint32_t>(context_of(id)->pause.ticks)
                                   : static_cast<uint32_t>(-EINVAL);
}

}  // extern "C"
#endif
