// SPDX-License-Identifier: Apache-2.0
#include "core/test_restart_port.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tidemark {
namespace {

TestRestartPort* g_port = nullptr;

}  // namespace

TestRestartPort::TestRestartPort() {
  EXPECT_EQ(g_port, nullptr);
  g_port = this;
}

TestRestartPort::~TestRestartPort() {
  EXPECT_FALSE(is_locked) << "the lock of the evidence was not given back";
  g_port = nullptr;
}

TestRestartPort::End TestRestartPort::run(const std::function<void()>& life) {
  is_running_ = true;
  const int how = setjmp(out_);
  if (how == 0) {
    life();
  }
  is_running_ = false;
  return static_cast<End>(how);
}

void TestRestartPort::end(End how) {
  if (!is_running_) {
    ADD_FAILURE() << "a restart that no test waits for";
    std::abort();
  }
  std::longjmp(out_, static_cast<int>(how));
}

namespace port {

void read_evidence(std::size_t offset, Span<std::uint8_t> out) {
  if (g_port != nullptr) {
    g_port->memory.read(offset, out);
    return;
  }
  for (std::uint8_t& byte : out) {
    byte = 0;
  }
}

void write_evidence(std::size_t offset, Span<const std::uint8_t> bytes) {
  if (g_port != nullptr) {
    g_port->memory.write(offset, bytes);
  }
}

unsigned int evidence_lock() {
  if (g_port != nullptr) {
    EXPECT_FALSE(g_port->is_locked) << "the core took the lock of the evidence twice";
    g_port->is_locked = true;
    ++g_port->locks_taken;
  }
  return 0x10CC;
}

void evidence_unlock(unsigned int key) {
  EXPECT_EQ(key, 0x10CCu);
  if (g_port != nullptr) {
    EXPECT_TRUE(g_port->is_locked);
    g_port->is_locked = false;
  }
}

bool may_read_profile_after_fault() {
  return g_port->may_read_profile_after_fault;
}

bool may_call_out() {
  return g_port->may_call_out;
}

const char* running_thread_name() {
  return g_port->running_thread;
}

Span<const std::uint8_t> build_id() {
  return {g_port->build_id.data(), g_port->build_id.size()};
}

Span<const tidemark_before_restart> before_restart() {
  return {g_port->before_restart.data(), g_port->before_restart.size()};
}

void arm_restart_deadline() {
  g_port->steps.emplace_back("deadline");
}

void note_before_restart(const char* name) {
  g_port->steps.emplace_back(name != nullptr ? name : "none");
}

void restart_device() {
  EXPECT_FALSE(g_port->is_locked);
  g_port->steps.emplace_back("restart");
  g_port->end(TestRestartPort::End::kRestart);
}

void wait_for_restart() {
  EXPECT_FALSE(g_port->is_locked);
  g_port->end(TestRestartPort::End::kWait);
}

}  // namespace port
}  // namespace tidemark
