// SPDX-License-Identifier: Apache-2.0
#include "tool/sinks/pprof.hpp"

#include <pprof.pb.h>
#include <zlib.h>

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <tuple>

#include "tool/analysis/devices.hpp"
#include "tool/analysis/place_names.hpp"

namespace tidemark::sinks {
namespace {

std::int64_t counted(double value) {
  constexpr double kMost = 9.0e18;  // below the greatest int64
  return static_cast<std::int64_t>(std::llround(std::min(std::max(value, 0.0), kMost)));
}

class Writer {
 public:
  explicit Writer(const ProfileReport& report)
      : report_(report), symbols_(report.session.symbols()) {
    text("");
  }

  std::string run() {
    for (const char* type : {"inuse_objects", "inuse_space", "alloc_objects", "alloc_space"}) {
      const bool space = std::string_view(type).ends_with("space");
      set(profile_.add_sample_type(), type, space ? "bytes" : "count");
    }
    profile_.set_default_sample_type(text("inuse_space"));
    set(profile_.mutable_period_type(), "space", "bytes");
    profile_.set_period(report_.view.info.interval_bytes);
    add_mapping();
    for (const analysis::SiteView& site : report_.view.sites) {
      add(site);
    }
    for (const std::string& note : profile_notes(report_)) {
      profile_.add_comment(text(note));
    }
    return profile_.SerializeAsString();
  }

 private:
  std::int64_t text(const std::string& value) {
    const auto [place, is_new] =
        texts_.try_emplace(value, static_cast<std::int64_t>(texts_.size()));
    if (is_new) {
      profile_.add_string_table(value);
    }
    return place->second;
  }

  void set(pprof::ValueType* type, const char* name, const char* unit) {
    type->set_type(text(name));
    type->set_unit(text(unit));
  }

  void add_mapping() {
    pprof::Mapping* mapping = profile_.add_mapping();
    mapping->set_id(1);
    mapping->set_memory_limit(std::numeric_limits<std::uint32_t>::max());
    const std::string build = analysis::build_text(report_.session);
    mapping->set_build_id(text(build));
    mapping->set_filename(text(symbols_ != nullptr ? symbols_->file() : "firmware"));
    // Else pprof looks for the file and asks it.
    const bool named = symbols_ != nullptr;
    mapping->set_has_functions(named);
    mapping->set_has_filenames(named);
    mapping->set_has_line_numbers(named);
    mapping->set_has_inline_frames(named);
  }

  void label(pprof::Sample* sample, const char* key, const std::string& value) {
    if (!value.empty()) {
      pprof::Label* label = sample->add_label();
      label->set_key(text(key));
      label->set_str(text(value));
    }
  }

  void add(const analysis::SiteView& site) {
    bool first = true;
    const auto add_one = [&](const analysis::Estimate& live, const std::string& thread) {
      pprof::Sample* sample = profile_.add_sample();
      for (const std::uint64_t address : site.frames) {
        if (address != 0) {
          sample->add_location_id(location(address));
        }
      }
      if (sample->location_id_size() == 0) {
        sample->add_location_id(location(0));
      }
      sample->add_value(counted(live.blocks));
      sample->add_value(counted(live.bytes));
      sample->add_value(first ? counted(site.total_blocks.value_or(live.blocks)) : 0);
      sample->add_value(first ? counted(site.total_bytes.value_or(live.bytes)) : 0);
      label(sample, "thread", thread);
      label(sample, "heap", analysis::pool_text(site, symbols_));
      first = false;
    };
    for (const auto& [owner, live] : site.owners) {
      add_one(live, owner_text(report_.view.owners[owner]));
    }
    if (site.owners.empty()) {
      add_one(site.live, "");
    }
  }

  std::uint64_t location(std::uint64_t address) {
    const auto [place, is_new] = locations_.try_emplace(address, locations_.size() + 1);
    if (!is_new) {
      return place->second;
    }
    pprof::Location* location = profile_.add_location();
    location->set_id(place->second);
    location->set_mapping_id(1);
    location->set_address(address);
    std::vector<ingest::SourceFrame> frames;
    if (address == 0) {
      frames.push_back({"(other sites)", "", 0, false});
    } else if (symbols_ != nullptr) {
      frames = symbols_->call_before(address);
    }
    if (frames.empty()) {
      frames.push_back({analysis::address_text(address), "", 0, false});
    }
    for (const ingest::SourceFrame& frame : frames) {
      pprof::Line* line = location->add_line();
      line->set_function_id(function(frame));
      line->set_line(frame.line);
    }
    return place->second;
  }

  std::uint64_t function(const ingest::SourceFrame& frame) {
    const std::string& name = frame.function.empty() ? frame.file : frame.function;
    const auto [place, is_new] = functions_.try_emplace({name, frame.file}, functions_.size() + 1);
    if (is_new) {
      pprof::Function* function = profile_.add_function();
      function->set_id(place->second);
      function->set_name(text(name));
      function->set_system_name(text(name));
      function->set_filename(text(frame.file));
    }
    return place->second;
  }

  const ProfileReport& report_;
  const ingest::Symbols* symbols_;
  pprof::Profile profile_;
  std::map<std::string, std::int64_t> texts_;
  std::map<std::uint64_t, std::uint64_t> locations_;
  std::map<std::pair<std::string, std::string>, std::uint64_t> functions_;
};

}  // namespace

std::string gzipped(std::string_view bytes) {
  constexpr int kGzip = 15 + 16;
  z_stream stream = {};
  if (bytes.size() > std::numeric_limits<uInt>::max() ||
      deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib cannot compress");
  }
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64, '\0');
  std::string in(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) {
    throw std::runtime_error("zlib did not compress all of it");
  }
  return out;
}

std::string pprof_profile(const ProfileReport& report) {
  return gzipped(Writer(report).run());
}

}  // namespace tidemark::sinks
