/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_KOBJECT_H_
#define ZEPHYR_INCLUDE_SYS_KOBJECT_H_

/*
 * Permissions of user-mode threads on kernel objects. There is no user mode, every thread may use
 * every object, and as in a Zephyr without CONFIG_USERSPACE these do nothing.
 */

#include <stddef.h>
#include <zephyr/toolchain.h>

#ifdef __cplusplus
extern "C" {
#endif

struct k_thread;

static inline void k_object_access_grant(const void* object, struct k_thread* thread) {
  ARG_UNUSED(object);
  ARG_UNUSED(thread);
}
static inline void k_object_access_revoke(const void* object, struct k_thread* thread) {
  ARG_UNUSED(object);
  ARG_UNUSED(thread);
}
static inline void k_object_access_all_grant(const void* object) {
  ARG_UNUSED(object);
}
static inline void k_object_release(const void* object) {
  ARG_UNUSED(object);
}
static inline void k_object_init(const void* object) {
  ARG_UNUSED(object);
}

/* Kernel objects made at run time are those of user mode. */
enum k_objects {
  K_OBJ_ANY,
  K_OBJ_THREAD,
  K_OBJ_SEM,
  K_OBJ_MUTEX,
  K_OBJ_QUEUE,
  K_OBJ_MSGQ,
  K_OBJ_STACK,
  K_OBJ_PIPE,
  K_OBJ_TIMER,
  K_OBJ_POLL_SIGNAL,
  K_OBJ_EVENT,
  K_OBJ_CONDVAR,
  K_OBJ_MEM_SLAB,
  K_OBJ_THREAD_STACK_ELEMENT
};
static inline void* k_object_alloc(enum k_objects type) {
  ARG_UNUSED(type);
  return NULL;
}
static inline void* k_object_alloc_size(enum k_objects type, size_t size) {
  ARG_UNUSED(type);
  ARG_UNUSED(size);
  return NULL;
}
static inline void k_object_free(void* object) {
  ARG_UNUSED(object);
}

static inline void hosted_ignore_objects(const void* first, ...) {
  ARG_UNUSED(first);
}
/* Any number of objects. */
#define k_thread_access_grant(thread, ...) hosted_ignore_objects((thread), __VA_ARGS__)
/* At file scope. */
#define K_THREAD_ACCESS_GRANT(thread, ...) \
  BUILD_ASSERT(sizeof(thread) > 0, "the thread must be declared")

#ifdef __cplusplus
}
#endif

#endif /* ZEPHYR_INCLUDE_SYS_KOBJECT_H_ */
