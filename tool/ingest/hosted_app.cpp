// SPDX-License-Identifier: Apache-2.0
#include "tool/ingest/hosted_app.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <functional>
#include <string_view>

namespace tidemark::ingest {
namespace {

// How each message of hosted Zephyr begins.
constexpr std::string_view kMarker = "tidemark-hosted: ";
constexpr std::string_view kEndReport = "end-report";
constexpr std::string_view kFailAlloc = "fail-alloc";
constexpr const char* kHowToBuild =
    "build it with hosted Zephyr (ZEPHYR_BASE=.../hosted cmake -S APP -B OUT && cmake --build OUT) "
    "and name OUT/zephyr/zephyr.exe";

/// A file's bytes for reading; empty iff they cannot be mapped.
class Mapping {
 public:
  Mapping(int fd, std::size_t bytes) : bytes_(bytes) {
    void* start = bytes == 0 ? MAP_FAILED : mmap(nullptr, bytes, PROT_READ, MAP_PRIVATE, fd, 0);
    start_ = start == MAP_FAILED ? nullptr : start;
  }
  ~Mapping() {
    if (start_ != nullptr) {
      munmap(start_, bytes_);
    }
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  [[nodiscard]] std::string_view text() const {
    return start_ == nullptr ? std::string_view()
                             : std::string_view(static_cast<const char*>(start_), bytes_);
  }

 private:
  std::size_t bytes_;
  void* start_ = nullptr;
};

bool holds(std::string_view text, std::string_view wanted) {
  return std::search(text.begin(), text.end(),
                     std::boyer_moore_horspool_searcher(wanted.begin(), wanted.end())) !=
         text.end();
}

std::variant<HostedApp, Problem> inspect(int fd, const std::string& file) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) {
    return system_problem(file, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return Problem{file, "is a directory",
                   "name the executable in it, for example " + file +
                       (file.ends_with('/') ? "" : "/") + "zephyr/zephyr.exe"};
  }
  if (!S_ISREG(status.st_mode)) {
    return Problem{file, "is no file", kHowToBuild};
  }
  const Mapping mapping(fd, static_cast<std::size_t>(status.st_size));
  if (!holds(mapping.text(), kMarker)) {
    return Problem{file, "is no application of hosted Zephyr", kHowToBuild};
  }
  if (access(file.c_str(), X_OK) != 0) {
    return Problem{file, "cannot be run", "check its permissions (chmod +x)"};
  }
  const std::string path = file.find('/') == std::string::npos ? "./" + file : file;
  return HostedApp{path, holds(mapping.text(), kEndReport), holds(mapping.text(), kFailAlloc)};
}

}  // namespace

std::variant<HostedApp, Problem> inspect_hosted_app(const std::string& file) {
  if (file.empty()) {
    return Problem{"APP.exe", "is empty", kHowToBuild};
  }
  // Without blocking: a FIFO has no writer here.
  const int fd = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0) {
    return errno == ENOENT ? Problem{file, "no such file", kHowToBuild}
                           : system_problem(file, errno);
  }
  auto app = inspect(fd, file);
  close(fd);
  return app;
}

}  // namespace tidemark::ingest
