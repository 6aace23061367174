#include "rig/memory_limit.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string_view>

namespace mailrig {
namespace {

constexpr std::uint64_t none = UINT64_MAX;

// A file with one number; "max" and a missing file are no limit.
std::uint64_t number_in(const std::string& path) {
  std::ifstream file(path);
  std::uint64_t number = 0;
  return file >> number ? number : none;
}

// The least limit of a group and those above it.
std::uint64_t least(const std::string& mount, std::string group, const std::string& name) {
  std::uint64_t limit = none;
  for (;;) {
    limit = std::min(limit, number_in(mount + group + "/" + name));
    const auto slash = group.rfind('/');
    if (slash == group.npos || group.empty()) return limit;
    group.resize(slash);
  }
}

}  // namespace

std::uint64_t memory_limit(const std::string& root) {
  std::uint64_t limit = none;
  std::ifstream groups(root + "/proc/self/cgroup");
  // One line a hierarchy, `number:controllers:path`; version 2 is `0::path`.
  for (std::string line; std::getline(groups, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (first == line.npos || second == line.npos) continue;
    const std::string_view controllers =
        std::string_view(line).substr(first + 1, second - first - 1);
    std::string path = line.substr(second + 1);
    if (path == "/") path.clear();
    if (controllers.empty())
      limit = std::min(limit, least(root + "/sys/fs/cgroup", path, "memory.max"));
    else if (controllers.find("memory") != controllers.npos)
      limit = std::min(limit, least(root + "/sys/fs/cgroup/memory", path, "memory.limit_in_bytes"));
  }
  const long pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
  if (pages > 0 && page > 0)
    limit = std::min(limit, static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page));
  return limit;
}

}  // namespace mailrig
