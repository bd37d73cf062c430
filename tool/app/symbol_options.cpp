// SPDX-License-Identifier: Apache-2.0
#include "tool/app/symbol_options.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>
#include <variant>

#include "tool/app/terminal.hpp"

namespace tidemark::app {

std::optional<ingest::Problem> add_symbols(const std::string& elf, bool force,
                                           analysis::SessionOptions& options) {
  if (elf.empty()) {
    return std::nullopt;
  }
  auto opened = ingest::Symbols::open(elf);
  if (auto* problem = std::get_if<ingest::Problem>(&opened)) {
    return *problem;
  }
  options.symbols = std::move(std::get<std::unique_ptr<ingest::Symbols>>(opened));
  options.force_symbols = force;
  return std::nullopt;
}

std::optional<ingest::Problem> refused_symbols(const analysis::Session& session) {
  if (session.symbol_use() != analysis::SymbolUse::kRefused) {
    return std::nullopt;
  }
  const ingest::Symbols& symbols = *session.options().symbols;
  return ingest::Problem{
      symbols.file(),
      fmt::format("is of build {}..., and the device runs build {}...",
                  ingest::short_build(symbols.build_id()), ingest::short_build(session.build_id())),
      "give the ELF file that it runs, or --force, with which names and lines may be wrong"};
}

void tell_refused_symbols(const analysis::Session& session) {
  if (const auto problem = refused_symbols(session)) {
    fail(*problem);
  }
}

void tell_refused_symbols(const analysis::Devices& devices) {
  for (std::size_t i = 0; i < devices.count(); ++i) {
    if (refused_symbols(devices.at(i))) {
      tell_refused_symbols(devices.at(i));
      return;
    }
  }
}

}  // namespace tidemark::app
