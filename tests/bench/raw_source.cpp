// Sends row 3's octets as fast as a socket takes them: raw_source raw|smtp PORT MESSAGES SIZE
// CONNECTIONS. Prints the seconds it took. The same octets and writes for both, so that the
// throughputs compare; smtp adds the commands and waits for each reply.
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "loopback.hpp"

namespace {

using mailrig::bench::connect_to;
using mailrig::bench::fail;

void send_all(int socket, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent <= 0) fail("send");
    octets.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void expect(int socket, char first_digit) {
  mailrig::bench::expect(first_digit, [socket](char* piece, std::size_t size) {
    return ::recv(socket, piece, size, 0);
  });
}

void say(int socket, std::string_view line, char first_digit) {
  send_all(socket, line);
  expect(socket, first_digit);
}

void send_mail(int socket, std::string_view content) {
  say(socket, "MAIL FROM:<a@x.test>\r\n", '2');
  say(socket, "RCPT TO:<b@y.test>\r\n", '2');
  say(socket, "DATA\r\n", '3');
  send_all(socket, content);
  say(socket, ".\r\n", '2');
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    std::fputs("usage: raw_source raw|smtp PORT MESSAGES SIZE CONNECTIONS\n", stderr);
    return EXIT_FAILURE;
  }
  const bool smtp = std::string_view(arguments[1]) == "smtp";
  const int port = std::atoi(arguments[2]);
  std::atomic<int> left = std::atoi(arguments[3]);
  std::string content;
  const auto size = static_cast<std::size_t>(std::atol(arguments[4]));
  while (content.size() + 82 <= size) content.append(78, 'x').append("\r\n");
  content.append(size - content.size() - 2, 'x').append("\r\n");

  const auto began = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int i = std::atoi(arguments[5]); i > 0; --i) {
    threads.emplace_back([&] {
      const int socket = connect_to(port);
      if (smtp) {
        expect(socket, '2');
        say(socket, "EHLO bench.test\r\n", '2');
      }
      while (left.fetch_sub(1) > 0) {
        if (smtp)
          send_mail(socket, content);
        else
          send_all(socket, content);
      }
      char octet = 0;
      if (smtp)
        say(socket, "QUIT\r\n", '2');
      else if (::shutdown(socket, SHUT_WR) != 0 || ::recv(socket, &octet, 1, 0) != 1)
        fail("the sink's answer");
      ::close(socket);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%.6f\n", took.count());
  return EXIT_SUCCESS;
}
