// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/message_reader.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "wire/test_messages.hpp"

namespace tidemark::ingest {
namespace {

using nlohmann::json;
using wire::Bytes;
using wire::span_of;

std::optional<Message> read(const Bytes& bytes) {
  return read_message(span_of(bytes));
}

bool reads(const json& value) {
  return read(json::to_cbor(value)).has_value();
}

const json kHeader = {1, 2, 3, 4, 5};

TEST(MessageReader, ReadsEveryGoldenMessage) {
  for (const auto& [name, bytes] : wire::golden_messages()) {
    const auto message = read(bytes);
    ASSERT_TRUE(message) << name;
    EXPECT_FALSE(std::holds_alternative<UnknownBody>(message->body)) << name;
    if (name != "hello_least") {
      EXPECT_EQ(message->header.device, wire::kTestHeader.device);
      EXPECT_EQ(message->header.boot, wire::kTestHeader.boot);
      EXPECT_EQ(message->header.sequence, wire::kTestHeader.sequence);
      EXPECT_EQ(message->header.up_ms, wire::kTestHeader.up_ms);
      EXPECT_EQ(message->header.table, wire::kTestHeader.table);
    }
  }
}

TEST(MessageReader, GivesTheValuesBack) {
  const auto golden = wire::golden_messages();
  const auto hello = std::get<HelloBody>(read(golden.at("hello"))->body);
  EXPECT_EQ(hello.device_id, "tidemark");
  EXPECT_EQ(hello.build_id, std::string("\0\xFF\x10", 3));
  EXPECT_EQ(hello.resources, 3u);
  EXPECT_EQ(hello.line.up_ms, 0x1'89AB'CDEFu);
  EXPECT_EQ(hello.line.board, wire::name_of("native_sim_64"));

  const auto table = std::get<TablePart>(read(golden.at("table"))->body);
  ASSERT_EQ(table.resources.size(), 6u);
  EXPECT_EQ(table.first, 0u);
  EXPECT_EQ(table.resources[1].block_size, 64u);
  EXPECT_EQ(table.resources[2].kind, wire::ResourceKind::kMemBlocks);
  EXPECT_EQ(table.resources[3].kind, wire::ResourceKind::kNetBufPool);
  EXPECT_EQ(table.resources[3].block_size, 64u);
  EXPECT_EQ(table.resources[4].name, wire::name_of("m\xC3in"));
  EXPECT_EQ(table.resources[4].priority, -128);
  EXPECT_EQ(table.resources[5].kind, wire::ResourceKind::kIsrStack);
  EXPECT_EQ(std::get<TablePart>(read(golden.at("table_later"))->body).first, 300u);

  const auto sample = std::get<SamplePart>(read(golden.at("sample"))->body);
  EXPECT_EQ(sample.values,
            (std::vector<std::optional<std::uint16_t>>{0, 2640, std::nullopt, 0xFFFF}));
  const auto verdict = std::get<wire::VerdictLine>(read(golden.at("verdict"))->body);
  EXPECT_EQ(verdict.rate_high_millibytes_per_hour, known(~std::uint64_t{0}));
  EXPECT_EQ(verdict.window_s, known<std::uint32_t>(16));
  EXPECT_FALSE(std::get<wire::VerdictLine>(read(golden.at("verdict_none"))->body).left_s.present);
  EXPECT_EQ(std::get<wire::LevelLine>(read(golden.at("level"))->body).used, 900u);
  const auto coverage = std::get<wire::CoverageLine>(read(golden.at("coverage_more"))->body);
  EXPECT_EQ(coverage.pools_missed, known(1u));
  EXPECT_EQ(coverage.isr_stacks, known(2u));
  EXPECT_FALSE(coverage.mem_blocks.present);
  EXPECT_EQ(coverage.net_buf_pools, known(4u));
  EXPECT_EQ(std::get<wire::SelfLine>(read(golden.at("self_measured"))->body).lines_lost,
            known(~std::uint32_t{0}));
}

TEST(MessageReader, GivesAProfileBack) {
  const auto golden = wire::golden_messages();
  const auto profile = std::get<wire::ProfileLine>(read(golden.at("profile"))->body);
  EXPECT_EQ(profile.snapshot, 7u);
  EXPECT_EQ(profile.interval_bytes, 64u);
  EXPECT_EQ(profile.records, 20u);
  EXPECT_EQ(profile.sites_merged, 1u);
  EXPECT_FALSE(profile.cycles.present || profile.mark_ms.present);
  const auto marked = std::get<wire::ProfileLine>(read(golden.at("profile_mark"))->body);
  EXPECT_EQ(marked.cycles, known<std::uint32_t>(0));
  EXPECT_EQ(marked.mark_ms, known<std::uint64_t>(0x1'0000'0000));
  EXPECT_EQ(marked.displaced, 1000u);
  EXPECT_EQ(marked.owners_merged, 2u);

  const auto sites = std::get<SitesPart>(read(golden.at("sites"))->body);
  EXPECT_EQ(sites.snapshot, 7u);
  EXPECT_EQ(sites.first, 0u);
  EXPECT_EQ(sites.end, 32u);
  ASSERT_EQ(sites.used.size(), 2u);
  EXPECT_EQ(sites.used[0].slot, 0u);
  EXPECT_EQ(sites.used[0].line,
            (wire::SiteLine{0x20001000, {0x1a2d}, 5280, 66, {255, 0, 0, 0, 0, 1}, 0}));
  EXPECT_EQ(sites.used[1].line.frames[3], 0xFFFF'FFFF'8000'0003u);

  const auto owners = std::get<OwnersPart>(read(golden.at("owners"))->body);
  EXPECT_EQ(owners.end, 8u);
  ASSERT_EQ(owners.used.size(), 2u);
  EXPECT_EQ(owners.used[1].slot, 2u);
  EXPECT_EQ(owners.used[1].line.name, wire::name_of("worker"));
  EXPECT_EQ(owners.used[1].line.state, wire::OwnerState::kEnded);

  const auto blocks = std::get<BlocksPart>(read(golden.at("blocks"))->body);
  EXPECT_EQ(blocks.first, 300u);
  EXPECT_EQ(blocks.end, 304u);
  ASSERT_EQ(blocks.used.size(), 2u);
  EXPECT_EQ(blocks.used[0].slot, 302u);
  EXPECT_EQ(blocks.used[0].line, (wire::BlockLine{0x20001008, 24, 0, 64000, 0, 2, false}));
  EXPECT_EQ(blocks.used[1].line.site, wire::kOtherSite);
  EXPECT_TRUE(blocks.used[1].line.since_mark);

  const auto guard = std::get<wire::GuardLine>(read(golden.at("guard"))->body);
  EXPECT_EQ(guard.size, known<std::uint32_t>(24));
  EXPECT_EQ(guard.allocated_at, 0x1a2du);
  EXPECT_EQ(guard.freed_at, 0u);
  EXPECT_FALSE(std::get<wire::GuardLine>(read(golden.at("guard_twice"))->body).size.present);
}

TEST(MessageReader, RefusesWhatNoProfileSays) {
  const json info = {{"sites", {1, 2, 0}}, {"blocks", {1, 2}}, {"owners", {1, 2, 0}},
                     {"samples", 1},       {"thinned", 0},     {"interval", 1},
                     {"displaced", 0}};
  const json life = json::binary({0, 0, 0, 0, 0, 0});
  const auto whole = [](const char* kind, const json& body) {
    return json{{"", kHeader}, {"n", 1}, {kind, body}};
  };
  const auto changed = [&](const char* key, const json& value) {
    json other = info;
    other[key] = value;
    return whole("p", other);
  };
  ASSERT_TRUE(reads(whole("p", info)));
  ASSERT_TRUE(reads(whole("q", {{0, 1, 1, 0, life, 5}, 254})));
  ASSERT_TRUE(reads(whole("o", {{0, 0}})));
  ASSERT_TRUE(reads(whole("r", {{1, 2, 3, 4, 5, 6}, 65535})));
  ASSERT_TRUE(reads(whole("r", {{1, 2, 3, 4, 5, 6, 1, "later"}})));
  const std::vector<json> wrong = {
      {{"", kHeader}, {"p", info}},
      {{"", kHeader}, {"n", 0}, {"p", info}},
      {{"", kHeader}, {"n", 4294967296}, {"p", info}},
      whole("p", 1),
      whole("p", json::object()),
      changed("sites", {3, 2, 0}),
      changed("sites", {1, 256, 0}),
      changed("sites", {1, 2}),
      changed("blocks", {3, 2}),
      changed("blocks", {1, 65537}),
      changed("owners", {1, 256, 0}),
      changed("interval", 0),
      changed("mark_ms", -1),
      whole("q", json::array()),
      whole("q", 1),
      whole("q", {0}),
      whole("q", {nullptr}),
      whole("q", {256}),
      whole("q", {{0, 1, 1, 0, life, 5}, 255}),
      whole("q", {255, {0, 1, 1, 0, life, 5}}),
      whole("q", {{0, 1, 1, 256, life, 5}}),
      whole("q", {{0, 1, 1, 0, "text", 5}}),
      whole("q", {{0, 1, 1, 0, json::binary({0}), 5}}),
      whole("q", {{0, 1, 1, 0, life, 0}}),
      whole("o", {{3, 0}}),
      whole("o", {{0}}),
      whole("o", {{1, 2, std::string(49, 'x')}}),
      whole("r", {{1, 2, 32, 4, 5, 6}}),
      whole("r", {{1, 2, 3, 4, 255, 6}}),
      whole("r", {{1, 2, 3, 4, 5}}),
      whole("r", {{1, 2, 3, 4, 5, 6, 2}}),
      whole("r", {{1, 4294967296, 3, 4, 5, 6}}),
      whole("r", {{1, 2, 3, 4, 5, 6}, 65536}),
      whole("r", {65536, 4294967295}),
      {{"", kHeader}, {"f", 65536}, {"n", 1}, {"r", {1}}},
      {{"", kHeader}, {"f", 4294967295}, {"n", 1}, {"o", {{0, 0}}}},
      whole("g", {{"block", 1}, {"fault", 5}, {"damaged", 0}}),
      whole("g", {{"block", 1}, {"fault", 0}}),
      whole("g", {{"block", 1}, {"fault", 0}, {"damaged", 0}, {"freed_at", 0}}),
      whole("g", {{"block", 1}, {"fault", 0}, {"damaged", 0}, {"size", nullptr}}),
  };
  for (const json& value : wrong) {
    EXPECT_FALSE(reads(value)) << value;
  }
}

TEST(MessageReader, RefusesEveryPieceAndWhatFollows) {
  for (const auto& [name, bytes] : wire::golden_messages()) {
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(read({bytes.begin(), bytes.begin() + static_cast<long>(size)})) << name;
    }
    Bytes longer = bytes;
    longer.push_back(0);
    EXPECT_FALSE(read(longer)) << name;
  }
}

TEST(MessageReader, SkipsWhatItDoesNotKnow) {
  EXPECT_TRUE(
      std::holds_alternative<UnknownBody>(read(json::to_cbor({{"", kHeader}, {"x", 1}}))->body));
  EXPECT_TRUE(reads({{"", {1, 2, 3, 4, 5, "later"}}, {"s", {1}}, {"z", {{"more", {1.5}}}}}));
  EXPECT_TRUE(reads({{"", kHeader}, {"m", {{"samples", 1}, {"ram", 2}, {"new", nullptr}}}}));
  EXPECT_TRUE(reads({{"", kHeader}, {"t", {{0, "heap", 0, 100, 5, "later"}}}}));
}

TEST(MessageReader, RefusesWhatTheSchemaDoesNotAllow) {
  const json heap = {0, "heap", 0, 100, 5};
  ASSERT_TRUE(reads({{"", kHeader}, {"t", {heap}}}));
  const std::vector<json> wrong = {
      1,
      json::array(),
      json::object(),
      {{"", 1}, {"s", {1}}},
      {{"", {1, 2, 3, 4}}, {"s", {1}}},
      {{"", {1, 65536, 3, 4, 5}}, {"s", {1}}},
      {{"", {1, 2, 3, 4, 24}}, {"s", {1}}},
      {{"", {-1, 2, 3, 4, 5}}, {"s", {1}}},
      {{"", {1, 2, 3, 4294967296, 5}}, {"s", {1}}},
      {{"", kHeader}, {"s", json::array()}},
      {{"", kHeader}, {"s", {65536}}},
      {{"", kHeader}, {"s", {-1}}},
      {{"", kHeader}, {"s", {1.0}}},
      {{"", kHeader}, {"s", {{1}}}},
      {{"", kHeader}, {"s", 1}},
      {{"", kHeader}, {"f", 4294967296}, {"s", {1}}},
      {{"", kHeader}, {"t", {{0, "", 0, 100, 5}}}},
      {{"", kHeader}, {"t", {{0, std::string(49, 'x'), 0, 100, 5}}}},
      {{"", kHeader}, {"t", {{3, "heap", 0, 100, 5}}}},
      {{"", kHeader}, {"t", {{0, "heap", 1, 100, 5}}}},
      {{"", kHeader}, {"t", {{0, "heap", 0, 100}}}},
      {{"", kHeader}, {"t", {{1, "main", 0, 100, 5, -129, 6, 7}}}},
      {{"", kHeader}, {"t", {{1, "main", 0, 100, 5, 128, 6, 7}}}},
      {{"", kHeader}, {"t", {{2, "slab", 0, 100, 5}}}},
      {{"", kHeader}, {"e", {{"kind", 0}, {"name", "x"}}}},
      {{"", kHeader}, {"e", {{"kind", 0}, {"name", "x"}, {"verdict", 3}}}},
      {{"", kHeader},
       {"e", {{"kind", 0}, {"name", "x"}, {"level", 1}, {"used", 2}, {"capacity", 1}}}},
      {{"", kHeader}, {"h", {{"id", "text"}}}},
      {{"", kHeader}, {"m", {{"samples", 1}}}},
      {{"", kHeader}, {"c", {{"heaps", 1}}}},
  };
  for (const json& value : wrong) {
    EXPECT_FALSE(reads(value)) << value;
  }
}

TEST(MessageReader, RefusesHostileLengths) {
  // Heads that announce 2^64 - 1 elements or bytes, at the top and within.
  for (const std::uint8_t head : Bytes{0x5B, 0x7B, 0x9B, 0xBB}) {
    for (const std::uint8_t first : Bytes{0x00, 0x0F, 0x7F, 0xA7, 0xFF}) {
      Bytes bytes = {head, first};
      bytes.insert(bytes.end(), 7, 0xFF);
      EXPECT_FALSE(read(bytes));
      bytes.insert(bytes.begin(), {0xA1, 0x60});
      EXPECT_FALSE(read(bytes));
    }
  }
  EXPECT_FALSE(read(Bytes(wire::kMaxMessageBytes, 0x81))) << "arrays in arrays";
  EXPECT_FALSE(read(Bytes(wire::kMaxMessageBytes, 0xD8))) << "tags";
  EXPECT_FALSE(read(Bytes(std::size_t{1} << 20, 0x80)));
  EXPECT_FALSE(read({}));
}

}  // namespace
}  // namespace tidemark::ingest
