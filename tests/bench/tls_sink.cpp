// The yardstick of row 5: what OpenSSL costs for these handshakes and octets, with as little else
// as can be. tls_sink clear|tls: a thread a connection, one reply to each piece that comes, nothing
// kept. Prints its port.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace {

// A certificate of the same kind as mailrig's: ECDSA P-256, signed with SHA-256.
SSL_CTX* make_context() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate(context, certificate);
  SSL_CTX_use_PrivateKey(context, key);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_read_ahead(context, 1);
  return context;
}

std::string_view reply_to(std::string_view said) {
  if (said.starts_with("DATA\r\n")) return "354 Start mail input; end with <CRLF>.<CRLF>\r\n";
  if (said.starts_with("QUIT\r\n")) return "221 2.0.0 Bye\r\n";
  if (said.starts_with("EHLO"))
    return "250-bench.test\r\n250-PIPELINING\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n"
           "250-ENHANCEDSTATUSCODES\r\n250-SMTPUTF8\r\n250-CHUNKING\r\n250 DSN\r\n";
  return "250 2.0.0 Ok: taken and thrown away\r\n";
}

void serve(SSL_CTX* context, int socket) {
  SSL* ssl = nullptr;
  if (context) {
    ssl = SSL_new(context);
    SSL_set_fd(ssl, socket);
  }
  const auto say = [&](std::string_view octets) {
    const int size = static_cast<int>(octets.size());
    return ssl ? SSL_write(ssl, octets.data(), size) == size
               : ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL) == size;
  };
  char room[4096];
  bool goes_on = (!ssl || SSL_accept(ssl) == 1) && say("220 bench.test ESMTP\r\n");
  while (goes_on) {
    const ssize_t got =
        ssl ? SSL_read(ssl, room, sizeof room) : ::recv(socket, room, sizeof room, 0);
    goes_on = got > 0 && say(reply_to({room, static_cast<std::size_t>(got)}));
  }
  SSL_free(ssl);
  ::close(socket);
}

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  SSL_CTX* const context =
      count == 2 && std::string_view(arguments[1]) == "tls" ? make_context() : nullptr;
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const int on = 1;
  ::setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener, 1'024) != 0 ||
      ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::perror("tls_sink");
    return EXIT_FAILURE;
  }
  std::printf("%d\n", ntohs(address.sin_port));
  std::fflush(stdout);
  while (true) {
    const int client = ::accept(listener, nullptr, nullptr);
    if (client >= 0) std::thread(serve, context, client).detach();
  }
}
