#include "wire/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace mailrig::wire {

Client::Client(std::uint16_t port, const std::string& address,
               const std::function<void()>& before_connecting) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  const bool six = address.find(':') != std::string::npos;
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  v4.sin_port = v6.sin6_port = htons(port);
  inet_pton(AF_INET, address.c_str(), &v4.sin_addr);
  inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr);
  socket_ = ::socket(six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (before_connecting) before_connecting();
  const auto* to = six ? reinterpret_cast<sockaddr*>(&v6) : reinterpret_cast<sockaddr*>(&v4);
  if (::connect(socket_, to, six ? sizeof v6 : sizeof v4) != 0) close();
}

Client::~Client() { close(); }

bool Client::send(std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Client::finish_sending() { ::shutdown(socket_, SHUT_WR); }

void Client::reset() {
  const linger at_once{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void Client::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

bool Client::readable(std::chrono::milliseconds time) {
  if (!buffer_.empty()) return true;
  pollfd one{socket_, POLLIN, 0};
  return ::poll(&one, 1, static_cast<int>(time.count())) == 1;
}

bool Client::more() {
  if (ended_ || socket_ < 0) return false;
  pollfd one{socket_, POLLIN, 0};
  if (::poll(&one, 1, static_cast<int>(std::chrono::milliseconds(patience).count())) != 1)
    return false;
  char room[65536];
  const ssize_t got = ::recv(socket_, room, sizeof room, 0);
  if (got <= 0) {
    ended_ = true;
    reset_ = got < 0 && errno == ECONNRESET;
    return false;
  }
  buffer_.append(room, static_cast<std::size_t>(got));
  return true;
}

std::string Client::line() {
  std::size_t end;
  while ((end = buffer_.find('\n')) == std::string::npos)
    if (!more()) return std::exchange(buffer_, {});
  std::string text = buffer_.substr(0, end + 1);
  buffer_.erase(0, end + 1);
  return text;
}

std::string Client::reply() {
  std::string whole;
  for (;;) {
    const std::string one = line();
    whole += one;
    if (one.size() < 4 || one[3] != '-') return whole;
  }
}

std::string Client::exactly(std::size_t octets) {
  while (buffer_.size() < octets)
    if (!more()) return std::exchange(buffer_, {});
  std::string text = buffer_.substr(0, octets);
  buffer_.erase(0, octets);
  return text;
}

std::string Client::until_end() {
  while (more()) {
  }
  return std::exchange(buffer_, {});
}

std::optional<std::string> HttpReply::header(std::string_view name) const {
  for (std::size_t at = head.find("\r\n"); at != std::string::npos;
       at = head.find("\r\n", at + 2)) {
    const std::string_view line = std::string_view(head).substr(at + 2);
    if (line.size() > name.size() + 1 && line[name.size()] == ':' &&
        strncasecmp(line.data(), name.data(), name.size()) == 0)
      return std::string(line.substr(name.size() + 2, line.find("\r\n") - name.size() - 2));
  }
  return std::nullopt;
}

HttpReply read_reply(Client& client, bool head_only) {
  HttpReply reply;
  for (std::string line = client.line(); !line.empty(); line = client.line()) {
    if (line == "\r\n") break;
    reply.head += line;
  }
  if (reply.head.size() > 12) reply.status = std::atoi(reply.head.c_str() + 9);
  if (const auto length = reply.header("Content-Length"); length && !head_only)
    reply.body = client.exactly(std::stoul(*length));
  return reply;
}

HttpReply get(std::uint16_t port, const std::string& target) {
  Client client(port);
  client.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  return read_reply(client);
}

HttpReply request(std::uint16_t port, const std::string& method, const std::string& target,
                  const std::string& type, const std::string& body) {
  Client client(port);
  client.send(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
              "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\n\r\n" + body);
  return read_reply(client);
}

}  // namespace mailrig::wire
