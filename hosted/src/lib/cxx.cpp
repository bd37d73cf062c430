// SPDX-License-Identifier: Apache-2.0
// Zephyr has no exit(): static objects live for ever. Running their destructors at the end of the
// process, without a kernel, would show faults that no device has.

extern "C" int __wrap___cxa_atexit(void (*)(void*), void*, void*);

int __wrap___cxa_atexit(void (*)(void*), void*, void*) {
  return 0;
}
