// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tool/model/resource.hpp"

namespace tidemark::model {

/// All resources of one device, in the order in which they were first seen. Addresses of resources
/// stay valid as long as the inventory. Not thread-safe.
class Inventory {
 public:
  /// Names beyond this many are not kept: an input may invent a new one with every line.
  static constexpr std::size_t kMostResources = 1024;

  /// The resource of that kind and name, added if it is new. Null iff it is new and there are
  /// kMostResources. O(log resources).
  Resource* find_or_add(Kind kind, std::string_view name);

  [[nodiscard]] const std::vector<std::unique_ptr<Resource>>& all() const { return resources_; }
  [[nodiscard]] std::size_t count(Kind kind) const;

 private:
  std::vector<std::unique_ptr<Resource>> resources_;
  std::map<std::pair<Kind, std::string>, Resource*, std::less<>> by_name_;
};

}  // namespace tidemark::model
