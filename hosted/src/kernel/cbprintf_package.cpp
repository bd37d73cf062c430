// SPDX-License-Identifier: Apache-2.0
// Making packages: <zephyr/sys/cbprintf.h> says what they look like.
#include <zephyr/kernel.h>
#include <zephyr/linker/utils.h>
#include <zephyr/sys/cbprintf.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "host/call.hpp"
#include "kernel/cbprintf.hpp"
#include "kernel/cbprintf_kinds.hpp"

namespace hosted {
namespace {

constexpr std::size_t kMostStrings = 16;
constexpr std::size_t kMostPosition = 127;
constexpr std::size_t kMostInts = 255;
constexpr std::size_t kWord = sizeof(void*);

struct StringNote {
  std::uint8_t position;  // in ints
  std::uint8_t arg;       // number of the argument, the format aside
  bool read_only;
  std::size_t length;  // to be appended, without NUL
};

class Packer {
 public:
  Packer(void* packaged, std::size_t len, std::size_t align_offset, std::uint32_t flags)
      : base_(static_cast<std::uint8_t*>(packaged)),
        capacity_(packaged != nullptr ? len : SIZE_MAX),
        origin_(packaged != nullptr ? reinterpret_cast<std::uintptr_t>(packaged)
                                    : align_offset % CBPRINTF_PACKAGE_ALIGNMENT),
        flags_(flags),
        first_read_only_(1 + Z_CBPRINTF_PACKAGE_FIRST_RO_STR_CNT_GET(flags)) {}

  // Strings whose types are known (static packaging) are never looked at.
  void trust_types() { static_ = true; }

  void put_int(int value) { put(&value, sizeof value, kWord); }
  void put_long(std::int64_t value) { put(&value, sizeof value, kWord); }
  void put_double(double value) { put(&value, sizeof value, kWord); }
  void put_long_double(long double value) { put(&value, sizeof value, alignof(long double)); }
  void put_pointer(const void* value) { put(&value, sizeof value, kWord); }
  void begin_arg() { ++arg_; }

  // limit: characters that count, -1 for all.
  void put_string(const char* text, bool const_chars, int limit) {
    put_pointer(text);
    bool first = first_read_only_ > 0;
    if (first) {
      --first_read_only_;
    }
    bool read_only =
        first || (static_ ? (flags_ & CBPRINTF_PACKAGE_CONST_CHAR_RO) != 0 && const_chars
                          : text == nullptr || linker_is_in_rodata(text));
    note_string(text, read_only, limit);
  }
  // Counts arguments that are no strings as well, as static packaging does.
  void pass_read_only() {
    if (static_ && first_read_only_ > 0) {
      --first_read_only_;
    }
  }

  int finish() {
    if (error_ != 0) {
      return error_;
    }
    if (size_ / sizeof(int) > kMostInts) {
      return -EINVAL;
    }
    bool positions = (flags_ & CBPRINTF_PACKAGE_ADD_RW_STR_POS) != 0;
    std::size_t total = size_ + appended_;
    if (base_ == nullptr) {
      return static_cast<int>(total);
    }
    if (total > capacity_) {
      return -ENOSPC;
    }
    std::uint8_t read_only = 0;
    std::uint8_t read_write = 0;
    for (std::size_t i = 0; i < notes_; ++i) {
      ++(note_[i].read_only ? read_only : read_write);
    }
    union cbprintf_package_hdr header {};
    header.desc.len = static_cast<std::uint8_t>(size_ / sizeof(int));
    header.desc.str_cnt = positions ? std::uint8_t{0} : read_write;
    header.desc.rw_str_cnt = positions ? read_write : std::uint8_t{0};
    header.desc.ro_str_cnt = read_only;
#ifdef CONFIG_CBPRINTF_PACKAGE_HEADER_STORE_CREATION_FLAGS
    header.desc.pkg_flags = flags_;
#endif
    std::memcpy(base_, &header, sizeof header);
    append(positions);
    return static_cast<int>(total);
  }

  void fail(int error) {
    if (error_ == 0) {
      error_ = error;
    }
  }
  bool failed() const {
    return error_ != 0;
  }

 private:
  void put(const void* value, std::size_t size, std::size_t align) {
    std::size_t at = ((origin_ + size_ + align - 1) / align) * align - origin_;
    if (at + size > capacity_) {
      fail(-ENOSPC);
    }
    if (error_ != 0) {
      return;
    }
    if (base_ != nullptr) {
      std::memset(base_ + size_, 0, at - size_);
      std::memcpy(base_ + at, value, size);
    }
    last_ = at;
    size_ = at + size;
  }

  void note_string(const char* text, bool read_only, int limit) {
    if (error_ != 0 || (read_only && (flags_ & CBPRINTF_PACKAGE_ADD_RO_STR_POS) == 0)) {
      return;
    }
    bool append = !read_only && (flags_ & CBPRINTF_PACKAGE_ADD_RW_STR_POS) == 0;
    if (notes_ == kMostStrings || last_ / sizeof(int) > kMostPosition || (append && static_)) {
      fail(-EINVAL);
      return;
    }
    std::size_t length = 0;
    if (append) {
      length = limit >= 0 ? strnlen(text, static_cast<std::size_t>(limit)) : std::strlen(text);
    }
    note_[notes_++] = {static_cast<std::uint8_t>(last_ / sizeof(int)),
                       static_cast<std::uint8_t>(arg_), read_only, length};
    appended_ += read_only ? 1 : append ? length + 2 : 2;
  }

  void append(bool positions) {
    std::uint8_t* at = base_ + size_;
    for (std::size_t i = 0; i < notes_; ++i) {
      if (note_[i].read_only) {
        *at++ = note_[i].position;
      }
    }
    for (std::size_t i = 0; i < notes_; ++i) {
      const StringNote& note = note_[i];
      if (note.read_only) {
        continue;
      }
      if (positions) {
        *at++ = note.arg;
        *at++ = note.position;
        continue;
      }
      std::uint8_t* slot = base_ + note.position * sizeof(int);
      const char* text = nullptr;
      std::memcpy(&text, slot, sizeof text);
      std::memset(slot, 0, sizeof text);
      *at++ = note.position;
      std::memcpy(at, text, note.length);
      at += note.length;
      *at++ = 0;
    }
  }

  std::uint8_t* base_;
  std::size_t capacity_;
  std::size_t origin_;
  std::uint32_t flags_;
  unsigned first_read_only_;
  bool static_ = false;
  std::size_t size_ = sizeof(union cbprintf_package_hdr);
  std::size_t last_ = 0;
  std::size_t appended_ = 0;
  StringNote note_[kMostStrings];
  std::size_t notes_ = 0;
  int arg_ = -1;
  int error_ = 0;
};

// `next` gives the kinds, `limit` the precision of the string at hand.
template <typename Next, typename Limit>
int pack(Packer& packer, const char* format, std::va_list args, Next next, Limit limit) {
  packer.put_string(format, true, -1);
  int precision = -1;
  for (Kind kind = next(); !packer.failed(); kind = next()) {
    if (kind.tag >= 0) {
      packer.put_int(kind.tag);
    }
    if (kind.arg == Arg::kEnd) {
      break;
    }
    packer.begin_arg();
    switch (kind.arg) {
      case Arg::kString: {
        int fixed = limit();
        packer.put_string(va_arg(args, const char*), kind.const_chars,
                          precision >= 0 ? precision : fixed);
        precision = -1;
        continue;
      }
      case Arg::kInt: {
        int value = va_arg(args, int);
        packer.put_int(value);
        precision = kind.precision ? value : precision;
        break;
      }
      case Arg::kLong:
        packer.put_long(va_arg(args, long));
        break;
      case Arg::kDouble:
        packer.put_double(va_arg(args, double));
        break;
      case Arg::kLongDouble:
        packer.put_long_double(va_arg(args, long double));
        break;
      case Arg::kPointer:
        packer.put_pointer(va_arg(args, const void*));
        break;
      default:
        packer.fail(-EINVAL);
    }
    packer.pass_read_only();
    precision = kind.precision ? precision : -1;
  }
  return packer.finish();
}

}  // namespace

#ifdef CONFIG_CBPRINTF_PACKAGE_SUPPORT_TAGGED_ARGUMENTS
int untag(const char* format, std::va_list args, void* packaged, std::size_t size) {
  va_list own;
  va_copy(own, args);
  // The last strings count as read-only: the package is read before anything can change them.
  Packer packer(packaged, size, 0, CBPRINTF_PACKAGE_CONST_CHAR_RO);
  packer.trust_types();
  auto next = [&own] {
    Kind kind = kind_of_type(va_arg(own, int));
    kind.const_chars = true;
    return kind;
  };
  int result = pack(packer, format, own, next, [] { return -1; });
  va_end(own);
  return result;
}
#endif

}  // namespace hosted

using namespace hosted;

extern "C" {

int cbvprintf_package(void* packaged, size_t len, uint32_t flags, const char* format, va_list ap) {
  if (reinterpret_cast<std::uintptr_t>(packaged) % kWord != 0) {
    return -EFAULT;
  }
  int result = 0;
  va_list args;
  va_copy(args, ap);
  host_call([&] {
    Packer packer(packaged, len, len, flags);
#ifdef CONFIG_CBPRINTF_PACKAGE_SUPPORT_TAGGED_ARGUMENTS
    if ((flags & CBPRINTF_PACKAGE_ARGS_ARE_TAGGED) != 0) {
      auto next = [&args] {
        int tag = va_arg(args, int);
        Kind kind = kind_of_type(tag);
        kind.tag = tag;
        return kind;
      };
      result = pack(packer, format, args, next, [] { return -1; });
      return;
    }
#endif
    FormatKinds kinds(format);
    result = pack(
        packer, format, args, [&] { return kinds.next(); },
        [&] { return kinds.fixed_precision(); });
  });
  va_end(args);
  return result;
}

int cbprintf_package(void* packaged, size_t len, uint32_t flags, const char* format, ...) {
  va_list args;
  va_start(args, format);
  int result = cbvprintf_package(packaged, len, flags, format, args);
  va_end(args);
  return result;
}

int z_cbprintf_static_package(void* packaged, size_t len, size_t align_offset, uint32_t flags,
                              const uint8_t* types, size_t count, const char* format, ...) {
  if (reinterpret_cast<std::uintptr_t>(packaged) % kWord != 0) {
    return -EFAULT;
  }
  int result = 0;
  va_list args;
  va_start(args, format);
  host_call([&] {
    Packer packer(packaged, len, align_offset, flags);
    packer.trust_types();
    size_t at = 0;
    auto next = [&] { return at < count ? kind_of_type(types[at++]) : Kind{}; };
    result = pack(packer, format, args, next, [] { return -1; });
  });
  va_end(args);
  return result;
}

bool z_cbprintf_must_runtime(uint32_t flags, const uint8_t* types, size_t count) {
  if ((flags & CBPRINTF_PACKAGE_ADD_RW_STR_POS) != 0) {
    return false;
  }
  bool const_is_fine = (flags & CBPRINTF_PACKAGE_CONST_CHAR_RO) != 0;
  for (size_t i = Z_CBPRINTF_PACKAGE_FIRST_RO_STR_CNT_GET(flags); i < count; ++i) {
    if (types[i] == CBPRINTF_PACKAGE_ARG_TYPE_PTR_CHAR ||
        (types[i] == HOSTED_CBPRINTF_CONST_CHARS && !const_is_fine)) {
      return true;
    }
  }
  return false;
}

}  // extern "C"
