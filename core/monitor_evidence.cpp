// SPDX-License-Identifier: Apache-2.0
// What of the monitor's tables is kept for the next life.
#include "core/evidence.hpp"
#include "core/features.hpp"
#include "core/lock_guard.hpp"
#include "core/monitor.hpp"
#include "core/ranking.hpp"

namespace tidemark {
namespace {

/// A slot that is not well, to be named only if it is among the worst.
struct Unwell {
  wire::ResourceKind kind;
  wire::Level level;
  wire::Verdict verdict;
  PoolSlot* pool;
  StackSlot* stack;  // one of the two is null
};

bool is_less(const Unwell& a, const Unwell& b) {
  return a.level != b.level ? a.level < b.level : a.verdict < b.verdict;
}

class Ranking {
 public:
  void add(const Unwell& one) {
    if (one.level != wire::Level::kOk || one.verdict != wire::Verdict::kNone) {
      insert_ranked(one, is_less, &count, Span<Unwell>(items, wire::kRestartLevels));
    }
  }
  std::size_t count = 0;
  Unwell items[wire::kRestartLevels];
};

}  // namespace

std::size_t Monitor::unwell(Span<EvidenceLevel> out) {
  const LockGuard guard;
  if (!guard.held()) {
    return 0;
  }
  Ranking ranking;
  const Span<PoolSlot> pools[] = {tables_.heaps, tables_.block_pools};
  for (const Span<PoolSlot>& table : pools) {
    for (PoolSlot& slot : table) {
      if (slot.object != nullptr && slot.sampled) {
        ranking.add({slot.kind, slot.health.level.level(), slot.health.verdict(), &slot, nullptr});
      }
    }
  }
  if constexpr (kWithStacks) {
    static constexpr wire::ResourceKind kKinds[] = {wire::ResourceKind::kThreadStack,
                                                    wire::ResourceKind::kIsrStack};
    for (const wire::ResourceKind kind : kKinds) {
      for (StackSlot& slot : stacks_of(kind)) {
        if (slot.object != nullptr && slot.sampled) {
          ranking.add({kind, slot.level.level(), wire::Verdict::kNone, nullptr, &slot});
        }
      }
    }
  }
  std::size_t set = 0;
  for (std::size_t i = 0; i < ranking.count && set < out.size(); ++i) {
    const Unwell& one = ranking.items[i];
    wire::Name name{};
    EvidenceLevel& level = out[set];
    level = {one.kind, one.level, one.verdict, 0, 0, {}};
    if (one.pool != nullptr) {
      level.used = one.pool->used;
      level.capacity = one.pool->capacity;
      name_pool(*one.pool, &name);
    } else {
      level.used = one.stack->stack_size - one.stack->free;
      level.capacity = one.stack->stack_size;
      (void)name_stack(one.kind, one.stack, &name);  // empty: the thread is gone
    }
    set_evidence_name(name.text(), &level.name);
    ++set;
  }
  return set;
}

}  // namespace tidemark
