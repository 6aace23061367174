// Carries out an SMTP client's steps over a socket of its own, blocking the thread. Needs no Asio.
#pragma once

#include <atomic>

#include "smtp/client.hpp"

namespace mailrig::net {

// Connects and goes on until the client's `end`. Whatever goes wrong is told to the client. `stop`
// ends it within a tenth of a second; may be null.
void converse(const smtp::Target& target, smtp::Client& client, const std::atomic<bool>* stop);

}  // namespace mailrig::net
