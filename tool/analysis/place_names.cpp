// SPDX-License-Identifier: Apache-2.0
#include "tool/analysis/place_names.hpp"

#include <fmt/format.h>

#include <charconv>

#include "tool/ingest/line_text.hpp"

namespace tidemark::analysis {

std::string address_text(std::uint64_t address) {
  return fmt::format("0x{:08x}", address);
}

std::string short_path(std::string_view path) {
  const std::size_t file = path.rfind('/');
  if (file == std::string_view::npos || file == 0) {
    return std::string(path);
  }
  const std::size_t folder = path.rfind('/', file - 1);
  return std::string(folder == std::string_view::npos ? path : path.substr(folder + 1));
}

std::string place_text(const ingest::SourceFrame& frame) {
  std::string text;
  if (!frame.function.empty()) {
    text = frame.function.starts_with("0x") ? frame.function : frame.function + "()";
  }
  if (!frame.file.empty()) {
    text += (text.empty() ? "" : " at ") + short_path(frame.file);
    text += frame.line > 0 ? fmt::format(":{}", frame.line) : "";
  }
  return text;
}

std::vector<ingest::SourceFrame> site_calls(const Frames& frames, const ingest::Symbols* symbols) {
  std::vector<ingest::SourceFrame> calls;
  for (const std::uint64_t address : frames) {
    if (address == 0) {
      continue;
    }
    auto found =
        symbols != nullptr ? symbols->call_before(address) : std::vector<ingest::SourceFrame>{};
    if (found.empty()) {
      found.push_back({address_text(address), "", 0, false});
    }
    calls.insert(calls.end(), found.begin(), found.end());
  }
  return calls;
}

std::string site_text(const SiteView& site, const ingest::Symbols* symbols) {
  const auto calls = site_calls(site.frames, symbols);
  return site.known && !calls.empty() ? place_text(calls.front()) : "(other sites)";
}

std::string call_text(std::uint64_t address, const ingest::Symbols* symbols) {
  SiteView site;
  site.frames[0] = address;
  return site_text(site, symbols);
}

std::string bytes_of_hexadecimal(std::string_view digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    unsigned byte = 0;
    std::from_chars(digits.data() + at, digits.data() + at + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

std::string pool_text(const SiteView& site, const ingest::Symbols* symbols) {
  const bool named = !site.pool_name.empty() && site.pool_name.find("@0x") == std::string::npos;
  const std::string name =
      symbols != nullptr && site.pool != 0 && !named ? symbols->object_at(site.pool) : "";
  if (!site.pool_name.empty()) {
    return name.empty() ? ingest::printable(site.pool_name) : name;
  }
  if (!site.known) {
    return "";
  }
  if (site.pool == 0) {
    return "libc";
  }
  return name.empty() ? fmt::format("heap@0x{:x}", site.pool) : name;
}

std::string site_key(const SiteView& site, const ingest::Symbols* symbols) {
  std::string key = pool_text(site, symbols);
  for (const ingest::SourceFrame& call : site_calls(site.frames, symbols)) {
    key += "\n" + call.function;
  }
  return key;
}

}  // namespace tidemark::analysis
