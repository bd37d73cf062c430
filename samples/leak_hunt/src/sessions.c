/* SPDX-License-Identifier: Apache-2.0 */
#include <zephyr/kernel.h>

#include "leaks.h"

#define SESSION_STACK_BYTES 1024
#define SESSION_PRIORITY 5

struct session {
  uint32_t key[8];
  uint32_t peer;
};

K_THREAD_STACK_DEFINE(session_stack, SESSION_STACK_BYTES);
static struct k_thread session_thread;

/* The third leak: what a thread had when it ended. */
static void session_run(void* p1, void* p2, void* p3) {
  struct session* session = k_malloc(sizeof(*session));

  ARG_UNUSED(p1);
  ARG_UNUSED(p2);
  ARG_UNUSED(p3);
  if (session != NULL) {
    session->peer = k_cycle_get_32();
  }
  k_msleep(20);
}

void session_served(void) {
  const k_tid_t thread =
      k_thread_create(&session_thread, session_stack, K_THREAD_STACK_SIZEOF(session_stack),
                      session_run, NULL, NULL, NULL, SESSION_PRIORITY, 0, K_NO_WAIT);

  k_thread_name_set(thread, "session");
  k_thread_join(thread, K_FOREVER);
}
