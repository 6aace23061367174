// Sends mails as fast as a socket takes them: raw_source HOW PORT MESSAGES SIZE CONNECTIONS. Prints
// the seconds it took. `raw` and `smtp` send the same octets in the same writes, so that row 3's
// throughputs compare; smtp adds the commands and waits for each reply. `pipeline` and `bdat` are
// row 4's.
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

void expect(int socket, std::string_view digits) {
  mailrig::bench::expect(
      digits, [socket](char* piece, std::size_t size) { return ::recv(socket, piece, size, 0); });
}

void say(int socket, std::string_view octets, std::string_view digits) {
  send_all(socket, octets);
  expect(socket, digits);
}

constexpr std::string_view sender = "MAIL FROM:<a@x.test>\r\n",
                           recipient = "RCPT TO:<b@y.test>\r\n";

void send_by_command(int socket, std::string_view content) {
  say(socket, sender, "2");
  say(socket, recipient, "2");
  say(socket, "DATA\r\n", "3");
  send_all(socket, content);
  say(socket, ".\r\n", "2");
}

// RFC 2920 §3.1: the end of one mail and the beginning of the next in one write.
void send_in_groups(int socket, std::string_view content, std::atomic<int>& left) {
  if (left.fetch_sub(1) <= 0) return;
  const std::string beginning = std::string(sender) + std::string(recipient) + "DATA\r\n";
  const std::string ending = std::string(content) + ".\r\n";
  const std::string both = ending + beginning;
  say(socket, beginning, "223");
  while (left.fetch_sub(1) > 0) say(socket, both, "2223");
  say(socket, ending, "2");
}

// RFC 3030 §4.2: a mail is one write.
void send_in_chunks(int socket, std::string_view content, std::atomic<int>& left) {
  const std::string mail = std::string(sender) + std::string(recipient) + "BDAT " +
                           std::to_string(content.size()) + " LAST\r\n" + std::string(content);
  while (left.fetch_sub(1) > 0) say(socket, mail, "222");
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    std::fputs("usage: raw_source raw|smtp|pipeline|bdat PORT MESSAGES SIZE CONNECTIONS\n", stderr);
    return EXIT_FAILURE;
  }
  const std::string_view how = arguments[1];
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
      if (how == "raw") {
        while (left.fetch_sub(1) > 0) send_all(socket, content);
        char octet = 0;
        if (::shutdown(socket, SHUT_WR) != 0 || ::recv(socket, &octet, 1, 0) != 1)
          fail("the sink's answer");
      } else {
        expect(socket, "2");
        say(socket, "EHLO bench.test\r\n", "2");
        if (how == "pipeline") {
          send_in_groups(socket, content, left);
        } else if (how == "bdat") {
          send_in_chunks(socket, content, left);
        } else {
          while (left.fetch_sub(1) > 0) send_by_command(socket, content);
        }
        say(socket, "QUIT\r\n", "2");
      }
      ::close(socket);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%.6f\n", took.count());
  return EXIT_SUCCESS;
}
