// SPDX-License-Identifier: Apache-2.0
// Messages as backends and frontends get them. A message is a header, a package (see
// <zephyr/sys/cbprintf.h>; absent in a message without text) and data (of a hexdump).
#ifndef ZEPHYR_INCLUDE_LOGGING_LOG_MSG_H_
#define ZEPHYR_INCLUDE_LOGGING_LOG_MSG_H_

#include <stdbool.h>
#include <stdint.h>
#include <zephyr/logging/log_core.h>
#include <zephyr/sys/cbprintf.h>
#include <zephyr/sys/mpsc_packet.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef CONFIG_LOG_TIMESTAMP_64BIT
typedef uint64_t log_timestamp_t;
#else
typedef uint32_t log_timestamp_t;
#endif

#define Z_LOG_MSG_LOG 0
#define Z_LOG_MSG_PACKAGE_BITS 11
#define Z_LOG_MSG_MAX_PACKAGE BIT_MASK(Z_LOG_MSG_PACKAGE_BITS)
#define Z_LOG_MSG_MAX_DATA BIT_MASK(12)
#define LOG_MSG_GENERIC_HDR \
  MPSC_PBUF_HDR;            \
  uint32_t type : 1

struct log_msg_desc {
  LOG_MSG_GENERIC_HDR;
  uint32_t domain : 3;
  uint32_t level : 3;
  uint32_t package_len : Z_LOG_MSG_PACKAGE_BITS; /* bytes */
  uint32_t data_len : 12;                        /* bytes */
};

union log_msg_source {
  const struct log_source_const_data* fixed;
  struct log_source_dynamic_data* dynamic;
  void* raw;
};

struct log_msg_hdr {
  struct log_msg_desc desc;
#ifdef CONFIG_LOG_TIMESTAMP_64BIT
  const void* source; /* constant data, or dynamic with CONFIG_LOG_RUNTIME_FILTERING */
  log_timestamp_t timestamp;
#else
  log_timestamp_t timestamp;
  const void* source;
#endif
#ifdef CONFIG_LOG_THREAD_ID_PREFIX
  void* tid; /* NULL: an interrupt */
#endif
};

#define Z_LOG_MSG_ALIGNMENT CBPRINTF_PACKAGE_ALIGNMENT

struct log_msg {
  struct log_msg_hdr hdr;
  uint8_t data[] __aligned(Z_LOG_MSG_ALIGNMENT);
};

struct log_msg_generic_hdr {
  LOG_MSG_GENERIC_HDR;
};

union log_msg_generic {
  union mpsc_pbuf_generic buf;
  struct log_msg_generic_hdr generic;
  struct log_msg log;
};

static inline bool z_log_item_is_msg(const union log_msg_generic* msg) {
  return msg->generic.type == Z_LOG_MSG_LOG;
}

/* Sizes in words of 32 bits. */
#define Z_LOG_MSG_ALIGN_OFFSET offsetof(struct log_msg, data)
#define Z_LOG_MSG_LEN(pkg_len, data_len) (offsetof(struct log_msg, data) + (pkg_len) + (data_len))
#define Z_LOG_MSG_ALIGNED_WLEN(pkg_len, data_len) \
  (uint32_t)(ROUND_UP(Z_LOG_MSG_LEN(pkg_len, data_len), Z_LOG_MSG_ALIGNMENT) / sizeof(uint32_t))
static inline uint32_t log_msg_get_total_wlen(const struct log_msg_desc desc) {
  return Z_LOG_MSG_ALIGNED_WLEN(desc.package_len, desc.data_len);
}
static inline uint32_t log_msg_generic_get_wlen(const union mpsc_pbuf_generic* item) {
  const union log_msg_generic* msg = (const union log_msg_generic*)item;
  return z_log_item_is_msg(msg) ? log_msg_get_total_wlen(msg->log.hdr.desc) : 0U;
}

static inline uint8_t log_msg_get_domain(struct log_msg* msg) {
  return (uint8_t)msg->hdr.desc.domain;
}
static inline uint8_t log_msg_get_level(struct log_msg* msg) {
  return (uint8_t)msg->hdr.desc.level;
}
/* As in the header: see log_msg_get_source_id. */
static inline const void* log_msg_get_source(struct log_msg* msg) {
  return msg->hdr.source;
}
static inline log_timestamp_t log_msg_get_timestamp(struct log_msg* msg) {
  return msg->hdr.timestamp;
}
/* The thread; NULL in an interrupt and without CONFIG_LOG_THREAD_ID_PREFIX. */
static inline void* log_msg_get_tid(struct log_msg* msg) {
#ifdef CONFIG_LOG_THREAD_ID_PREFIX
  return msg->hdr.tid;
#else
  (void)msg;
  return NULL;
#endif
}
static inline uint8_t* log_msg_get_data(struct log_msg* msg, size_t* len) {
  *len = msg->hdr.desc.data_len;
  return msg->data + msg->hdr.desc.package_len;
}
static inline uint8_t* log_msg_get_package(struct log_msg* msg, size_t* len) {
  *len = msg->hdr.desc.package_len;
  return msg->data;
}
#ifdef CONFIG_LOG
/* The number of the source of a message; -1 if it has none. */
static inline int16_t log_msg_get_source_id(struct log_msg* msg) {
  const void* source = log_msg_get_source(msg);
  if (source == NULL || log_msg_get_level(msg) == LOG_LEVEL_NONE) {
    return -1;
  }
#ifdef CONFIG_LOG_RUNTIME_FILTERING
  return (int16_t)log_dynamic_source_id((struct log_source_dynamic_data*)source);
#else
  return (int16_t)log_const_source_id((const struct log_source_const_data*)source);
#endif
}
#endif

/* How Zephyr would make a message. Here each is made at run time; what comes out is the same. */
enum z_log_msg_mode { Z_LOG_MSG_MODE_RUNTIME, Z_LOG_MSG_MODE_FROM_STACK, Z_LOG_MSG_MODE_ZERO_COPY };

#define Z_LOG_MSG_CBPRINTF_FLAGS(cstr_cnt)       \
  (CBPRINTF_PACKAGE_FIRST_RO_STR_CNT(cstr_cnt) | \
   (IS_ENABLED(CONFIG_LOG_MSG_APPEND_RO_STRING_LOC) ? CBPRINTF_PACKAGE_ADD_STRING_IDXS : 0))

void z_log_msg_runtime_vcreate(uint8_t domain_id, const void* source, uint8_t level,
                               const void* data, size_t dlen, uint32_t package_flags,
                               const char* fmt, va_list ap);
void z_log_msg_runtime_create(uint8_t domain_id, const void* source, uint8_t level,
                              const void* data, size_t dlen, uint32_t package_flags,
                              const char* fmt, ...);
/* From a package that may have positions of read-write strings. */
void z_log_msg_static_create(const void* source, const struct log_msg_desc desc, uint8_t* package,
                             const void* data);
/* In the buffer of deferred logging: room for a message, NULL if there is none; then its end. */
struct log_msg* z_log_msg_alloc(uint32_t wlen);
void z_log_msg_finalize(struct log_msg* msg, const void* source, const struct log_msg_desc desc,
                        const void* data);

#define Z_LOG_MSG_FMT(...) Z_LOG_MSG_FMT_OF(__VA_OPT__(__VA_ARGS__, ) NULL)
#define Z_LOG_MSG_FMT_OF(...) __VA_ARGS__
#define Z_LOG_MSG_STACK_CREATE(cstr_cnt, domain_id, source, level, data, dlen, ...)     \
  z_log_msg_runtime_create((domain_id), (const void*)(source), (level), (data), (dlen), \
                           Z_LOG_MSG_CBPRINTF_FLAGS(cstr_cnt), Z_LOG_MSG_FMT(__VA_ARGS__))
#define Z_LOG_MSG_MUST_RUNTIME(flags, ...) \
  COND_CODE_1(IS_EMPTY(__VA_ARGS__), (0), (CBPRINTF_MUST_RUNTIME_PACKAGE(flags, __VA_ARGS__)))
#define Z_LOG_MSG_CREATE3(try_0cpy, mode, cstr_cnt, domain_id, source, level, data, dlen, ...) \
  do {                                                                                         \
    Z_LOG_MSG_STACK_CREATE(cstr_cnt, domain_id, source, level, data, dlen, __VA_ARGS__);       \
    (mode) = IS_ENABLED(CONFIG_LOG_ALWAYS_RUNTIME) ? Z_LOG_MSG_MODE_RUNTIME                    \
             : IS_ENABLED(CONFIG_LOG_SPEED) && (try_0cpy) && (dlen) == 0 &&                    \
                     !Z_LOG_MSG_MUST_RUNTIME(Z_LOG_MSG_CBPRINTF_FLAGS(cstr_cnt), __VA_ARGS__)  \
                 ? Z_LOG_MSG_MODE_ZERO_COPY                                                    \
                 : Z_LOG_MSG_MODE_FROM_STACK;                                                  \
  } while (false)
#define Z_LOG_MSG_CREATE2(...) Z_LOG_MSG_CREATE3(__VA_ARGS__)
#define Z_LOG_MSG_CREATE(try_0cpy, mode, domain_id, source, level, data, dlen, ...)                \
  Z_LOG_MSG_CREATE2(try_0cpy, mode, UTIL_CAT(Z_LOG_FUNC_PREFIX_, level), domain_id, source, level, \
                    data, dlen, Z_LOG_STR(level, __VA_ARGS__))

#ifdef __cplusplus
}
#endif
#endif
