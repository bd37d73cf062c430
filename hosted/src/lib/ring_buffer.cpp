// SPDX-License-Identifier: Apache-2.0
#include <zephyr/sys/ring_buffer.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace {

// One side of the buffer. Positions count modulo 2^32, so differences are exact though the size is
// no power of two; the base moves on by the size at each wrap.
struct Side {
  std::int32_t& head;
  std::int32_t& tail;
  std::int32_t& base;

  static std::uint32_t distance(std::int32_t from, std::int32_t to) {
    return static_cast<std::uint32_t>(to) - static_cast<std::uint32_t>(from);
  }
  static std::int32_t after(std::int32_t from, std::uint32_t bytes) {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(from) + bytes);
  }

  std::uint32_t claim(const ring_buf& buf, std::uint32_t available, std::uint8_t** data,
                      std::uint32_t size) {
    std::uint32_t offset = distance(base, head);
    if (offset >= buf.size) {
      offset -= buf.size;
    }
    size = MIN(MIN(size, available), buf.size - offset);
    *data = buf.buffer + offset;
    head = after(head, size);
    return size;
  }

  int finish(const ring_buf& buf, std::uint32_t size) {
    if (size > distance(tail, head)) {
      return -EINVAL;
    }
    tail = after(tail, size);
    head = tail;
    if (distance(base, tail) >= buf.size) {
      base = after(base, buf.size);
    }
    return 0;
  }
};

Side put_side(ring_buf* buf) {
  return {buf->put_head, buf->put_tail, buf->put_base};
}

Side get_side(ring_buf* buf) {
  return {buf->get_head, buf->get_tail, buf->get_base};
}

std::uint32_t read(ring_buf* buf, std::uint8_t* data, std::uint32_t size) {
  std::uint32_t total = 0;
  std::uint32_t part = 0;
  do {
    std::uint8_t* from = nullptr;
    part = ring_buf_get_claim(buf, &from, size - total);
    if (data != nullptr && part > 0) {
      std::memcpy(data + total, from, part);
    }
    total += part;
  } while (part > 0 && total < size);
  return total;
}

// The word in front of an item's data.
struct ItemHeader {
  std::uint16_t type;
  std::uint8_t words;
  std::uint8_t value;
};
static_assert(sizeof(ItemHeader) == 4);

}  // namespace

std::uint32_t ring_buf_put_claim(ring_buf* buf, std::uint8_t** data, std::uint32_t size) {
  return put_side(buf).claim(*buf, ring_buf_space_get(buf), data, size);
}

int ring_buf_put_finish(ring_buf* buf, std::uint32_t size) {
  return put_side(buf).finish(*buf, size);
}

std::uint32_t ring_buf_put(ring_buf* buf, const std::uint8_t* data, std::uint32_t size) {
  std::uint32_t total = 0;
  std::uint32_t part = 0;
  do {
    std::uint8_t* to = nullptr;
    part = ring_buf_put_claim(buf, &to, size - total);
    if (part > 0) {
      std::memcpy(to, data + total, part);
    }
    total += part;
  } while (part > 0 && total < size);
  (void)ring_buf_put_finish(buf, total);
  return total;
}

std::uint32_t ring_buf_get_claim(ring_buf* buf, std::uint8_t** data, std::uint32_t size) {
  return get_side(buf).claim(*buf, ring_buf_size_get(buf), data, size);
}

int ring_buf_get_finish(ring_buf* buf, std::uint32_t size) {
  return get_side(buf).finish(*buf, size);
}

std::uint32_t ring_buf_get(ring_buf* buf, std::uint8_t* data, std::uint32_t size) {
  std::uint32_t total = read(buf, data, size);
  (void)ring_buf_get_finish(buf, total);
  return total;
}

std::uint32_t ring_buf_peek(ring_buf* buf, std::uint8_t* data, std::uint32_t size) {
  std::uint32_t total = read(buf, data, size);
  (void)ring_buf_get_finish(buf, 0);
  return total;
}

int ring_buf_item_put(ring_buf* buf, std::uint16_t type, std::uint8_t value, std::uint32_t* data,
                      std::uint8_t size32) {
  std::uint32_t bytes = size32 * sizeof(std::uint32_t);
  if (bytes + sizeof(ItemHeader) > ring_buf_space_get(buf)) {
    return -EMSGSIZE;
  }
  ItemHeader header{type, size32, value};
  (void)ring_buf_put(buf, reinterpret_cast<const std::uint8_t*>(&header), sizeof header);
  (void)ring_buf_put(buf, reinterpret_cast<const std::uint8_t*>(data), bytes);
  return 0;
}

int ring_buf_item_get(ring_buf* buf, std::uint16_t* type, std::uint8_t* value, std::uint32_t* data,
                      std::uint8_t* size32) {
  if (ring_buf_is_empty(buf)) {
    return -EAGAIN;
  }
  ItemHeader header{};
  (void)ring_buf_peek(buf, reinterpret_cast<std::uint8_t*>(&header), sizeof header);
  bool fits = data == nullptr || header.words <= *size32;
  *size32 = header.words;
  if (!fits) {
    return -EMSGSIZE;
  }
  *type = header.type;
  *value = header.value;
  (void)ring_buf_get(buf, nullptr, sizeof header);
  (void)ring_buf_get(buf, reinterpret_cast<std::uint8_t*>(data),
                     header.words * static_cast<std::uint32_t>(sizeof(std::uint32_t)));
  return 0;
}
