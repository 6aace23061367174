// A client's conversation with a mail server, for the command line.
#pragma once

#include <atomic>

#include "smtp/client.hpp"

namespace mailrig {

// Connects, and goes on until the client is done; blocks. Whatever goes wrong is told to the
// client. `stop` ends it soon; may be null.
void converse(const smtp::Target& target, smtp::Client& client,
              const std::atomic<bool>* stop = nullptr);

}  // namespace mailrig
