// SPDX-License-Identifier: Apache-2.0
// Nanoseconds a switch between two stacks: bare (Boost.Context's fcontext, and its rival, the C
// library's ucontext), and through the kernel's calls. Best of several rounds, as the machine may
// be shared.
#include <stdio.h>
#include <time.h>
#include <ucontext.h>
#include <zephyr/kernel.h>

extern "C" {
struct Transfer {
  void* context;
  void* data;
};
Transfer jump_fcontext(void* to, void* data);
void* make_fcontext(void* top, size_t size, void (*entry)(Transfer));
}

namespace {

constexpr int kRounds = 7;
constexpr int kSwitches = 1'000'000;
alignas(16) char g_stack[64 * 1024];

double now_ns() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

// `body` makes kSwitches switches.
template <typename Body>
double best_ns(Body body) {
  double best = 1e18;
  for (int round = 0; round < kRounds; ++round) {
    double start = now_ns();
    body();
    double each = (now_ns() - start) / kSwitches;
    best = each < best ? each : best;
  }
  return best;
}

void bounce_fcontext(Transfer transfer) {
  for (;;) {
    transfer = jump_fcontext(transfer.context, nullptr);
  }
}

void fcontext_switches() {
  void* other = make_fcontext(g_stack + sizeof g_stack, sizeof g_stack, bounce_fcontext);
  for (int i = 0; i < kSwitches; i += 2) {
    other = jump_fcontext(other, nullptr).context;
  }
}

ucontext_t g_here;
ucontext_t g_there;

void bounce_ucontext() {
  for (;;) {
    swapcontext(&g_there, &g_here);
  }
}

void ucontext_switches() {
  getcontext(&g_there);
  g_there.uc_stack.ss_sp = g_stack;
  g_there.uc_stack.ss_size = sizeof g_stack;
  g_there.uc_link = nullptr;
  makecontext(&g_there, bounce_ucontext, 0);
  for (int i = 0; i < kSwitches; i += 2) {
    swapcontext(&g_here, &g_there);
  }
}

K_THREAD_STACK_DEFINE(g_partner_stack, 1024);
k_thread g_partner;
K_SEM_DEFINE(g_ping, 0, 1);
K_SEM_DEFINE(g_pong, 0, 1);

void yield_for_ever(void*, void*, void*) {
  for (;;) {
    k_yield();
  }
}

void answer_for_ever(void*, void*, void*) {
  for (;;) {
    k_sem_take(&g_ping, K_FOREVER);
    k_sem_give(&g_pong);
  }
}

template <typename Body>
double beside(k_thread_entry_t partner, Body body) {
  k_thread_create(&g_partner, g_partner_stack, K_THREAD_STACK_SIZEOF(g_partner_stack), partner,
                  nullptr, nullptr, nullptr, k_thread_priority_get(k_current_get()), 0, K_NO_WAIT);
  double each = best_ns(body);
  k_thread_abort(&g_partner);
  return each;
}

}  // namespace

int main() {
  double fcontext = best_ns(fcontext_switches);
  double ucontext = best_ns(ucontext_switches);
  double yield = beside(yield_for_ever, [] {
    for (int i = 0; i < kSwitches; i += 2) {
      k_yield();
    }
  });
  double sem = beside(answer_for_ever, [] {
    for (int i = 0; i < kSwitches; i += 2) {
      k_sem_give(&g_ping);
      k_sem_take(&g_pong, K_FOREVER);
    }
  });
  printf("%-44s %8s\n", "switch", "ns");
  printf("%-44s %8.1f\n", "fcontext (Boost.Context), bare", fcontext);
  printf("%-44s %8.1f\n", "ucontext (C library), bare", ucontext);
  printf("%-44s %8.1f\n", "k_yield", yield);
  printf("%-44s %8.1f\n", "k_sem_give + k_sem_take, half a round trip", sem);
  return 0;
}
