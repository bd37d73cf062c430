// SPDX-License-Identifier: Apache-2.0
// Runs a fuzz target without libFuzzer: every file of the corpus as it is, then a fixed number of
// mutations of it and of random inputs, the same at every run. The preset `fuzz` does it in
// earnest.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

constexpr int kMutations = 20000;
constexpr std::size_t kLongest = 4096;

Input read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return Input(std::istreambuf_iterator<char>(in), {});
}

Input random_input(std::mt19937& random) {
  Input input(random() % 256);
  for (auto& byte : input) byte = static_cast<std::uint8_t>(random());
  return input;
}

void mutate_once(Input& input, std::mt19937& random) {
  if (input.empty()) {
    input.push_back(static_cast<std::uint8_t>(random()));
    return;
  }
  const auto at = static_cast<std::ptrdiff_t>(random() % input.size());
  switch (random() % 5) {
    case 0:
      input[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1u << (random() % 8));
      break;
    case 1:
      input[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(random());
      break;
    case 2:
      input.insert(input.begin() + at, static_cast<std::uint8_t>(random()));
      break;
    case 3:
      input.erase(input.begin() + at);
      break;
    default:
      input.resize(static_cast<std::size_t>(at));
      break;
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<Input> corpus;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) {
      std::fprintf(stderr, "tidemark: %s: not a folder; name a corpus folder\n", argv[i]);
      return 2;
    }
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      corpus.push_back(read_file(entry.path()));
    }
  }
  for (const Input& input : corpus) LLVMFuzzerTestOneInput(input.data(), input.size());

  std::mt19937 random(20261122);
  for (int i = 0; i < kMutations; ++i) {
    Input input = corpus.empty() || random() % 8 == 0 ? random_input(random)
                                                      : corpus[random() % corpus.size()];
    for (auto n = random() % 8; n > 0; --n) mutate_once(input, random);
    if (input.size() > kLongest) input.resize(kLongest);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::printf("%zu corpus files, %d mutations\n", corpus.size(), kMutations);
  return 0;
}
