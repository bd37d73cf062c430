// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tool/model/inventory.hpp"
#include "tool/ui/layout.hpp"

/// The parts of the screen between the verdict and the console. Private to ui/.
namespace tidemark::ui {

/// Resources of one kind in the order that the user chose: by share in use, the fullest first
/// (unknown shares last), or by name.
std::vector<const model::Resource*> in_order(const model::Inventory& inventory, model::Kind kind,
                                             Order order);

/// How the columns of a table share a screen's width; 0: the column is left out.
struct Columns {
  std::size_t name;
  std::size_t bar;
  std::size_t amount;  ///< "2,880/4,000"
  std::size_t percent;
  std::size_t rate;
  std::size_t left;
  std::size_t verdict;
};
Columns columns_for(std::size_t width);

Row heading_row(model::Kind kind, const Columns& columns, std::size_t width);
Row resource_row(const model::Resource& resource, const Columns& columns, std::size_t width,
                 Charset charset);
/// A heap's course and the figures that its row has no room for.
Row detail_row(const model::Resource& resource, const Columns& columns, std::size_t width,
               Charset charset);

/// How a resource stands, as a colour.
Style standing(const model::Resource& resource);

}  // namespace tidemark::ui
