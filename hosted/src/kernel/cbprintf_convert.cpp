// SPDX-License-Identifier: Apache-2.0
// Packages into packages: appending the strings whose positions are noted.
#include <zephyr/kernel.h>
#include <zephyr/linker/utils.h>
#include <zephyr/sys/cbprintf.h>

#include <cstdint>
#include <cstring>

namespace hosted {
namespace {

constexpr std::size_t kMostNotes = 16;

struct Positions {
  std::uint8_t at[2 * kMostNotes];
  std::uint8_t count = 0;
  void add(std::uint8_t value) {
    if (count < sizeof at) {
      at[count++] = value;
    }
  }
};

// Whether the conversion of argument `number` is %p.
bool printed_as_pointer(const char* format, unsigned number) {
  for (const char* at = format; (at = std::strchr(at, '%')) != nullptr;) {
    ++at;
    if (*at == '%') {
      ++at;
      continue;
    }
    at += std::strspn(at, "#-+ 0123456789.hljztL*");
    if (*at == '\0') {
      return false;
    }
    if (number-- == 0) {
      return *at == 'p';
    }
  }
  return false;
}

std::size_t package_length(const std::uint8_t* package, const cbprintf_package_desc& desc) {
  std::size_t length = desc.len * sizeof(int) + desc.ro_str_cnt + 2U * desc.rw_str_cnt;
  for (unsigned i = 0; i < desc.str_cnt; ++i) {
    length += 1 + std::strlen(reinterpret_cast<const char*>(package) + length + 1) + 1;
  }
  return length;
}

// What becomes of each string.
struct Plan {
  Positions append;
  Positions keep_read_only;
  Positions keep_read_write;
};

const char* string_at(const std::uint8_t* package, std::uint8_t position) {
  const char* text = nullptr;
  std::memcpy(&text, package + position * sizeof(int), sizeof text);
  return text;
}

Plan plan_of(const std::uint8_t* package, const cbprintf_package_desc& desc, std::uint32_t flags) {
  bool read_only = (flags & CBPRINTF_PACKAGE_CONVERT_RO_STR) != 0;
  bool read_write = (flags & CBPRINTF_PACKAGE_CONVERT_RW_STR) != 0;
  bool keep = (flags & CBPRINTF_PACKAGE_CONVERT_KEEP_RO_STR) != 0 || !read_write;
  Plan plan;
  const std::uint8_t* at = package + desc.len * sizeof(int);
  for (unsigned i = 0; i < desc.ro_str_cnt; ++i) {
    (read_only ? plan.append : plan.keep_read_only).add(*at++);
  }
  const char* format = string_at(package, sizeof(void*) / sizeof(int));
  for (unsigned i = 0; i < desc.rw_str_cnt; ++i) {
    std::uint8_t arg = *at++;
    std::uint8_t position = *at++;
    if ((flags & CBPRINTF_PACKAGE_CONVERT_PTR_CHECK) != 0 && printed_as_pointer(format, arg)) {
      continue;
    }
    const char* text = string_at(package, position);
    if (text == nullptr) {
      continue;
    }
    if (linker_is_in_rodata(text)) {
      if (read_only) {
        plan.append.add(position);
      } else if (keep) {
        plan.keep_read_only.add(position);
      }
    } else if (read_write) {
      plan.append.add(position);
    } else {
      plan.keep_read_write.add(arg);
      plan.keep_read_write.add(position);
    }
  }
  return plan;
}

// Hands parts on and adds up what was taken; ends at the first refusal.
class Output {
 public:
  Output(cbprintf_convert_cb take, void* ctx) : take_(take), ctx_(ctx) {}
  void put(const void* part, std::size_t length) {
    if (result_ < 0) {
      return;
    }
    int taken = take_ != nullptr ? take_(part, length, ctx_) : static_cast<int>(length);
    result_ = taken < 0 ? taken : result_ + taken;
  }
  int finish() {
    if (result_ >= 0 && take_ != nullptr) {
      (void)take_(nullptr, 0, ctx_);
    }
    return result_;
  }

 private:
  cbprintf_convert_cb take_;
  void* ctx_;
  int result_ = 0;
};

struct Memory {
  std::uint8_t* at;
  std::size_t left;
};

int copy_part(const void* part, std::size_t length, void* ctx) {
  auto* memory = static_cast<Memory*>(ctx);
  if (length > memory->left) {
    return -ENOSPC;
  }
  if (length > 0) {
    std::memcpy(memory->at, part, length);
  }
  memory->at += length;
  memory->left -= length;
  return static_cast<int>(length);
}

}  // namespace
}  // namespace hosted

using namespace hosted;

extern "C" {

int cbprintf_package_convert(void* in_packaged, size_t in_len, cbprintf_convert_cb cb, void* ctx,
                             uint32_t flags, uint16_t* strl, size_t strl_len) {
  auto* package = static_cast<std::uint8_t*>(in_packaged);
  union cbprintf_package_hdr header;
  std::memcpy(&header, package, sizeof header);
  cbprintf_package_desc desc = header.desc;
  in_len = in_len != 0 ? in_len : package_length(package, desc);
  bool any = (desc.ro_str_cnt > 0 && (flags & CBPRINTF_PACKAGE_CONVERT_RO_STR) != 0) ||
             (desc.rw_str_cnt > 0 && (flags & CBPRINTF_PACKAGE_CONVERT_RW_STR) != 0);
  Output out(cb, ctx);
  if (!any) {
    out.put(package, in_len);
    return out.finish();
  }
  Plan plan = plan_of(package, desc, flags);
  std::size_t arguments = desc.len * sizeof(int);
  header.desc.str_cnt = static_cast<std::uint8_t>(desc.str_cnt + plan.append.count);
  header.desc.ro_str_cnt = plan.keep_read_only.count;
  header.desc.rw_str_cnt = plan.keep_read_write.count / 2;
  out.put(&header, sizeof header);
  out.put(package + sizeof header, arguments - sizeof header);
  out.put(plan.keep_read_only.at, plan.keep_read_only.count);
  out.put(plan.keep_read_write.at, plan.keep_read_write.count);
  std::size_t strings = arguments + desc.ro_str_cnt + 2U * desc.rw_str_cnt;
  out.put(package + strings, in_len - strings);
  for (unsigned i = 0; i < plan.append.count; ++i) {
    const char* text = string_at(package, plan.append.at[i]);
    std::size_t length = std::strlen(text) + 1;
    if (strl != nullptr && i < strl_len) {
      // The size was computed with these lengths: a text that has grown since is cut.
      if (cb == nullptr) {
        strl[i] = static_cast<std::uint16_t>(length);
      } else if (strl[i] != 0 && length > strl[i]) {
        length = strl[i];
      }
    }
    out.put(&plan.append.at[i], 1);
    out.put(text, length - 1);
    out.put("", 1);
  }
  return out.finish();
}

int cbprintf_package_copy(void* in_packaged, size_t in_len, void* packaged, size_t len,
                          uint32_t flags, uint16_t* strl, size_t strl_len) {
  Memory memory{static_cast<std::uint8_t*>(packaged), len};
  return cbprintf_package_convert(in_packaged, in_len, packaged != nullptr ? copy_part : nullptr,
                                  &memory, flags, strl, strl_len);
}

}  // extern "C"
