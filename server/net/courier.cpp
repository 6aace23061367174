#include "net/courier.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <memory>
#include <optional>

#include "net/descriptor.hpp"

namespace mailrig::net {
namespace {

constexpr timeval patience{5, 0};  // for each step

struct AddressesFreed {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

// A listener on every address is reached on loopback.
std::string reachable(const std::string& address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  return address == "::" ? "::1" : address;
}

// Nothing if nobody answers there.
std::optional<Descriptor> connect_to(const std::string& address, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string host = reachable(address), service = std::to_string(port);
  if (::getaddrinfo(host.c_str(), service.c_str(), &hints, &found) != 0) return std::nullopt;
  const std::unique_ptr<addrinfo, AddressesFreed> list(found);
  Descriptor socket(::socket(list->ai_family, list->ai_socktype | SOCK_CLOEXEC, list->ai_protocol));
  ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  if (::connect(socket.get(), list->ai_addr, list->ai_addrlen) != 0) return std::nullopt;
  return socket;
}

class Dialogue {
 public:
  explicit Dialogue(Descriptor socket) : socket_(std::move(socket)) {}

  // Says `text`, unless it is empty; the first digit of the answer, or 0 if there is none.
  char say(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return 0;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
    // RFC 5321 §4.2.1: the last line of a reply has a space behind its code.
    while (true) {
      const auto line = read_line();
      if (!line) return 0;
      if (line->size() < 4 || (*line)[3] != '-') return line->empty() ? char(0) : line->front();
    }
  }

 private:
  std::optional<std::string> read_line() {
    constexpr std::size_t longest = 4096;
    while (true) {
      if (const std::size_t end = read_.find('\n'); end != std::string::npos) {
        std::string line = read_.substr(0, end);
        read_.erase(0, end + 1);
        return line;
      }
      char octets[512];
      const ssize_t got = ::recv(socket_.get(), octets, sizeof octets, 0);
      if (got <= 0 || read_.size() > longest) return std::nullopt;
      read_.append(octets, static_cast<std::size_t>(got));
    }
  }

  Descriptor socket_;
  std::string read_;
};

void deliver(const api::TestMail& mail) {
  auto socket = connect_to(mail.address, mail.port);
  if (!socket) return;
  Dialogue dialogue(std::move(*socket));
  const std::string greeting = std::string(mail.lmtp ? "LHLO " : "EHLO ") + mail.helo + "\r\n";
  const bool taken = dialogue.say("") == '2' && dialogue.say(greeting) == '2' &&
                     dialogue.say("MAIL FROM:<" + mail.from + ">\r\n") == '2' &&
                     dialogue.say("RCPT TO:<" + mail.to + ">\r\n") == '2' &&
                     dialogue.say("DATA\r\n") == '3' && dialogue.say(mail.content + ".\r\n") == '2';
  (void)taken;  // either way the session on record says what happened
  dialogue.say("QUIT\r\n");
}

}  // namespace

Courier::~Courier() {
  if (thread_.joinable()) thread_.join();
}

bool Courier::send(api::TestMail mail) {
  const std::lock_guard lock(mutex_);
  if (busy_) return false;
  if (thread_.joinable()) thread_.join();
  busy_ = true;
  thread_ = std::thread([this, mail = std::move(mail)] {
    deliver(mail);
    const std::lock_guard done(mutex_);
    busy_ = false;
  });
  return true;
}

}  // namespace mailrig::net
