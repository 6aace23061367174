// Sends row 5's mails, and holds row 7's connections, in the clear or inside TLS from the first
// octet: tls_source clear|tls kept|each|idle PORT MESSAGES CONNECTIONS. Each command and each
// content is one write, and waits for its reply. `idle` opens CONNECTIONS, prints "ready" and holds
// them until its input ends. The server is not verified: its work is the same.
#include <openssl/ssl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
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

class Connection {
 public:
  Connection(SSL_CTX* context, int port) : socket_(connect_to(port)) {
    if (context) {
      ssl_ = SSL_new(context);
      SSL_set_fd(ssl_, socket_);
      if (SSL_connect(ssl_) != 1) fail("handshake");
    }
    expect("2");
    say("EHLO bench.test\r\n", "2");
  }
  ~Connection() {
    SSL_free(ssl_);
    ::close(socket_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void say(std::string_view octets, std::string_view digits) {
    const int size = static_cast<int>(octets.size());
    const bool sent = ssl_ ? SSL_write(ssl_, octets.data(), size) == size
                           : ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL) == size;
    if (!sent) fail("send");
    expect(digits);
  }

 private:
  void expect(std::string_view digits) {
    mailrig::bench::expect(digits, [this](char* piece, std::size_t size) -> ssize_t {
      return ssl_ ? SSL_read(ssl_, piece, static_cast<int>(size)) : ::recv(socket_, piece, size, 0);
    });
  }

  int socket_;
  SSL* ssl_ = nullptr;
};

void send_mail(Connection& connection, std::string_view content) {
  connection.say("MAIL FROM:<a@x.test>\r\n", "2");
  connection.say("RCPT TO:<b@y.test>\r\n", "2");
  connection.say("DATA\r\n", "3");
  connection.say(content, "2");
}

void hold(SSL_CTX* context, int port, int count) {
  const rlimit files{static_cast<rlim_t>(count) + 100, static_cast<rlim_t>(count) + 100};
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0) fail("setrlimit");
  std::vector<Connection*> held;  // their end is the program's
  for (int i = 0; i < count; ++i) held.push_back(new Connection(context, port));
  std::puts("ready");
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  std::_Exit(EXIT_SUCCESS);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 6) {
    std::fputs("usage: tls_source clear|tls kept|each|idle PORT MESSAGES CONNECTIONS\n", stderr);
    return EXIT_FAILURE;
  }
  const std::string_view how = arguments[2];
  const int port = std::atoi(arguments[3]), connections = std::atoi(arguments[5]);
  std::atomic<int> left = std::atoi(arguments[4]);
  SSL_CTX* const context =
      std::string_view(arguments[1]) == "tls" ? SSL_CTX_new(TLS_client_method()) : nullptr;
  if (how == "idle") hold(context, port, connections);

  std::string content;
  while (content.size() + 80 <= 1'024) content.append(78, 'x').append("\r\n");
  content += ".\r\n";
  std::vector<std::thread> threads;
  for (int i = 0; i < connections; ++i) {
    threads.emplace_back([&] {
      while (left.load() > 0) {
        Connection connection(context, port);
        bool sent = false;
        while ((how == "kept" || !sent) && left.fetch_sub(1) > 0) {
          send_mail(connection, content);
          sent = true;
        }
        connection.say("QUIT\r\n", "2");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return EXIT_SUCCESS;
}
