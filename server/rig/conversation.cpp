#include "rig/conversation.hpp"

#include "net/smtp_client.hpp"

namespace mailrig {

void converse(const smtp::Target& target, smtp::Client& client, const std::atomic<bool>* stop) {
  net::converse(target, client, stop);
}

}  // namespace mailrig
