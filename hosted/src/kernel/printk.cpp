// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#include <zephyr/sys/cbprintf.h>
#include <zephyr/sys/printk-hooks.h>
#include <zephyr/sys/printk.h>

#include "host/end_report.hpp"
#include "host/process.hpp"
#include "kernel/cbprintf.hpp"
#include "kernel/console.hpp"
#include "kernel/fatal.hpp"
#include "kernel/format.hpp"

using namespace hosted;

namespace {

int console_char(int c) {
  char byte = static_cast<char>(c);
  write_output(&byte, 1);
  return c;
}

printk_hook_fn_t g_hook = console_char;

[[maybe_unused]] int hook_char(int c, void*) {
  (void)g_hook(c);
  return 0;
}

}  // namespace

#ifndef CONFIG_LOG_MODE_DEFERRED
namespace hosted {
void finish_log() {}
}  // namespace hosted
#endif

extern "C" {

void __printk_hook_install(printk_hook_fn_t fn) {
  g_hook = fn;
}

printk_hook_fn_t __printk_get_hook(void) {
  return g_hook;
}

#ifdef CONFIG_PRINTK
void vprintk(const char* fmt, va_list ap) {
#ifdef CONFIG_LOG_PRINTK
  log_text(fmt, ap);
#else
  if (g_hook == console_char) {
    (void)format_output(fmt, ap, format_text);
  } else {
    (void)cbvprintf(hook_char, nullptr, fmt, ap);
  }
#endif
}

void printk(const char* fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vprintk(fmt, ap);
  va_end(ap);
}
#endif

int vsnprintk(char* str, size_t size, const char* fmt, va_list ap) {
  return host_vsnprintf(str, size, fmt, ap);
}

int snprintk(char* str, size_t size, const char* fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  int length = host_vsnprintf(str, size, fmt, ap);
  va_end(ap);
  return length;
}

void assert_print(const char* fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  va_list again;
  va_copy(again, ap);
  note_assertion(fmt, again);
  va_end(again);
#ifdef CONFIG_PRINTK
  vprintk(fmt, ap);
#else
  (void)format_output(fmt, ap, format_text);
#endif
  va_end(ap);
}

__attribute__((weak)) void assert_post_action(const char*, unsigned int) {
  raise_fatal(K_ERR_KERNEL_PANIC);
}

}  // extern "C"
