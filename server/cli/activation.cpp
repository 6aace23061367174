#include "cli/activation.hpp"

#include <unistd.h>

#include <cstdlib>
#include <numeric>
#include <string>

#include "cli/quantity.hpp"

namespace mailrig::cli {

Result<std::vector<int>> passed_sockets() {
  constexpr int first = 3;  // SD_LISTEN_FDS_START
  constexpr unsigned most = 1'024;
  const char* const pid = std::getenv("LISTEN_PID");
  const char* const fds = std::getenv("LISTEN_FDS");
  if (!pid || !fds || std::to_string(::getpid()) != pid) return std::vector<int>{};
  const std::string text = fds;
  ::unsetenv("LISTEN_PID");
  ::unsetenv("LISTEN_FDS");
  ::unsetenv("LISTEN_FDNAMES");
  unsigned count = 0;
  if (!read_number(text, count) || count > most)
    return Error{"LISTEN_FDS is \"" + text + "\": allowed is a whole number from 0 to " +
                 std::to_string(most)};
  std::vector<int> sockets(count);
  std::iota(sockets.begin(), sockets.end(), first);
  return sockets;
}

}  // namespace mailrig::cli
