// SPDX-License-Identifier: Apache-2.0
// Backends, filters, sources, outputs and the buffer of deferred logging. What happens is shown by
// printf, which does not go through the log; sizes are those of 64-bit Zephyr.
#include <stdio.h>
#include <string.h>
#include <zephyr/kernel.h>
#include <zephyr/logging/log.h>
#include <zephyr/logging/log_backend_std.h>
#include <zephyr/logging/log_ctrl.h>
#include <zephyr/logging/log_output_custom.h>

#include "instances.h"

LOG_MODULE_REGISTER(alpha, LOG_LEVEL_DBG);
LOG_INSTANCE_REGISTER(house, front, LOG_LEVEL_INF);
LOG_INSTANCE_REGISTER(house, back, LOG_LEVEL_WRN);

static struct door front = {LOG_INSTANCE_PTR_INIT(log, house, front).number = 1};
static struct door back = {LOG_INSTANCE_PTR_INIT(log, house, back).number = 2};

#define SHOW(expression) printf("%s = %ld\n", #expression, (long)(expression))

/* --- a backend that shows the parts of a message --- */

static int put(int c, void* ctx) {
  (void)ctx;
  putchar(c);
  return c;
}

static void show_parts(const struct log_backend* const backend, union log_msg_generic* msg) {
  size_t length;
  int source = log_msg_get_source_id(&msg->log);
  printf("%s: level %d, source %s, thread %s: ", backend->name, log_msg_get_level(&msg->log),
         source >= 0 ? log_source_name_get(0, (uint32_t)source) : "none",
         k_thread_name_get(log_msg_get_tid(&msg->log)));
  uint8_t* package = log_msg_get_package(&msg->log, &length);
  int characters = cbpprintf(put, NULL, package);
  uint8_t* data = log_msg_get_data(&msg->log, &length);
  printf(" (%d characters, %zu bytes of data%s)\n", characters, length,
         length > 0 && data[0] == 0xca ? " as given" : "");
}
static void show_dropped(const struct log_backend* const backend, uint32_t count) {
  printf("%s: %u dropped\n", backend->name, count);
}
static void show_panic(const struct log_backend* const backend) {
  printf("%s: panic, context %s\n", backend->name, (const char*)backend->cb->ctx);
}
static int events;
static void count_event(const struct log_backend* const backend, enum log_backend_evt event,
                        union log_backend_evt_arg* arg) {
  events += event == LOG_BACKEND_EVT_PROCESS_THREAD_DONE;
}
static const struct log_backend_api parts_api = {
    .process = show_parts, .dropped = show_dropped, .panic = show_panic, .notify = count_event};
LOG_BACKEND_DEFINE(parts, parts_api, false, (void*)"initial");

/* --- a backend with an output of its own, that is ready late --- */

static char kept[256];
static size_t kept_length;
static int pieces;
static int keep(uint8_t* data, size_t size, void* ctx) {
  size_t taken = size > 3 ? 3 : size;
  memcpy(kept + kept_length, data, taken);
  kept_length += taken;
  ++pieces;
  (*(int*)ctx)++;
  return (int)taken;
}
static uint8_t text_buffer[10];
LOG_OUTPUT_DEFINE(text_output, keep, text_buffer, sizeof(text_buffer));

static uint32_t text_format = LOG_OUTPUT_TEXT;
static void show_text(const struct log_backend* const backend, union log_msg_generic* msg) {
  int calls = 0;
  kept_length = 0;
  log_output_ctx_set(&text_output, &calls);
  log_format_func_t_get(text_format)(&text_output, &msg->log,
                                     log_backend_std_get_flags() & ~LOG_OUTPUT_FLAG_COLORS);
  kept[kept_length] = '\0';
  for (size_t i = 0; i < kept_length; ++i) {
    kept[i] = kept[i] == '\r' ? '~' : kept[i];
  }
  printf("%s: |%s| in %s\n", backend->name, kept, calls > 1 ? "pieces" : "one");
}
static int text_ready(const struct log_backend* const backend) {
  return k_uptime_get() < 200 ? -EBUSY : 0;
}
static int set_format(const struct log_backend* const backend, uint32_t type) {
  text_format = type;
  return 0;
}
static const struct log_backend_api text_api = {
    .process = show_text, .is_ready = text_ready, .format_set = set_format};
LOG_BACKEND_DEFINE(text, text_api, true);

static void custom(const struct log_output* output, struct log_msg* msg, uint32_t flags) {
  log_output_process(output, 7, "domain", "source", NULL, LOG_LEVEL_WRN, NULL, NULL, 0,
                     LOG_OUTPUT_FLAG_LEVEL | LOG_OUTPUT_FLAG_TIMESTAMP);
}

static log_timestamp_t count_up(void) {
  static log_timestamp_t now;
  return now += 1500000;
}

static void sources(void) {
  SHOW(log_src_cnt_get(0) >= 3);
  SHOW(log_source_id_get("house.front") - log_source_id_get("house.back"));
  SHOW(log_source_id_get("nobody"));
  SHOW(log_compiled_level_get(0, (uint32_t)log_source_id_get("house.back")));
  SHOW(LOG_CURRENT_MODULE_ID() == (uint32_t)log_source_id_get("alpha"));
  SHOW(log_backend_count_get());
  SHOW(log_backend_is_active(&text));
  SHOW(log_backend_get_by_name("parts") == &parts);
  SHOW(log_backend_get_by_name("absent") == NULL);
}

static void filters(void) {
  int16_t id = (int16_t)log_source_id_get("alpha");
  SHOW(log_filter_get(&parts, 0, id, true));
  SHOW(log_filter_set(&parts, 0, id, LOG_LEVEL_WRN));
  LOG_INF("not for parts");
  LOG_WRN("for both");
  log_flush();
  SHOW(log_filter_set(NULL, 0, id, LOG_LEVEL_NONE));
  LOG_ERR("for nobody");
  SHOW(log_buffered_cnt());
  SHOW(log_filter_set(NULL, 0, id, LOG_LEVEL_DBG));
  id = (int16_t)log_source_id_get("house.back");
  SHOW(log_filter_set(&parts, 0, id, LOG_LEVEL_DBG));
}

static void buffer(void) {
  uint32_t size;
  uint32_t used;
  static uint8_t big[600] = {0xca};
  log_flush();
  SHOW(log_mem_get_usage(&size, &used));
  SHOW(size);
  SHOW(used);
  LOG_INF("40 bytes");
  (void)log_mem_get_usage(&size, &used);
  SHOW(used);
  LOG_HEXDUMP_INF(big, sizeof(big), "larger than the buffer");
  for (int i = 0; i < 14; ++i) {
    LOG_INF("number %d", i);
  }
  SHOW(log_mem_get_max_usage(&used));
  SHOW(used);
  SHOW(log_data_pending());
  log_flush();
}

int main(void) {
  sources();
  LOG_INF("before the backends: %s", "kept");
  k_msleep(300);
  SHOW(log_backend_is_active(&text));
  log_backend_enable(&parts, (void*)"given", LOG_LEVEL_DBG);
  char word[] = "copied";
  LOG_INF("%s %d %lld %.1f %.3s", word, -1, 1234567890123LL, 0.5, "abcdef");
  memset(word, 'x', sizeof(word) - 1);
  LOG_DBG("with a function");
  LOG_RAW("raw\n");
  printk("printk %d\n", 1);
  use_door(&front);
  use_door(&back);
  log_flush();
  filters();
  SHOW(log_set_tag("too long"));
  SHOW(log_format_set_all_active_backends(LOG_OUTPUT_CUSTOM) == &parts);
  log_custom_output_msg_set(custom);
  LOG_INF("formatted by the application");
  log_flush();
  SHOW(log_backend_format_set(&text, LOG_OUTPUT_SYST));
  SHOW(log_backend_format_set(&parts, LOG_OUTPUT_TEXT));
  SHOW(log_backend_format_set(&text, LOG_OUTPUT_TEXT));
  SHOW(log_set_timestamp_func(NULL, 0));
  SHOW(log_set_timestamp_func(count_up, 1000000));
  LOG_INF("later");
  log_flush();
  log_backend_disable(&text);
  log_backend_disable(log_backend_get_by_name("log_backend_native_posix"));
  buffer();
  SHOW(events > 0);
  LOG_INF("pending");
  LOG_PANIC();
  LOG_INF("at once");
  printf("end\n");
}
