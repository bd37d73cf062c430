// SPDX-License-Identifier: Apache-2.0
// Calls of Zephyr's kernel that are not offered: using one is a compile error that says so.
#ifndef ZEPHYR_INCLUDE_KERNEL_NOT_OFFERED_H_
#define ZEPHYR_INCLUDE_KERNEL_NOT_OFFERED_H_

#include <zephyr/kernel/thread.h>
#include <zephyr/kernel/unavailable.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The arguments are not looked at. */
#define HOSTED_NOT_OFFERED(type, name, why) \
  HOSTED_UNAVAILABLE(#name ": " why "; see docs/reference/hosted/kernel.md") type name()
#ifdef __cplusplus
#undef HOSTED_NOT_OFFERED
#define HOSTED_NOT_OFFERED(type, name, why) \
  HOSTED_UNAVAILABLE(#name ": " why "; see docs/reference/hosted/kernel.md") type name(...)
#endif

#define Z_HOSTED_NO_USER "there is no user mode here, every thread is a kernel thread"
HOSTED_NOT_OFFERED(void, k_work_user_init, Z_HOSTED_NO_USER);
HOSTED_NOT_OFFERED(int, k_work_user_submit_to_queue, Z_HOSTED_NO_USER);
HOSTED_NOT_OFFERED(void, k_work_user_queue_start, Z_HOSTED_NO_USER);
HOSTED_NOT_OFFERED(k_tid_t, k_work_user_queue_thread_get, Z_HOSTED_NO_USER);

#define Z_HOSTED_NO_FUTEX "futexes are for user mode, which is not offered; use a k_sem"
HOSTED_NOT_OFFERED(int, k_futex_wait, Z_HOSTED_NO_FUTEX);
HOSTED_NOT_OFFERED(int, k_futex_wake, Z_HOSTED_NO_FUTEX);

#define Z_HOSTED_NO_MBOX "mailboxes are not offered; use a k_msgq"
struct k_mbox {
  char not_offered;
};
struct k_mbox_msg {
  size_t size;
  uint32_t info;
  void* tx_data;
  k_tid_t rx_source_thread;
  k_tid_t tx_target_thread;
};
HOSTED_NOT_OFFERED(void, k_mbox_init, Z_HOSTED_NO_MBOX);
HOSTED_NOT_OFFERED(int, k_mbox_put, Z_HOSTED_NO_MBOX);
HOSTED_NOT_OFFERED(void, k_mbox_async_put, Z_HOSTED_NO_MBOX);
HOSTED_NOT_OFFERED(int, k_mbox_get, Z_HOSTED_NO_MBOX);
HOSTED_NOT_OFFERED(void, k_mbox_data_get, Z_HOSTED_NO_MBOX);
#define K_MBOX_DEFINE(name) BUILD_ASSERT(false, "tidemark-hosted: K_MBOX_DEFINE: " Z_HOSTED_NO_MBOX)

#ifndef CONFIG_PIPES
#define Z_HOSTED_NO_PIPES "pipes need CONFIG_PIPES=y"
struct k_pipe {
  char not_offered;
};
HOSTED_NOT_OFFERED(void, k_pipe_init, Z_HOSTED_NO_PIPES);
HOSTED_NOT_OFFERED(int, k_pipe_alloc_init, Z_HOSTED_NO_PIPES);
HOSTED_NOT_OFFERED(int, k_pipe_put, Z_HOSTED_NO_PIPES);
HOSTED_NOT_OFFERED(int, k_pipe_get, Z_HOSTED_NO_PIPES);
HOSTED_NOT_OFFERED(void, k_pipe_flush, Z_HOSTED_NO_PIPES);
#define K_PIPE_DEFINE(name, size, align) \
  BUILD_ASSERT(false, "tidemark-hosted: K_PIPE_DEFINE: " Z_HOSTED_NO_PIPES)
#endif
#define Z_HOSTED_OLD_PIPES "the pipes are those of Zephyr 3.7, with k_pipe_put and k_pipe_get"
HOSTED_NOT_OFFERED(int, k_pipe_write, Z_HOSTED_OLD_PIPES);
HOSTED_NOT_OFFERED(int, k_pipe_read, Z_HOSTED_OLD_PIPES);
HOSTED_NOT_OFFERED(void, k_pipe_reset, Z_HOSTED_OLD_PIPES);
HOSTED_NOT_OFFERED(void, k_pipe_close, Z_HOSTED_OLD_PIPES);

#define Z_HOSTED_ONE_CPU "there is one processor"
HOSTED_NOT_OFFERED(void, k_smp_cpu_start, Z_HOSTED_ONE_CPU);
HOSTED_NOT_OFFERED(void, k_smp_cpu_resume, Z_HOSTED_ONE_CPU);

#define Z_HOSTED_NO_MMU "memory is not mapped by the kernel here"
HOSTED_NOT_OFFERED(void*, k_mem_map, Z_HOSTED_NO_MMU);
HOSTED_NOT_OFFERED(void, k_mem_unmap, Z_HOSTED_NO_MMU);

#ifdef __cplusplus
}
#endif
#endif
