// SPDX-License-Identifier: Apache-2.0
// Formatting: the text is made whole on the host stack; then the callback, which may be the
// application's and may wait, runs on the caller's.
#include "kernel/cbprintf.hpp"

#include <zephyr/kernel.h>
#include <zephyr/sys/cbprintf.h>

#include <cstring>

#include "host/call.hpp"
#include "host/process.hpp"
#include "host/real_alloc.hpp"
#include "host/real_stdio.hpp"
#include "kernel/format.hpp"

namespace hosted {
namespace {

// What a va_list is on x86-64 (System V ABI 3.5.7).
struct ArgumentList {
  unsigned gp_offset;
  unsigned fp_offset;
  const void* overflow_arg_area;
  void* reg_save_area;
};
constexpr unsigned kNoGpLeft = 6 * 8;
constexpr unsigned kNoFpLeft = 6 * 8 + 8 * 16;

}  // namespace

PackageArguments::PackageArguments(void* packaged) {
  auto* bytes = static_cast<unsigned char*>(packaged);
  union cbprintf_package_hdr header;
  std::memcpy(&header, bytes, sizeof header);
  std::memcpy(&format, bytes + sizeof header, sizeof format);
  const auto& desc = header.desc;
  unsigned char* at = bytes + desc.len * sizeof(int) + desc.ro_str_cnt + 2U * desc.rw_str_cnt;
  for (unsigned i = 0; i < desc.str_cnt; ++i) {
    unsigned char* text = at + 1;
    std::memcpy(bytes + *at * sizeof(int), &text, sizeof text);
    at = text + std::strlen(reinterpret_cast<char*>(text)) + 1;
    // The format itself may be among them.
    std::memcpy(&format, bytes + sizeof header, sizeof format);
  }
#ifdef CONFIG_CBPRINTF_PACKAGE_SUPPORT_TAGGED_ARGUMENTS
  tagged = (desc.pkg_flags & CBPRINTF_PACKAGE_ARGS_ARE_TAGGED) != 0;
#endif
  ArgumentList list{kNoGpLeft, kNoFpLeft, bytes + sizeof(cbprintf_package_hdr_ext), nullptr};
  static_assert(sizeof list == sizeof args);
  std::memcpy(&args, &list, sizeof list);
}

int host_vsnprintf(char* str, std::size_t size, const char* format, std::va_list args) {
  int length = 0;
  host_call([&] { length = format_text(str, size, format, args); });
  return length;
}

}  // namespace hosted

using namespace hosted;

extern "C" {

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

int vprintfcb(const char* format, va_list ap) {
  return format_output(format, ap, format_text);
}

int printfcb(const char* format, ...) {
  va_list ap;
  va_start(ap, format);
  int length = format_output(format, ap, format_text);
  va_end(ap);
  return length;
}

int vfprintfcb(FILE* stream, const char* format, va_list ap) {
  if (stream == stdout) {
    return format_output(format, ap, format_text);
  }
  auto put = [](int c, void* to) { return std::fputc(c, static_cast<FILE*>(to)); };
  return cbvprintf(put, stream, format, ap);
}

int fprintfcb(FILE* stream, const char* format, ...) {
  va_list ap;
  va_start(ap, format);
  int length = vfprintfcb(stream, format, ap);
  va_end(ap);
  return length;
}

int cbvprintf(cbprintf_cb out, void* ctx, const char* format, va_list ap) {
  char* text = nullptr;
  int length = 0;
  host_call([&] {
    va_list again;
    va_copy(again, ap);
    length = format_text(nullptr, 0, format, again);
    va_end(again);
    text =
        length >= 0 ? static_cast<char*>(real::malloc(static_cast<size_t>(length) + 1)) : nullptr;
    if (text != nullptr) {
      (void)format_text(text, static_cast<size_t>(length) + 1, format, ap);
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
  host_call([text] { real::free(text); });
  return result;
}

int cbprintf(cbprintf_cb out, void* ctx, const char* format, ...) {
  va_list ap;
  va_start(ap, format);
  int result = cbvprintf(out, ctx, format, ap);
  va_end(ap);
  return result;
}

#ifdef CONFIG_CBPRINTF_PACKAGE_SUPPORT_TAGGED_ARGUMENTS
// The tags say the same as the format, so that a package without them formats alike.
int cbvprintf_tagged_args(cbprintf_cb out, void* ctx, const char* format, va_list ap) {
  va_list again;
  va_copy(again, ap);
  int length = 0;
  void* plain = nullptr;
  host_call([&] {
    length = untag(format, ap, nullptr, 0);
    plain = length > 0 ? real::malloc(static_cast<size_t>(length)) : nullptr;
    if (plain != nullptr) {
      length = untag(format, again, plain, static_cast<size_t>(length));
    }
  });
  va_end(again);
  if (plain == nullptr) {
    return length < 0 ? length : -ENOMEM;
  }
  int result = cbpprintf_external(out, cbvprintf, ctx, plain);
  host_call([plain] { real::free(plain); });
  return result;
}
#endif

int cbpprintf_external(cbprintf_cb out, cbvprintf_external_formatter_func formatter, void* ctx,
                       void* packaged) {
  if (packaged == nullptr) {
    return -EINVAL;
  }
  PackageArguments arguments(packaged);
  return formatter(out, ctx, arguments.format, arguments.args);
}

int cbpprintf(cbprintf_cb out, void* ctx, void* packaged) {
  if (packaged == nullptr) {
    return -EINVAL;
  }
  PackageArguments arguments(packaged);
#ifdef CONFIG_CBPRINTF_PACKAGE_SUPPORT_TAGGED_ARGUMENTS
  if (arguments.tagged) {
    return cbvprintf_tagged_args(out, ctx, arguments.format, arguments.args);
  }
#endif
  return cbvprintf(out, ctx, arguments.format, arguments.args);
}

}  // extern "C"
