// SPDX-License-Identifier: Apache-2.0
#include <zephyr/drivers/retained_mem.h>

#ifdef CONFIG_RETAINED_MEM

#include <cstring>

namespace hosted {
namespace {

constexpr std::size_t kRetainedBytes = 1024;
__noinit std::uint8_t g_retained[kRetainedBytes];

#ifdef CONFIG_RETAINED_MEM_MUTEXES
K_MUTEX_DEFINE(g_retained_mutex);
struct RetainedLock {
  RetainedLock() { (void)k_mutex_lock(&g_retained_mutex, K_FOREVER); }
  ~RetainedLock() { (void)k_mutex_unlock(&g_retained_mutex); }
};
#else
struct RetainedLock {
  ~RetainedLock() {}
};
#endif

ssize_t retained_size(const device*) {
  return kRetainedBytes;
}

int retained_read(const device*, off_t offset, std::uint8_t* buffer, std::size_t size) {
  RetainedLock lock;
  std::memcpy(buffer, g_retained + offset, size);
  return 0;
}

int retained_write(const device*, off_t offset, const std::uint8_t* buffer, std::size_t size) {
  RetainedLock lock;
  std::memcpy(g_retained + offset, buffer, size);
  return 0;
}

int retained_clear(const device*) {
  RetainedLock lock;
  std::memset(g_retained, 0, sizeof g_retained);
  return 0;
}

constexpr retained_mem_driver_api kRetainedApi = {retained_size, retained_read, retained_write,
                                                  retained_clear};

}  // namespace
}  // namespace hosted

extern "C" {
DEVICE_DT_DEFINE(DT_NODELABEL(retainedmem), nullptr, nullptr, nullptr, nullptr, POST_KERNEL,
                 CONFIG_RETAINED_MEM_INIT_PRIORITY, &hosted::kRetainedApi);
}

#endif
