#include "net/smtp_client.hpp"

#include <array>

#include "net/client_socket.hpp"

namespace mailrig::net {
namespace {

Time now() { return std::chrono::steady_clock::now(); }

// Why the step did not work; empty if it did.
std::string perform(smtp::Client::Step step, smtp::Client& client, ClientSocket& socket) {
  std::array<char, 16 << 10> room;
  std::size_t taken = 0;
  std::string why;
  switch (step) {
    case smtp::Client::Step::say:
      why = socket.send(client.words());
      if (why.empty()) client.said(now());
      break;
    case smtp::Client::Step::hear:
      why = socket.receive(room, taken);
      if (why.empty()) client.heard({room.data(), taken}, now());
      break;
    case smtp::Client::Step::secure:
      why = socket.handshake();
      if (why.empty()) client.secured(socket.version(), now());
      break;
    case smtp::Client::Step::rest:
      socket.rest(client.rest_time());
      client.rested();
      break;
    case smtp::Client::Step::end:
      break;
  }
  return why;
}

}  // namespace

void converse(const smtp::Target& target, smtp::Client& client, const std::atomic<bool>* stop) {
  ClientSocket socket(target, stop);
  std::string why = socket.connect();
  if (!why.empty())
    why = "cannot connect to " + target.host + ":" + std::to_string(target.port) + ": " + why;
  if (why.empty() && target.implicit_tls) {
    why = socket.handshake();
    if (why.empty()) client.secured(socket.version(), now());
  }
  while (why.empty()) {
    const smtp::Client::Step step = client.next();
    if (step == smtp::Client::Step::end) return;
    why = perform(step, client, socket);
  }
  client.lost(why, now());
}

}  // namespace mailrig::net
