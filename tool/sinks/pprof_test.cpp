// SPDX-License-Identifier: Apache-2.0
// What is written is read back by programs that are not ours: gunzip and protoc.
#include "tool/sinks/pprof.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tool/analysis/test_profile.hpp"

namespace tidemark::sinks {
namespace {

using ::testing::HasSubstr;

std::string output_of(const std::string& command) {
  std::string text;
  FILE* out = popen(command.c_str(), "r");
  char part[4096];
  for (std::size_t got = 0; out != nullptr && (got = std::fread(part, 1, sizeof part, out)) > 0;) {
    text.append(part, got);
  }
  EXPECT_EQ(pclose(out), 0) << command;
  return text;
}

std::string decoded(const std::string& profile) {
  const std::string file = ::testing::TempDir() + "tidemark_pprof.pb.gz";
  std::ofstream(file, std::ios::binary) << profile;
  const std::string text = output_of(
      "gunzip -c '" + file +
      "' | " PROTOC " --decode=tidemark.pprof.Profile -I " PPROF_PROTO_FOLDER " pprof.proto");
  std::filesystem::remove(file);
  return text;
}

TEST(Pprof, OthersReadIt) {
  analysis::ProfiledDevice device;
  device.hello();
  device.snapshot(false, 64);
  const auto report = report_profile(device.session(), "night.cap", false);
  const std::string profile = pprof_profile(*report);
  EXPECT_EQ(profile, pprof_profile(*report));
  const std::string text = decoded(profile);
  EXPECT_THAT(text, HasSubstr("string_table: \"\"\nstring_table: \"inuse_objects\""));
  EXPECT_THAT(text, HasSubstr("string_table: \"0x08000021\""));
  EXPECT_THAT(text, HasSubstr("string_table: \"worker, ended\""));
  EXPECT_THAT(text, HasSubstr("period: 64\n"));
  EXPECT_THAT(text, HasSubstr("address: 134217745"));
  // One block of 1,000 bytes, sampled each 64: it stands for itself, and its site for 5,000 bytes.
  EXPECT_THAT(text, HasSubstr("  value: 1\n  value: 1000\n  value: 50\n  value: 5000\n"));
}

}  // namespace
}  // namespace tidemark::sinks
