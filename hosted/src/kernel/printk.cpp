// SPDX-License-Identifier: Apache-2.0
#include <zephyr/kernel.h>
#include <zephyr/sys/cbprintf.h>
#include <zephyr/sys/printk.h>

#include <cstdlib>

#include "host/call.hpp"
#include "host/end_report.hpp"
#include "host/process.hpp"
#include "host/real_stdio.hpp"
#include "kernel/fatal.hpp"
#include "kernel/log_queue.hpp"

using namespace hosted;

namespace {

int host_vsnprintf(char* str, size_t size, const char* fmt, va_list ap) {
  int length = 0;
  host_call([&] { length = real::vsnprintf(str, size, fmt, ap); });
  return length;
}

}  // namespace

extern "C" {

#ifdef CONFIG_PRINTK
void vprintk(const char* fmt, va_list ap) {
  console_text(fmt, ap);
}

void printk(const char* fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  console_text(fmt, ap);
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

int vsnprintfcb(char* str, size_t size, const char* format, va_list ap) {
  return host_vsnprintf(str, size, format, ap);
}

int snprintfcb(char* str, size_t size, const char* format, ...) {
  va_list ap;
  va_start(ap, format);
  int length = host_vsnprintf(str, size, format, ap);
  va_end(ap);
  return length;
}

int printfcb(const char* format, ...) {
  va_list ap;
  va_start(ap, format);
  int length = format_output(format, ap);
  va_end(ap);
  return length;
}

int fprintfcb(void* stream, const char* format, ...) {
  va_list ap;
  va_start(ap, format);
  int length = 0;
  host_call([&] { length = real::vfprintf(static_cast<std::FILE*>(stream), format, ap); });
  va_end(ap);
  return length;
}

int cbvprintf(cbprintf_cb out, void* ctx, const char* format, va_list ap) {
  // Formatted whole on the host stack; then `out`, which may be the application's and may wait,
  // runs on the caller's.
  char* text = nullptr;
  int length = 0;
  host_call([&] {
    va_list again;
    va_copy(again, ap);
    length = real::vsnprintf(nullptr, 0, format, again);
    va_end(again);
    text = length >= 0 ? static_cast<char*>(std::malloc(static_cast<size_t>(length) + 1)) : nullptr;
    if (text != nullptr) {
      (void)real::vsnprintf(text, static_cast<size_t>(length) + 1, format, ap);
    }
  });
  if (text == nullptr) {
    return length < 0 ? length : -ENOMEM;
  }
  int result = length;
  for (int i = 0; i < length; ++i) {
    int status = out(static_cast<unsigned char>(text[i]), ctx);
    if (status < 0) {
      result = status;
      break;
    }
  }
  host_call([text] { std::free(text); });
  return result;
}

int cbprintf(cbprintf_cb out, void* ctx, const char* format, ...) {
  va_list ap;
  va_start(ap, format);
  int result = cbvprintf(out, ctx, format, ap);
  va_end(ap);
  return result;
}

void assert_print(const char* fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  va_list again;
  va_copy(again, ap);
  note_assertion(fmt, again);
  va_end(again);
  (void)format_output(fmt, ap);
  va_end(ap);
}

__attribute__((weak)) void assert_post_action(const char*, unsigned int) {
  raise_fatal(K_ERR_KERNEL_PANIC);
}

}  // extern "C"
