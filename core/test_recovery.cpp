// SPDX-License-Identifier: Apache-2.0
#include "core/test_recovery.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace tidemark {
namespace {

FakeRecovery* g_recovery = nullptr;

FakeRecovery& fake() {
  if (g_recovery == nullptr) {
    ADD_FAILURE() << "the core called the port of its recovery, and there is none";
    std::abort();
  }
  return *g_recovery;
}

void restart(const AllocationFailure& failure) {
  fake().restarts.push_back(failure);
}

std::size_t call_reclaimer(const tidemark_reclaim_request* request, void* user_data) {
  EXPECT_EQ(fake().lock_depth, 0) << "a callback was called with the lock held";
  EXPECT_TRUE(fake().in_queue);
  return (*static_cast<FakeRecovery::Reclaims*>(user_data))(*request);
}

void call_shedder(bool shed, void* user_data) {
  EXPECT_EQ(fake().lock_depth, 0) << "a callback was called with the lock held";
  (*static_cast<std::function<void(bool)>*>(user_data))(shed);
}

}  // namespace

FakeRecovery::FakeRecovery(std::uint32_t free, std::uint32_t reserve_bytes)
    : heap(&port.add_heap("heap", free, 0)),
      reclaim({.deadline_ms = 100, .interval_ms = 1000, .retry_ms = 100}, {event_slots, 4}),
      ladder({.reserve_bytes = reserve_bytes, .restart = restart, .restarts = false},
             {failure_slots, 4}) {
  EXPECT_EQ(g_recovery, nullptr);
  g_recovery = this;
  ladder.start();
}

FakeRecovery::~FakeRecovery() {
  EXPECT_EQ(lock_depth, 0) << "the lock of the recovery was not given back";
  g_recovery = nullptr;
}

void FakeRecovery::add_reclaimer(const char* name, int priority, Reclaims reclaims) {
  reclaim_calls.push_back([this, name, reclaims](const tidemark_reclaim_request& request) {
    calls.emplace_back(name);
    return reclaims(request);
  });
  states.push_back({});
  reclaimers.push_back({name, priority, call_reclaimer, &reclaim_calls.back(), &states.back()});
}

void FakeRecovery::add_cache(const char* name, int priority, std::uint32_t bytes,
                             std::uint32_t most) {
  add_reclaimer(name, priority, [this, bytes, most](const tidemark_reclaim_request&) mutable {
    const std::uint32_t given = std::min(bytes, most);
    most -= given;
    heap->reading.free += given;
    return given;
  });
}

void FakeRecovery::add_shedder(const char* name, int priority, std::function<void(bool)> sheds) {
  shed_calls.push_back([this, name, sheds](bool off) {
    calls.push_back((off ? "-" : "+") + std::string(name));
    sheds(off);
  });
  shedders.push_back({name, priority, call_shedder, &shed_calls.back()});
}

void FakeRecovery::run_queue() {
  if (is_asked) {
    is_asked = false;
    in_queue = true;
    reclaim.run();
    in_queue = false;
  }
}

void* FakeRecovery::allocate(std::size_t bytes) {
  const auto try_it = [](void* context) -> void* {
    auto& wanted = *static_cast<std::size_t*>(context);
    auto& reading = fake().heap->reading;
    if (reading.free < wanted) {
      return nullptr;
    }
    reading.free -= static_cast<std::uint32_t>(wanted);
    return &reading;
  };
  void* const block = try_it(&bytes);
  return block != nullptr ? block : ladder.climb({heap, 0, bytes, &fake(), false}, try_it, &bytes);
}

std::vector<ReclaimEvent> FakeRecovery::take_events() {
  std::vector<ReclaimEvent> events;
  for (ReclaimEvent event; reclaim.take(&event);) {
    events.push_back(event);
  }
  return events;
}

std::vector<AllocationFailure> FakeRecovery::take_failures() {
  std::vector<AllocationFailure> failures;
  for (AllocationFailure failure; ladder.take(&failure);) {
    failures.push_back(failure);
  }
  return failures;
}

tidemark_ladder_status FakeRecovery::status() const {
  tidemark_ladder_status status{};
  ladder.status(&status);
  return status;
}

// Of a test that has no such device: one without reclaimers.
namespace {
int g_lock_depth = 0;
Reclaim g_reclaim({.deadline_ms = 1, .interval_ms = 0, .retry_ms = 0}, {});
Ladder g_ladder({.reserve_bytes = 0, .restart = nullptr, .restarts = false}, {});

int& lock_depth() {
  return g_recovery == nullptr ? g_lock_depth : g_recovery->lock_depth;
}
}  // namespace

Reclaim& port::reclaim() {
  return g_recovery == nullptr ? g_reclaim : g_recovery->reclaim;
}
Ladder& port::ladder() {
  return g_recovery == nullptr ? g_ladder : g_recovery->ladder;
}

unsigned int port::recovery_lock() {
  EXPECT_EQ(lock_depth(), 0) << "the lock of the recovery was taken twice";
  ++lock_depth();
  return 7;
}
void port::recovery_unlock(unsigned int key) {
  EXPECT_EQ(key, 7u);
  EXPECT_EQ(lock_depth(), 1);
  --lock_depth();
}

bool port::may_wait() {
  return !fake().in_queue && fake().may_wait;
}
const void* port::allocating_thread() {
  return fake().thread;
}
Span<const tidemark_reclaimer> port::reclaimers() {
  if (g_recovery == nullptr) {
    return {};
  }
  return {g_recovery->reclaimers.data(), g_recovery->reclaimers.size()};
}
Span<const tidemark_shedder> port::shedders() {
  if (g_recovery == nullptr) {
    return {};
  }
  return {g_recovery->shedders.data(), g_recovery->shedders.size()};
}

void port::request_pass() {
  EXPECT_FALSE(fake().is_asked) << "two passes at a time";
  fake().is_asked = true;
}
bool port::wait_for_pass(std::uint32_t pass, std::uint32_t ms) {
  EXPECT_EQ(fake().lock_depth, 0) << "a thread waits with the lock held";
  EXPECT_FALSE(fake().in_queue) << "the queue waits for itself";
  EXPECT_LE(ms, 100u);
  if (fake().queue_runs) {
    fake().run_queue();
  }
  if (fake().let_go == pass) {
    return true;
  }
  fake().port.up_ms += ms;
  fake().waited_ms += ms;
  return false;
}
void port::prepare_pass(std::uint32_t pass) {
  EXPECT_EQ(pass, fake().let_go + 2);
}
void port::let_go(std::uint32_t pass) {
  EXPECT_EQ(fake().lock_depth, 0);
  fake().let_go = pass;
}

bool port::would_fit(const AllocationRequest& request) {
  EXPECT_TRUE(fake().in_queue);
  EXPECT_EQ(fake().lock_depth, 0);
  return fake().tries && fake().heap->reading.free >= request.bytes;
}
std::size_t port::heap_limit(const void* heap) {
  return heap == fake().heap ? 100'000 : 0;
}

void* port::take_reserve(std::size_t bytes, const void** heap) {
  auto& reading = fake().heap->reading;
  if (reading.free < bytes) {
    return nullptr;
  }
  reading.free -= static_cast<std::uint32_t>(bytes);
  *heap = fake().heap;
  return &fake().reserves.emplace_back(bytes);
}
void port::release_reserve(void* block) {
  fake().heap->reading.free += static_cast<std::uint32_t>(*static_cast<std::size_t*>(block));
}

}  // namespace tidemark
