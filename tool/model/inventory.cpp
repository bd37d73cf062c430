// SPDX-License-Identifier: Apache-2.0
#include "tool/model/inventory.hpp"

#include <algorithm>

namespace tidemark::model {

Resource* Inventory::find_or_add(Kind kind, std::string_view name) {
  std::pair<Kind, std::string> key(kind, name);
  const auto found = by_name_.find(key);
  if (found != by_name_.end()) {
    return found->second;
  }
  if (resources_.size() >= kMostResources) {
    return nullptr;
  }
  Resource& added = *resources_.emplace_back(std::make_unique<Resource>());
  added.kind = kind;
  added.name = name;
  by_name_.emplace(std::move(key), &added);
  return &added;
}

std::size_t Inventory::count(Kind kind) const {
  return static_cast<std::size_t>(std::count_if(resources_.begin(), resources_.end(),
                                                [kind](const auto& r) { return r->kind == kind; }));
}

}  // namespace tidemark::model
