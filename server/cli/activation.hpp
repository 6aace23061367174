// What systemd hands over (sd_listen_fds(3)).
#pragma once

#include <vector>

#include "mail/result.hpp"

namespace mailrig::cli {

// The listening sockets for this process, by LISTEN_PID and LISTEN_FDS; none if they are for
// another. Both variables are removed, so that no child takes them for its own.
Result<std::vector<int>> passed_sockets();

}  // namespace mailrig::cli
