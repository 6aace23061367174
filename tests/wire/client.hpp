// A blocking TCP client on plain sockets, with a bound on every wait.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig::wire {

// Long enough never to be the reason on a busy machine; a test that waits so long has failed.
inline constexpr std::chrono::seconds patience{20};

class Client {
 public:
  // `before_connecting` is called once the socket is made.
  explicit Client(std::uint16_t port, const std::string& address = "127.0.0.1",
                  const std::function<void()>& before_connecting = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return socket_ >= 0; }
  bool send(std::string_view octets);
  void finish_sending();  // FIN
  void reset();           // RST
  void close();

  // Up to and with the next LF; what there was if the connection ended first.
  std::string line();
  // All lines of an SMTP reply.
  std::string reply();
  std::string exactly(std::size_t octets);
  std::string until_end();  // everything up to FIN or reset
  // Whether something, an end too, arrives within `time`.
  bool readable(std::chrono::milliseconds time);
  int socket() const { return socket_; }
  bool was_reset() const { return reset_; }
  bool ended() const { return ended_; }

 private:
  bool more();

  int socket_ = -1;
  std::string buffer_;
  bool ended_ = false, reset_ = false;
};

struct HttpReply {
  int status = 0;
  std::string head, body;
  std::optional<std::string> header(std::string_view name) const;
};

// Reads one response with Content-Length, without a body if `head_only`.
HttpReply read_reply(Client& client, bool head_only = false);
// One request on a connection of its own.
HttpReply get(std::uint16_t port, const std::string& target);
HttpReply request(std::uint16_t port, const std::string& method, const std::string& target,
                  const std::string& type, const std::string& body);

}  // namespace mailrig::wire
