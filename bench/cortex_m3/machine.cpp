// SPDX-License-Identifier: Apache-2.0
#include "machine.hpp"

extern "C" {
extern std::uint32_t data_begin[];
extern std::uint32_t data_end[];
extern const std::uint32_t data_load[];
extern std::uint32_t bss_begin[];
extern std::uint32_t bss_end[];
extern std::uint32_t stack_top[];

int main();
[[noreturn]] void reset_handler();
[[noreturn]] void fault_handler();

// GCC calls these for array and struct copies even in freestanding code.
void* memset(void* to, int value, std::size_t size) {
  auto* bytes = static_cast<volatile unsigned char*>(to);
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<unsigned char>(value);
  }
  return to;
}

void* memmove(void* to, const void* from, std::size_t size) {
  auto* target = static_cast<volatile unsigned char*>(to);
  const auto* source = static_cast<const volatile unsigned char*>(from);
  const bool up = to < from;
  for (std::size_t i = 0; i < size; ++i) {
    const std::size_t at = up ? i : size - 1 - i;
    target[at] = source[at];
  }
  return to;
}

void* memcpy(void* to, const void* from, std::size_t size) {
  return memmove(to, from, size);
}

[[gnu::section(".vectors"), gnu::used]] const void* const vectors[16] = {
    stack_top,
    reinterpret_cast<const void*>(&reset_handler),
    reinterpret_cast<const void*>(&fault_handler),
    reinterpret_cast<const void*>(&fault_handler),
    reinterpret_cast<const void*>(&fault_handler),
    reinterpret_cast<const void*>(&fault_handler),
    reinterpret_cast<const void*>(&fault_handler),
};

void reset_handler() {
  const std::uint32_t* from = data_load;
  for (std::uint32_t* to = data_begin; to < data_end; ++to) {
    *to = *from++;
  }
  for (std::uint32_t* to = bss_begin; to < bss_end; ++to) {
    *to = 0;
  }
  machine::finish(main());
}

void fault_handler() {
  machine::print("fault\n");
  machine::finish(70);
}
}

namespace machine {
namespace {

constexpr std::uint32_t kSysWrite0 = 0x04;
constexpr std::uint32_t kSysExitExtended = 0x20;
constexpr std::uint32_t kApplicationExit = 0x20026;
constexpr std::uint32_t kTickMask = 0xFFFFFF;

volatile std::uint32_t& reg(std::uintptr_t address) {
  return *reinterpret_cast<volatile std::uint32_t*>(address);
}

std::uint32_t loop_ticks;  // of kLoopInstructions
std::uint32_t empty_ticks;
constexpr std::uint32_t kLoopTurns = 5000;
constexpr std::uint32_t kLoopInstructions = 2 * kLoopTurns;

void semihost(std::uint32_t operation, const void* argument) {
  register std::uint32_t r0 asm("r0") = operation;
  register const void* r1 asm("r1") = argument;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

// Two instructions a turn.
void run_loop(std::uint32_t turns) {
  asm volatile("1: subs %0, #1\n bne 1b" : "+l"(turns) : : "cc");
}

std::uint32_t measure_loop(std::uint32_t turns) {
  const std::uint32_t begin = ticks();
  run_loop(turns);
  return (ticks() - begin) & kTickMask;
}

}  // namespace

void print(const char* text) {
  semihost(kSysWrite0, text);
}

void print(std::uint32_t value, unsigned width) {
  char text[12];
  std::size_t at = sizeof text;
  text[--at] = '\0';
  do {
    text[--at] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  for (auto length = static_cast<unsigned>(sizeof text - 1 - at); length < width; ++length) {
    print(" ");
  }
  print(text + at);
}

void print_hundredths(std::uint32_t value, unsigned width) {
  print(value / 100, width > 3 ? width - 3 : 0);
  print(".");
  print(value / 10 % 10, 1);
  print(value % 10, 1);
}

void finish(int status) {
  const std::uint32_t block[2] = {kApplicationExit, static_cast<std::uint32_t>(status)};
  semihost(kSysExitExtended, block);
  for (;;) {
  }
}

std::uint32_t ticks() {
  return kTickMask - reg(0xE000E018);
}

bool calibrate() {
  reg(0xE000E014) = kTickMask;
  reg(0xE000E018) = 0;
  reg(0xE000E010) = 5;  // on, from the processor's clock, no interrupt
  const std::uint32_t one = measure_loop(kLoopTurns);
  const std::uint32_t two = measure_loop(2 * kLoopTurns);
  loop_ticks = two - one;
  empty_ticks = 2 * one - two;
  const std::uint32_t again = measure_loop(2 * kLoopTurns);
  return one < two && again + 16 > two && again < two + 16 && empty_ticks < loop_ticks / 100;
}

std::uint32_t instructions(std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t gross = (end - begin) & kTickMask;
  const std::uint32_t net = gross > empty_ticks ? gross - empty_ticks : 0;
  return static_cast<std::uint32_t>((std::uint64_t{net} * kLoopInstructions + loop_ticks / 2) /
                                    loop_ticks);
}

}  // namespace machine
